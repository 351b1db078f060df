from unittest.mock import patch

from odoo.tests import freeze_time

from ..common_payment import PaymentCommon


@freeze_time("2024-01-01 12:00:00")
class TestReceipts(PaymentCommon):
    """Who is charged without a click gets a receipt, once (BI17)."""

    def _charged(self):
        """Return (invoice, charge) of a first invoice that was charged."""
        invoice = self._bill(self._collected(), "2024-01-01")
        return invoice, self._collect("2024-01-01")[-1:]

    def _receipts(self, charge):
        domain = [("model", "=", "payment.transaction"), ("res_id", "=", charge.id)]
        return self.env["mail.mail"].sudo().search(domain)

    def test_a_charge_is_told_once(self):
        invoice, charge = self._charged()
        receipt = self._receipts(charge)
        self.assertEqual(receipt.recipient_ids, self.partner_a)
        self.assertIn(invoice.name, receipt.subject)
        self.assertIn("1234", receipt.body_html)
        self.assertNotIn("href", receipt.body_html)
        self.assertNotIn("Still to be paid", receipt.body_html)
        charge._post_process()
        self.assertEqual(self._receipts(charge), receipt)

    def test_what_is_in_flight_is_told_when_it_arrives(self):
        self.server.behaviour = "pending"
        _invoice, charge = self._charged()
        self.assertFalse(self._receipts(charge))
        charge._set_done()
        charge._post_process()
        self.assertEqual(len(self._receipts(charge)), 1)

    def test_what_is_left_of_the_invoice_is_said(self):
        invoice = self._bill(self._collected(), "2024-01-01")
        half = invoice.amount_total / 2
        with patch.object(type(invoice), "_get_amount_due", return_value=half):
            charge = self._collect("2024-01-01")
        self.assertEqual(invoice.payment_state, "partial")
        self.assertIn("Still to be paid", self._receipts(charge).body_html)

    def test_what_was_refused_has_none(self):
        self.server.behaviour = "declined"
        _invoice, charge = self._charged()
        self.assertFalse(self._receipts(charge))

    def test_who_clicks_in_the_portal_gets_none_of_ours(self):
        invoice = self._bill(self._collected(payment_token_id=False), "2024-01-01")
        transaction = self._create_transaction(
            "token",
            token_id=self.token.id,
            amount=invoice.amount_total,
            currency_id=invoice.currency_id.id,
            partner_id=self.partner_a.id,
            invoice_ids=[(6, 0, invoice.ids)],
        )
        transaction._set_done()
        transaction._post_process()
        self.assertEqual(invoice.payment_state, "paid")
        self.assertFalse(self._receipts(transaction))

    def test_a_company_can_do_without(self):
        self.company.subscription_receipt_mail = False
        _invoice, charge = self._charged()
        self.assertFalse(self._receipts(charge))

    def test_a_refund_has_no_receipt(self):
        invoice, charge = self._charged()
        note = invoice._create_partial_credit(10.0, "Late")
        refund = charge._create_child_transaction(10.0, is_refund=True)
        refund._write_kept({"rental_invoice_id": note.id})
        refund._set_done()
        refund._post_process()
        self.assertEqual(refund.rental_outcome, "done")
        self.assertFalse(self._receipts(refund))

    def test_nobody_to_write_to_stops_nothing(self):
        self.partner_a.email = False
        invoice, charge = self._charged()
        self.assertEqual(invoice.payment_state, "paid")
        self.assertFalse(charge.rental_receipt_on)
