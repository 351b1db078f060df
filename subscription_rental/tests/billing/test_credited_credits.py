from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ..common import SubscriptionCommon


@freeze_time("2024-01-16 12:00:00")
class TestCreditedCredits(SubscriptionCommon):
    """An invoice that gave something back is credited, and billed again (0007)."""

    def setUp(self):
        super().setUp()
        # Paused on the 1st, resumed on the 16th: 16 of 31 days cost 15.48 of the 30 paid.
        self.rental = self._subscription()
        self._bill(self.rental, "2024-01-01")
        self.rental._pause(date(2024, 1, 1), rule="credited")
        self.rental._resume(date(2024, 1, 16))
        self.invoice = self._bill(self.rental, "2024-01-16")
        self.assertEqual(self.invoice.amount_untaxed, 0.0)

    def _get_total(self):
        """Return what was invoiced and what waits."""
        self.env.invalidate_all()
        waiting = sum(self.rental._get_pending_charges().mapped("amount"))
        return round(self.rental.amount_invoiced + waiting, 2)

    def _reverse(self, method):
        """Credit the invoice by Odoo's dialog; return the new document."""
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=self.invoice.ids)
            .create({"journal_id": self.invoice.journal_id.id})
        )
        getattr(wizard, method)()
        return wizard.new_move_ids

    def test_what_it_gave_is_given_again(self):
        self.assertEqual(self._get_total(), 15.48)
        self._reverse("refund_moves").action_post()
        slot = self.rental._get_billed_slots()
        self.assertEqual(slot.amount_left, 15.48)
        slot.action_bill_again()
        self.assertEqual(self._get_total(), 15.48)
        again = slot._get_invoices().sorted("id")[-1]
        self.assertEqual(again.amount_untaxed, 0.0)

    def test_a_replacing_invoice_settles_the_charges(self):
        again = self._reverse("modify_moves")
        charges = again.invoice_line_ids.rental_charge_id
        self.assertEqual(charges.move_line_id.move_id, again)
        again.action_post()
        self.assertEqual(self._get_total(), 15.48)
        # And so if that one is credited in its turn.
        self.invoice = again
        self._reverse("refund_moves").action_post()
        self.rental._get_billed_slots().action_bill_again()
        self.assertEqual(self._get_total(), 15.48)

    def test_a_replacing_draft_that_is_deleted_leaves_them_waiting(self):
        self._reverse("modify_moves").unlink()
        # 30 were paid; what is given back waits, and the days can be billed again.
        self.assertEqual(self._get_total(), 0.0)
        self.rental._get_billed_slots().action_bill_again()
        self.assertEqual(self._get_total(), 15.48)

    def test_a_gift_of_a_part_frees_nothing(self):
        note = self.invoice._reverse_moves([{"invoice_date": date(2024, 1, 16)}])
        line = note.invoice_line_ids.filtered(lambda one: one.price_subtotal > 0)
        (note.invoice_line_ids - line).unlink()
        line.price_unit = 5.0
        note.action_post()
        self.rental._get_billed_slots().action_bill_again()
        self.assertEqual(self._get_total(), 15.48)

    def test_days_given_back_before_are_billed_again_to_the_cent(self):
        """3 x 47.22: 5 of 31 days are 22.85; 118.81 were given back, then all credited."""
        rental = self._subscription("2024-01-10", plan_id=self._plan(47.22, 3.0).id)
        invoice = self._bill(rental, "2024-01-10")
        rental._pause(date(2024, 1, 15), rule="credited", at_once=True)
        self.rental, self.invoice = rental, invoice
        self.assertEqual(self._get_total(), 22.85)
        self._reverse("refund_moves").action_post()
        rental._get_billed_slots().action_bill_again()
        self.assertEqual(self._get_total(), 22.85)

    def test_what_a_change_and_a_credit_note_gave_back_is_billed_once(self):
        """30 were billed; on the first day they become 2 x 30; the 30 are credited."""
        rental = self._subscription("2024-01-16")
        self.invoice = self._bill(rental, "2024-01-16")
        self.rental = rental
        dialog = self.env["subscription.change.dialog"].create(
            {"subscription_id": rental.id, "when": "now"}
        )
        dialog.line_ids.quantity = 2.0
        dialog.action_change()
        self.assertEqual(self._get_total(), 60.0)
        self._reverse("refund_moves").action_post()
        self.assertEqual(self._get_total(), 30.0)
        slot = rental._get_billed_slots()
        self.assertEqual(slot.amount_left, 30.0)
        slot.action_bill_again()
        self.assertEqual((self._get_total(), slot.amount_left), (60.0, 0.0))
        with self.assertRaisesRegex(UserError, "billed already"):
            slot.action_bill_again()
