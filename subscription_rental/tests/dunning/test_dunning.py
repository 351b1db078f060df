from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ..common_dunning import DunningCommon

STANDARD = [
    (3, "retry"),
    (5, "retry"),
    (7, "retry"),
    (10, "remind"),
    (14, "suspend"),
    (21, "warn"),
    (30, "terminate"),
]


@freeze_time("2024-01-01 12:00:00")
class TestDunning(DunningCommon):
    """The ladder of an unpaid invoice, date by date (BI7, BI8)."""

    # === the ladder === #

    def test_the_standard_ladder_day_by_day(self):
        subscription, case = self._failed()
        self.assertEqual((case.trigger, case.since), ("failed", date(2024, 1, 1)))
        self._live(*range(1, 46))
        self.assertEqual(
            self._happened(case),
            [
                (1, "Payment failed"),
                (4, "Charge again"),
                (6, "Charge again"),
                (8, "Charge again"),
                (11, "Remind"),
                (15, "Suspend"),
                (22, "Warn of the termination"),
                (31, "Terminate"),
            ],
        )
        charges = case.move_id.rental_charge_ids
        self.assertEqual(charges.mapped("rental_outcome"), ["declined"] * 4)
        self.assertEqual(subscription.state, "cancelled")
        self.assertEqual(subscription.date_closed, date(2024, 1, 31))
        self._live(46)
        self.assertEqual(case.state, "ended")
        self.assertEqual(
            [subject.split(":")[0] for subject in self._mails(case)],
            [
                f"Your payment of {case.move_id.name} failed",
                "Reminder",
                "Your subscription is suspended",
                "Last warning",
                "Your subscription was terminated",
            ],
        )

    def test_a_retry_that_is_paid_ends_it(self):
        subscription, case = self._failed()
        self.server.behaviour = "done"
        self._live(2, 3)
        self.assertEqual(case.state, "open")
        self._live(4)
        self.assertEqual(case.move_id.payment_state, "paid")
        self._live(4)
        self.assertEqual(case.state, "paid")
        self.assertEqual(subscription.state, "active")
        self._live(*range(5, 40))
        self.assertEqual(subscription.state, "active")

    def test_paid_while_suspended_it_goes_on(self):
        subscription, case = self._failed()
        self._live(*range(2, 16))
        self.assertEqual(subscription.state, "suspended")
        self.assertEqual(case.suspended_ids, subscription)
        self._pay(case.move_id, "2024-01-17")
        self._live(17)
        self.assertEqual((case.state, subscription.state), ("paid", "active"))
        self.assertEqual(subscription.next_billing_date, date(2024, 2, 1))

    def test_customers_who_pay_by_transfer_are_dunned_from_the_due_date(self):
        plan = self._plan(name="By transfer")
        subscription = self._subscription(plan_id=plan.id)
        invoice = self._bill(subscription, "2024-01-01")
        self._live(1)
        self.assertFalse(subscription.dunning_case_ids)
        self._live(*range(2, 12))
        case = subscription.dunning_case_ids
        self.assertEqual(case.trigger, "overdue")
        self.assertEqual(self._happened(case)[-1], (11, "Remind"))
        notes = case.event_ids.filtered(lambda event: "Charge" in event.name)
        self.assertEqual(set(notes.mapped("note")), {"No payment method to charge"})
        self._pay(invoice)
        self._live(12)
        self.assertEqual(case.state, "paid")

    def test_a_late_job_takes_one_step_and_keeps_the_gaps(self):
        _subscription, case = self._failed()
        self._live(40)
        self.assertEqual(self._happened(case)[-1], (40, "Charge again"))
        self._live(*range(40, 100))
        days = [day for day, _name in self._happened(case)]
        self.assertEqual(days, [1, 40, 42, 44, 47, 51, 58, 67, 82])

    def test_each_step_can_be_switched_off(self):
        self.policy.step_ids.filtered(
            lambda step: step.action in ("suspend", "terminate")
        ).active = False
        subscription, case = self._failed()
        self._live(*range(2, 60))
        self.assertEqual(subscription.state, "active")
        self.assertNotIn("Terminate", [name for _day, name in self._happened(case)])

    def test_in_flight_the_ladder_waits(self):
        _subscription, case = self._failed()
        self.server.behaviour = "pending"
        self._live(*range(2, 30))
        self.assertEqual(self._happened(case)[-1], (4, "Charge again"))
        case.move_id.rental_charge_ids[0]._set_error("Refused after all")
        self._live(30, 31, 32)
        self.assertEqual(self._happened(case)[-1], (30, "Charge again"))

    def test_a_plan_has_a_policy_of_its_own(self):
        self.plan.dunning_policy_id = self._policy((1, "suspend"))
        subscription, case = self._failed()
        self.assertEqual(case.policy_id, self.plan.dunning_policy_id)
        self._live(2)
        self.assertEqual(subscription.state, "suspended")

    def test_without_a_policy_nothing_happens(self):
        self.company.subscription_dunning_policy_id = False
        _subscription, case = self._failed()
        self.assertFalse(case)

    # === what is paid for stays === #

    def test_suspension_never_takes_back_what_is_paid(self):
        """A damage is unpaid, the month is paid: service lasts to the end of the month."""
        self.plan.dunning_policy_id = self._policy((5, "suspend"))
        subscription = self._collected()
        self._bill(subscription, "2024-01-01")
        self._collect("2024-01-01")
        self.server.behaviour = "declined"
        subscription._add_charge("other", self.product, 100.0)
        subscription._invoice_charges(subscription.charge_ids, date(2024, 1, 10))
        self._live(*range(10, 32))
        self.assertEqual(subscription.state, "active")
        self.assertEqual(subscription.dunning_case_ids.next_date, date(2024, 2, 1))
        self._live(32)
        self.assertEqual(subscription.state, "suspended")

    def test_two_unpaid_invoices_suspend_until_both_are_paid(self):
        self.plan.dunning_policy_id = self._policy((2, "suspend"))
        self.server.behaviour = "declined"
        subscription = self._collected()
        invoices = self._bill(subscription, "2024-02-01")
        self._live(32, 33, 34)
        self.assertEqual(subscription.state, "suspended")
        cases = subscription.dunning_case_ids
        self.assertEqual(len(cases), 2)
        first = cases.filtered("suspended_ids")[:1]
        self._pay((invoices - first.move_id), "2024-02-04")
        self._live(35)
        self.assertEqual(subscription.state, "suspended")
        self._pay(first.move_id, "2024-02-05")
        self._live(36)
        self.assertEqual(subscription.state, "active")

    # === the end, and back === #

    def _terminated(self, **values):
        subscription, case = self._failed(**values)
        self._live(*range(2, 32))
        self.assertEqual((subscription.state, case.state), ("cancelled", "terminated"))
        return subscription, case

    def test_full_payment_in_time_revives(self):
        subscription, case = self._terminated()
        self._pay(case.move_id, "2024-02-14")
        self._live(45)
        self.assertEqual((subscription.state, case.state), ("active", "paid"))
        self.assertFalse(subscription.date_end)
        self.assertFalse(subscription.date_closed)
        # The days of its death are not billed, the billing day is the same.
        self.assertTiled(subscription)
        self.assertEqual(subscription.next_period_start, date(2024, 2, 14))
        self.assertFalse(subscription._get_ledger_difference())

    def test_a_part_of_it_does_not_revive(self):
        subscription, case = self._terminated()
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=case.move_id.ids
        ).create({"amount": 5.0, "payment_date": "2024-02-01"})._create_payments()
        self._live(33)
        self.assertEqual((subscription.state, case.state), ("cancelled", "terminated"))

    def test_afterwards_it_is_final(self):
        subscription, case = self._terminated()
        self._live(46)
        self.assertEqual(case.state, "ended")
        self._pay(case.move_id, "2024-02-16")
        self._live(47)
        self.assertEqual(subscription.state, "cancelled")
        with self.assertRaises(UserError):
            subscription._set_state("active")

    def test_who_left_by_themselves_is_reminded_and_not_threatened(self):
        subscription, case = self._failed()
        subscription.action_cancel()
        self._live(*range(2, 60))
        actions = {name for _day, name in self._happened(case)}
        self.assertEqual(actions, {"Payment failed", "Charge again", "Remind"})
        self.assertEqual(case.state, "open")
        self.assertFalse(case.next_date)

    def test_written_off_if_set(self):
        self.policy.is_write_off = True
        _subscription, case = self._terminated()
        self._live(46)
        self.assertEqual(case.state, "ended")
        self.assertEqual(case.move_id.payment_state, "reversed")

    def test_a_term_ends_as_before_after_a_revival(self):
        plan = self._plan(invoice_mode="collect", term_count=12, name="Year")
        plan._approve_sending(self.company)
        subscription, case = self._terminated(plan_id=plan.id)
        self._pay(case.move_id, "2024-02-01")
        self._live(32)
        self.assertEqual(subscription.date_end, date(2025, 1, 1))

    # === a debit that comes back === #

    def test_a_debit_returned_after_weeks_opens_the_case_again(self):
        subscription, case = self._failed()
        self.server.behaviour = "done"
        self._live(4, 5)
        self.assertEqual(case.state, "paid")
        self._live(25)
        charge = case.move_id.rental_charge_ids.filtered(
            lambda one: one.rental_outcome == "done"
        )
        charge.with_user(self.env.user).action_rental_returned()
        self._live(26)
        self.assertEqual((case.state, case.trigger), ("open", "returned"))
        self.assertEqual(case.since, date(2024, 1, 26))
        self.server.behaviour = "declined"
        self._live(*range(27, 41))
        self.assertEqual(subscription.state, "suspended")

    def test_a_transfer_taken_back_by_an_accountant_opens_it(self):
        plan = self._plan(name="By transfer")
        subscription = self._subscription(plan_id=plan.id)
        invoice = self._bill(subscription, "2024-01-01")
        self._live(2)
        case = subscription.dunning_case_ids
        self._pay(invoice, "2024-01-03")
        self._live(3)
        self.assertEqual(case.state, "paid")
        invoice.line_ids.remove_move_reconcile()
        payment = invoice.matched_payment_ids
        payment.action_draft()
        payment.action_cancel()
        self._live(20)
        self.assertEqual((case.state, case.trigger), ("open", "returned"))

    # === nothing further === #

    def test_no_further_period_while_unpaid_if_set(self):
        self.plan.dunning_policy_id = self._policy((60, "remind"), blocking="always")
        subscription, case = self._failed()
        self.assertTrue(subscription.is_billing_held)
        self._run_job("2024-02-01")
        self.assertBilled(subscription, "2024-01-01")
        self._pay(case.move_id, "2024-02-03")
        self._live(34)
        self.assertFalse(subscription.is_billing_held)
        self._run_job("2024-02-03")
        self.assertBilled(subscription, "2024-01-01", "2024-02-01")

    def test_otherwise_periods_go_on(self):
        subscription, _case = self._failed()
        self._run_job("2024-02-01")
        self.assertBilled(subscription, "2024-01-01", "2024-02-01")
