from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ..common import PrepaidCommon


@freeze_time("2024-01-10 12:00:00")
class TestRefund(PrepaidCommon):
    """A person decides what is paid back of a used pack, with its value shown (PK1)."""

    def _used_pack(self, offer, times=2):
        pack = self._sell(offer)
        for _ in range(times):
            invoice = self._invoice(self.massage, post=False)
            invoice.invoice_line_ids._spend_prepaid(pack)
            invoice.action_post()
        return pack

    def _dialog(self, pack, **values):
        dialogs = self.env["subscription.prepaid.refund.dialog"]
        return dialogs.create({"prepaid_id": pack.id, **values})

    def test_the_value_used_is_shown_and_proposed(self):
        dialog = self._dialog(self._used_pack(self.pack_at_use))
        self.assertEqual((dialog.value_paid, dialog.value_single), (44.0, 48.40))
        self.assertEqual(dialog.amount, 171.60)

    def test_what_is_not_paid_back_becomes_income(self):
        pack = self._used_pack(self.pack_at_use)
        action = self._dialog(pack).action_refund()
        note = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(note.state, "draft")
        self.assertEqual(pack.left, 8)
        note.action_post()
        self.assertEqual(note.amount_total, 171.60)
        self.assertEqual((pack.left, pack.amount_left), (0, 0))
        self.assertFalse(pack.activity_ids)
        self.assertBooked(self.liability, 0.0)
        self.assertEqual(self._balance(self.breakage), 4.40)

    def test_taxes_follow_where_they_were_due_at_the_sale(self):
        pack = self._used_pack(self.pack_at_sale)
        action = self._dialog(pack, amount=100.0).action_refund()
        note = self.env[action["res_model"]].browse(action["res_id"])
        note.action_post()
        self.assertEqual(note.amount_total, 121.0)
        self.assertBooked(self.deferred, 0.0)
        # 145.46 were outstanding.
        self.assertEqual(self._balance(self.breakage), 45.46)

    def test_nonsense_is_refused(self):
        pack = self._used_pack(self.pack_at_use)
        for amount in (0.0, -1.0, 220.01):
            with self.subTest(amount), self.assertRaises(UserError):
                self._dialog(pack, amount=amount).action_refund()

    def _refunded(self, pack):
        """Return the posted credit note of all that was paid for an unused pack."""
        action = self._dialog(pack).action_refund()
        note = self.env[action["res_model"]].browse(action["res_id"])
        note.action_post()
        return note

    def test_what_was_paid_in_another_currency_is_paid_back_in_it(self):
        currencies = self.env["res.currency"].with_context(active_test=False)
        other = currencies.search([("id", "!=", self.company.currency_id.id)], limit=1)
        other.active = True
        self.env["res.currency.rate"].create(
            {
                "currency_id": other.id,
                "company_id": self.company.id,
                "name": "2024-01-01",
                "rate": 2.0,
            }
        )
        invoice = self._invoice(self.pack_at_use.product_id, post=False)
        invoice.currency_id = other
        invoice.action_post()
        note = self._refunded(self._get_sold(invoice))
        # 220 of the other currency, which are 110 in the books.
        self.assertEqual((note.amount_total, note.currency_id), (220.0, other))
        self.assertBooked(self.liability, 0.0)
        self.assertEqual(self._balance(self.breakage), 0.0)

    def test_taxes_in_the_price_are_paid_back_once(self):
        product = self.pack_at_sale.product_id
        product.taxes_id = self.vat.copy({"price_include_override": "tax_included"})
        product.list_price = 220.0
        note = self._refunded(self._sell(self.pack_at_sale))
        self.assertEqual(note.amount_total, 220.0)
        self.assertEqual(self._balance(self.breakage), 0.0)
