from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ..common_renewing import RenewingCommon


@freeze_time("2024-01-01 12:00:00")
class TestReplaced(RenewingCommon):
    """LC5: an invoice in place of the one that was offered renews when it is paid."""

    def setUp(self):
        super().setUp()
        self.rental = self._rental("invoice")
        self.offer = self._offer(self.rental, "2024-03-12")

    def _replace_invoice(self, day):
        """Return the draft of *Reverse and Create Invoice*."""
        invoice = self.offer.move_id
        with freeze_time(f"{day} 12:00:00"):
            wizard = (
                self.env["account.move.reversal"]
                .with_context(active_model="account.move", active_ids=invoice.ids)
                .create({"journal_id": invoice.journal_id.id, "date": day})
            )
            wizard.modify_moves()
        return wizard.new_move_ids

    def test_the_invoice_in_place_of_an_open_offer_renews_once_paid(self):
        new = self._replace_invoice("2024-03-15")
        self.assertEqual(self.offer.move_id, new)
        self._offer(self.rental, "2024-03-16")
        self.assertOffers(self.rental, ("2024-04-01", "open"))
        new.action_post()
        self._pay(new, "2024-03-20")
        self.assertOffers(self.rental, ("2024-04-01", "accepted"))
        self.assertEqual(self.rental.date_end, date(2024, 7, 1))
        self.assertBilled(
            self.rental, "2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"
        )
        self.assertEqual(self.rental.period_ids[:1].move_line_ids.move_id, new)
        self.assertFalse(self.rental._get_ledger_difference())

    def test_it_asks_for_what_was_offered_and_is_not_deleted(self):
        new = self._replace_invoice("2024-03-15")
        new.invoice_line_ids.price_unit = 1.0
        with self.assertRaisesRegex(UserError, "another offer"):
            new.action_post()
        with self.assertRaisesRegex(UserError, "cancel it"):
            new.unlink()
        new.button_cancel()
        self._offer(self.rental, "2024-03-16")
        self.assertOffers(self.rental, ("2024-04-01", "declined"))

    def test_what_was_renewed_is_not_renewed_twice_and_is_owed(self):
        former = self.offer.move_id
        self._pay(former, "2024-03-20")
        new = self._replace_invoice("2024-03-21")
        self.assertEqual(former.payment_state, "reversed")
        new.action_post()
        self._offer(self.rental, "2024-03-22")
        self.assertOffers(self.rental, ("2024-04-01", "accepted"))
        self._pay(new, "2024-03-22")
        self.assertEqual(self.rental.date_end, date(2024, 7, 1))
        self.assertBilled(
            self.rental, "2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"
        )

    def test_credit_that_does_not_say_so_takes_the_offer_back(self):
        invoice = self.offer.move_id
        note = invoice.copy({"move_type": "out_refund", "invoice_date": "2024-03-15"})
        note.action_post()
        terms = (invoice | note).line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        terms.reconcile()
        self.assertEqual(invoice.payment_state, "reversed")
        self.assertOffers(self.rental, ("2024-04-01", "open"))
        self.assertEqual(self.rental.date_end, date(2024, 4, 1))
        self._offer(self.rental, "2024-03-16")
        self.assertOffers(self.rental, ("2024-04-01", "declined"))
