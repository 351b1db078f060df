from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ..common import PrepaidCommon


@freeze_time("2024-01-10 12:00:00")
class TestSharing(PrepaidCommon):
    """Packs of a family, gifts, and packs that are handed to another (PK1, PK5)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._subscription_today()
        cls.pack_at_use.write({"is_shareable": True, "is_giftable": True})

    def _spendable(self, partner):
        packs = self.env["subscription.prepaid"]
        return packs._get_spendable(partner, self.company, self.massage)

    def test_it_is_shared_with_whom_the_owner_says(self):
        pack = self._sell(self.pack_at_use)
        self.assertFalse(self._spendable(self.bob))
        pack._share_with(self.bob)
        self.assertEqual(self._spendable(self.bob), pack)
        invoice = self._invoice(self.massage, partner=self.bob, post=False)
        invoice.action_use_prepaid()
        invoice.action_post()
        used = pack.movement_ids.filtered(lambda row: row.kind == "use")
        self.assertEqual(used.partner_id, self.bob)

    def test_contacts_of_a_company_share_what_can_be_shared(self):
        contact = self.env["res.partner"].create(
            {"name": "Ann's son", "parent_id": self.ann.id}
        )
        pack = self._sell(self.pack_at_use)
        self.assertEqual(self._spendable(contact), pack)
        own = self._sell(self.pack_at_sale)
        self.assertNotIn(own, self._spendable(contact))
        with self.assertRaisesRegex(UserError, "alone"):
            own._share_with(self.bob)

    def test_a_gift_is_taken_once(self):
        pack = self._sell(self.pack_at_use)
        code = pack._make_gift()
        self.assertEqual(pack._make_gift(), code)
        self.assertFalse(self._spendable(self.ann))
        taken = pack._claim_gift(f" {code.lower()} ", self.bob)
        self.assertEqual((taken, taken.partner_id), (pack, self.bob))
        self.assertEqual(pack._claim_gift(code, self.bob), pack)
        with self.assertRaisesRegex(UserError, "taken"):
            pack._claim_gift(code, self.ann)
        for nonsense in ("", None, "X" * 12, code[:-1]):
            with self.subTest(nonsense), self.assertRaises(UserError):
                pack._claim_gift(nonsense, self.ann)

    def test_a_gift_that_was_paid_back_is_not_taken(self):
        pack = self._sell(self.pack_at_use)
        code = pack._make_gift()
        note = pack.batch_ids.invoice_id._reverse_moves([{"invoice_date": "2024-01-10"}])
        note.action_post()
        with self.assertRaisesRegex(UserError, "Nothing is left"):
            pack._claim_gift(code, self.bob)
        note.button_draft()
        self.assertEqual(pack._claim_gift(code, self.bob).free, 10)

    def test_a_used_pack_is_no_gift(self):
        pack = self._sell(self.pack_at_use)
        pack._use_for("a", 1, self.today)
        with self.assertRaisesRegex(UserError, "given away"):
            pack._make_gift()

    def test_what_is_left_is_handed_to_another_on_the_same_terms(self):
        self.pack_at_use.validity_count = 6
        pack = self._sell(self.pack_at_use)
        pack._use_for("a", 3, self.today)._create_entry(
            self.liability, self.sales, self.ann
        )
        new = pack._transfer_prepaid(self.bob, self.today)
        self.assertEqual((pack.left, new.left, new.partner_id), (0, 7, self.bob))
        self.assertEqual((new.amount_left, new.date_expiry), (154.0, self._last(pack)))
        self.assertEqual(new.service_ids.product_id, self.massage)
        self.assertEqual(self._spendable(self.bob), new)
        self.assertBooked(self.liability, 154.0)

    def _last(self, pack):
        return pack.batch_ids.date_expiry

    def test_a_gift_stays_with_whom_it_was_given_to(self):
        pack = self._sell(self.pack_at_use)
        pack._claim_gift(pack._make_gift(), self.bob)
        invoice = pack.batch_ids.invoice_id
        invoice.button_draft()
        invoice.action_post()
        self.assertEqual((pack.partner_id, pack.buyer_id), (self.bob, self.ann))

    def test_no_code_is_taken_elsewhere_or_with_odd_letters(self):
        code = self._sell(self.pack_at_use)._make_gift()
        other = self.env["res.company"].create({"name": "Other salon"})
        stranger = self.bob.copy({"company_id": other.id})
        packs = self.env["subscription.prepaid"]
        for text, partner in (
            ("\0", self.bob),
            (code[:-1] + "\0", self.bob),
            (code, stranger),
        ):
            with self.subTest(text), self.assertRaisesRegex(UserError, "no gift"):
                packs._claim_gift(text, partner)
