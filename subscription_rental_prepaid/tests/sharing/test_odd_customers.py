from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ..common import PrepaidCommon


@freeze_time("2024-01-10 12:00:00")
class TestOddCustomers(PrepaidCommon):
    """Customers who are merged or archived, offers that are, and other companies (PK1)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._subscription_today()
        cls.pack_at_use.write({"is_shareable": True, "is_giftable": True})

    def _use(self, pack, partner):
        invoice = self._invoice(self.massage, partner=partner, post=False)
        invoice.invoice_line_ids._spend_prepaid(pack)
        invoice.action_post()
        return invoice

    def _note(self, invoice):
        note = invoice._reverse_moves([{"invoice_date": "2024-01-10"}])
        note.action_post()
        return note

    def test_contacts_that_are_merged_keep_both_packs(self):
        mine = self._sell(self.pack_at_use)
        theirs = self._sell(self.pack_at_use, partner=self.bob)
        mine._share_with(self.bob)
        handed = self._sell(self.pack_at_use, partner=self.bob)
        new = handed._transfer_prepaid(self.ann, self.today)
        used = self._use(theirs, self.bob)
        draft = self._invoice(self.massage, partner=self.bob, post=False)
        draft.invoice_line_ids._spend_prepaid(theirs)
        merge = self.env["base.partner.merge.automatic.wizard"].create(
            {
                "partner_ids": [Command.set((self.ann | self.bob).ids)],
                "dst_partner_id": self.ann.id,
            }
        )
        merge.action_merge()
        self.env.invalidate_all()
        packs = mine | theirs | handed | new
        self.assertEqual(packs.partner_id | packs.buyer_id, self.ann)
        self.assertEqual(packs.batch_ids.partner_id, self.ann)
        self.assertEqual(packs.movement_ids.partner_id, self.ann)
        self.assertEqual(packs.hold_ids.partner_id, self.ann)
        found = packs._get_spendable(self.ann, self.company, self.massage)
        self.assertEqual(found, mine | theirs | new)
        draft.action_post()
        self._note(used)
        self.assertEqual([one.left for one in (mine, theirs, handed, new)], [10, 9, 0, 10])
        self.assertBooked(self.liability, 638.0)
        self.assertFalse(self.company.rental_prepaid_journal_id._get_prepaid_differences())

    def test_what_an_archived_customer_has_is_used_credited_and_expires(self):
        self.pack_at_use.write({"validity_count": 1, "validity_unit": "month"})
        pack, other = self._sell(self.pack_at_use), self._sell(self.pack_at_use)
        self.ann.active = False
        self._note(self._use(pack, self.ann))
        self._use(pack, self.ann)
        self._note(other.batch_ids.invoice_id)
        self.assertEqual((pack.left, other.left), (9, 0))
        with freeze_time("2024-03-01 12:00:00"):
            day = self._day("2024-03-01")
            self._job("subscription.prepaid.job", "_expire_prepaids", day)
        self.assertEqual((pack.left, pack.state), (0, "expired"))
        self.assertBooked(self.liability, 0.0)

    def test_an_archived_offer_changes_nothing_of_what_was_sold(self):
        pack = self._sell(self.pack_at_use)
        self.pack_at_use.active = False
        self.pack_at_use.product_id.active = False
        new = pack._transfer_prepaid(self.bob, self.today)
        carl = self.env["res.partner"].create({"name": "Carl"})
        new._claim_gift(new._make_gift(), carl)
        self._use(new, carl)
        self.assertBooked(self.liability, 198.0)
        self._note(pack.batch_ids.invoice_id)
        self.assertEqual((pack.left, new.left), (0, 0))
        self.assertBooked(self.liability, 0.0)

    def test_a_pack_stays_in_its_company(self):
        other = self.env["res.company"].create({"name": "Other salon"})
        stranger = self.bob.copy({"company_id": other.id})
        pack = self._sell(self.pack_at_use)
        for act in (
            lambda: pack._transfer_prepaid(stranger, self.today),
            lambda: pack._share_with(stranger),
        ):
            with self.assertRaisesRegex(UserError, "another company"):
                act()
        self.assertFalse(pack._get_spendable(self.ann, other))
        self.assertEqual((pack.left, pack.shared_partner_ids.ids), (10, []))
