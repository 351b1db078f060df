from datetime import date

from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time

from .common_payment import PaymentCommon

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
class TestDunning(PaymentCommon):
    """The ladder of an unpaid invoice, date by date (BI7, BI8)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env.ref("subscription_rental.dunning_policy_default")
        cls.company.subscription_dunning_policy_id = cls.policy

    def _failed(self, **values):
        """Return (subscription, case) after a first payment that failed."""
        self.server.behaviour = "declined"
        subscription = self._collected(**values)
        self._bill(subscription, "2024-01-01")
        self._collect("2024-01-01")
        self._dun("2024-01-01")
        return subscription, subscription.dunning_case_ids

    def _live(self, *days):
        """Let all jobs run on these days of January, or up to a day given as a range."""
        for day in days:
            moment = date(2024, 1, 1).toordinal() + day - 1
            iso = date.fromordinal(moment).isoformat()
            with freeze_time(f"{iso} 12:00:00"):
                self._collect(iso)
                self._dun(iso)
                self._collect(iso)

    def _happened(self, case):
        """Return what happened: (day of the year, what)."""
        return [(event.date.timetuple().tm_yday, event.name) for event in case.event_ids]

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
        subscription._charge("other", self.product, 100.0)
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
        first = cases.filtered("suspended_ids")
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
        self.plan.dunning_policy_id = self._policy((60, "remind"), is_blocking=True)
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

    # === by hand === #

    def _ask(self, case, kind):
        self.env["subscription.dunning.ask"].create(
            {"case_ids": case.ids, "kind": kind, "reason": "Pays on Friday"}
        ).action_confirm()

    def test_on_hold_the_days_do_not_count(self):
        _subscription, case = self._failed()
        self._live(4)
        with freeze_time("2024-01-05 12:00:00"):
            self._ask(case, "hold")
        self._live(*range(5, 21))
        self.assertEqual(self._happened(case)[-1], (5, "Put on hold"))
        with freeze_time("2024-01-20 12:00:00"):
            case.action_go_on()
        self.assertEqual(case.next_date, date(2024, 1, 21))
        self._live(20, 21)
        self.assertEqual(self._happened(case)[-1], (21, "Charge again"))

    def test_a_step_is_skipped_with_a_reason(self):
        _subscription, case = self._failed()
        self._live(4, 6, 8, 11)
        with freeze_time("2024-01-12 12:00:00"):
            self._ask(case, "skip")
        self.assertEqual(case.event_ids[-1].note, "Pays on Friday")
        self.assertEqual(case.next_step_id.action, "warn")
        self.assertEqual(case.next_date, date(2024, 1, 22))

    def test_what_is_closed_is_not_held(self):
        _subscription, case = self._failed()
        self._pay(case.move_id, "2024-01-02")
        self._live(2)
        with self.assertRaisesRegex(UserError, "not open"):
            self._ask(case, "hold")

    # === what people see === #

    def test_the_simulation_says_what_would_happen(self):
        subscription = self._collected()
        self._bill(subscription, "2024-01-01")
        self._collect("2024-01-01")
        self.policy.simulation_subscription_id = subscription
        rows = self.policy._get_simulation(date(2024, 1, 10))
        whats = [(row["day"], row["what"]) for row in rows]
        self.assertEqual(len(rows), 9)
        self.assertIn(("02/01/2024", "Suspend"), whats)
        self.assertEqual(whats[-1][1], "Final: the claim stays")

    def test_the_timeline_of_a_case_says_what_comes(self):
        _subscription, case = self._failed()
        self._live(4)
        rows = case._get_timeline()
        self.assertEqual(rows[1]["state"], "done")
        self.assertEqual(rows[-1]["day"], "01/31/2024")
        self.assertIn("Terminate", case.timeline_html)

    def test_subscriptions_say_where_they_stand(self):
        subscription, case = self._failed()
        self.assertIn("Charge again on 01/04/2024", subscription.dunning_state)
        self.assertIn(case.move_id.name, subscription.dunning_state)

    # === many at once === #

    def _bulk(self, subscriptions, **values):
        form = Form(
            self.env["subscription.bulk"].with_context(active_ids=subscriptions.ids)
        )
        for name, value in values.items():
            setattr(form, name, value)
        bulk = form.save()
        bulk.action_apply()
        return {row.subscription_id: row.result for row in bulk.row_ids}

    def test_many_are_held_charged_and_asked_at_once(self):
        failed, case = self._failed()
        good = self._collected(payment_token_id=False)
        both = failed | good
        results = self._bulk(both, action="collect")
        self.assertEqual(results[failed], "Done")
        self.assertIn("no open invoice", results[good])
        self.assertEqual(case.move_id.rental_collect_date, date(2024, 1, 1))
        results = self._bulk(both, action="hold", reason="Strike")
        self.assertEqual((results[failed], case.state), ("Done", "held"))
        self.assertIn("no open dunning case", results[good])
        results = self._bulk(both, action="ask_method")
        self.assertEqual(set(results.values()), {"Done"})
        self.assertIn("Choose a payment method", self._mails(good)[-1])
        results = self._bulk(both, action="resend")
        self.assertEqual(results[failed], "Done")
        self.assertTrue(case.move_id.sending_data)

    def test_who_takes_over_pays_with_a_method_of_their_own(self):
        subscription = self._collected()
        subscription._transfer(self.partner_b, date(2024, 1, 2), "Sold the shop")
        self.assertFalse(subscription.payment_token_id)
