from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ..common_dunning import DunningCommon


@freeze_time("2024-01-01 12:00:00")
class TestDunningEdges(DunningCommon):
    """Credits, blocks, instalments, pauses, takeovers beside the ladder (BI7)."""

    def _two_halves(self):
        return self.env["account.payment.term"].create(
            {
                "name": "Two halves",
                "line_ids": [
                    (0, 0, {"value": "percent", "value_amount": 50, "nb_days": 0}),
                    (0, 0, {"value": "percent", "value_amount": 50, "nb_days": 20}),
                ],
            }
        )

    def _terminated(self, **values):
        subscription, case = self._failed(**values)
        self._live(*range(2, 32))
        self.assertEqual((subscription.state, case.state), ("cancelled", "terminated"))
        return subscription, case

    # === what is not paid revives nobody === #

    def test_a_credited_claim_does_not_revive(self):
        subscription, case = self._terminated()
        case.move_id._reverse_moves([{"invoice_date": date(2024, 2, 1)}], cancel=True)
        self._live(33)
        self.assertEqual((subscription.state, case.state), ("cancelled", "paid"))

    def test_a_blocked_invoice_holds_the_ladder_and_revives_nobody(self):
        subscription, case = self._failed()
        case.move_id.payment_state = "blocked"
        self._live(*range(2, 20))
        self.assertEqual((subscription.state, case.state), ("active", "open"))
        case.move_id.payment_state = "not_paid"
        self._live(20)
        self.assertEqual(len(case.event_ids), 2)

    def test_one_that_never_began_is_ended_without_trouble(self):
        plan = self._plan(name="Paid first", start_on_payment=True)
        subscription = self._draft(plan_id=plan.id)
        subscription.action_activate()
        self._live(*range(2, 40))
        self.assertEqual(subscription.state, "cancelled")
        case = subscription.dunning_case_ids
        self.assertNotIn("TypeError", "".join(case.message_ids.mapped("body")))
        self.assertNotIn("suspended", "".join(self._mails(case)))

    # === two invoices === #

    def test_paid_in_either_order_two_invoices_keep_it_suspended(self):
        self.plan.dunning_policy_id = self._policy((2, "suspend"))
        self.server.behaviour = "declined"
        subscription = self._collected()
        invoices = self._bill(subscription, "2024-02-01").sorted("invoice_date")
        self._live(32, 33, 34, 35)
        first = subscription.dunning_case_ids.filtered("suspended_ids")[:1]
        self._pay(first.move_id, "2024-02-05")
        self._live(36)
        self.assertEqual(subscription.state, "suspended")
        self._pay(invoices - first.move_id, "2024-02-06")
        self._live(37)
        self.assertEqual(subscription.state, "active")

    # === instalments === #

    def test_a_part_that_is_paid_late_ends_its_case(self):
        self.partner_a.property_payment_term_id = self._two_halves()
        subscription, case = self._failed()
        self.server.behaviour = "done"
        self._live(4, 5)
        self.assertEqual((case.state, case.is_part_paid), ("paid", True))
        invoice = case.move_id
        self.assertEqual(invoice.rental_collect_date, date(2024, 1, 21))
        self._live(*range(6, 21))
        self.assertEqual((subscription.state, case.state), ("active", "paid"))
        self._live(21)
        self.assertEqual(invoice.payment_state, "paid")

    def test_the_next_part_has_a_ladder_of_its_own(self):
        self.partner_a.property_payment_term_id = self._two_halves()
        subscription, case = self._failed()
        self.server.behaviour = "done"
        self._live(4, 5)
        self.server.behaviour = "declined"
        self._live(21, 22)
        self.assertEqual((case.state, case.trigger), ("open", "failed"))
        self.assertEqual(case.since, date(2024, 1, 21))
        self.assertEqual(subscription.state, "active")

    # === what the customer had decided === #

    def test_who_paused_until_summer_is_paused_again_when_paid(self):
        subscription, case = self._failed()
        with freeze_time("2024-01-02 12:00:00"):
            subscription._pause(date(2024, 1, 2), resume=date(2024, 6, 1))
        self._live(*range(3, 16))
        self.assertEqual(subscription.state, "suspended")
        with self.assertRaisesRegex(UserError, "is suspended"):
            subscription.action_pause()
        self._pay(case.move_id, "2024-01-17")
        self._live(17)
        self.assertEqual(subscription.state, "paused")
        self.assertEqual(subscription.date_resume, date(2024, 6, 1))
        self.assertFalse(subscription.next_billing_date)
        subscription._resume(date(2024, 6, 1))
        self.assertEqual(subscription.next_period_start, date(2024, 6, 1))
        self.assertFalse(subscription._get_ledger_difference())

    def test_a_cancellation_outlives_termination_and_revival(self):
        plan = self._plan(
            invoice_mode="collect", term_count=3, renewal="automatic", name="Quarter"
        )
        plan._approve_sending(self.company)
        subscription, case = self._failed(plan_id=plan.id)
        subscription._schedule_cancel(date(2024, 3, 1), date(2024, 1, 2), "Moves away")
        self._live(*range(2, 32))
        self.assertEqual(subscription.state, "cancelled")
        self._pay(case.move_id, "2024-02-01")
        self._live(32)
        self.assertEqual(subscription.state, "active")
        self.assertEqual(subscription.cancel_date, date(2024, 3, 1))
        self.assertEqual(subscription.cancel_reason, "Moves away")
        self.assertEqual(subscription.date_end, date(2024, 3, 1))
        self.assertFalse(subscription.renewal_date)
        subscription.action_undo_cancel()
        self.assertEqual(subscription.date_end, date(2024, 4, 1))

    # === another customer === #

    def test_who_takes_it_over_pays_nothing_of_before(self):
        subscription, case = self._failed()
        old = subscription._portal_ensure_token()
        subscription._transfer(self.partner_b, date(2024, 1, 2), "Bought the shop")
        subscription._use_method(self._token(self.partner_b, payment_details="9999"))
        self.server.behaviour = "done"
        self._live(2, *range(4, 12))
        self.assertFalse(self.server.charged)
        self.assertEqual(case.move_id.payment_state, "not_paid")
        self.assertNotIn(case.move_id, subscription._get_portal_invoices())
        self.assertNotEqual(subscription._portal_ensure_token(), old)
        self._live(*range(12, 40))
        self.assertEqual(subscription.state, "active")

    def test_a_suspended_one_goes_on_with_whom_takes_it_over(self):
        subscription, case = self._failed()
        self._live(*range(2, 16))
        self.assertEqual(subscription.state, "suspended")
        subscription._transfer(self.partner_b, date(2024, 1, 16), "Bought the shop")
        self.assertEqual(subscription.state, "active")
        self.assertEqual(case.state, "open")

    def test_a_method_for_all_leaves_other_customers_alone(self):
        """Two customers with one payer: the card of one is not the other's."""
        mine = self._collected(payment_token_id=False)
        theirs = self._subscription(
            partner_id=self.partner_b.id, partner_invoice_id=self.partner_a.id
        )
        card = self._token(self.partner_a)
        (mine | theirs)._use_method(card)
        self.assertEqual((mine | theirs).payment_token_id, card)
        other = self._token(self.partner_b)
        (mine | theirs)._use_method(other)
        self.assertEqual(mine.payment_token_id, card)
        self.assertEqual(theirs.payment_token_id, other)
