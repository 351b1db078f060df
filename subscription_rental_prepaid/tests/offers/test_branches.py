from odoo import Command
from odoo.exceptions import UserError

from ..common import PrepaidCommon


class TestBranches(PrepaidCommon):
    """A branch sells what its head company offers; what it sold is its own (PK1)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch, cls.other = cls.env["res.company"].create(
            [{"name": "Branch", "parent_id": cls.company.id}, {"name": "Another salon"}]
        )
        cls.env.user.company_ids += cls.branch | cls.other
        cls.product = cls.pack_at_use.product_id
        receivable = cls.ann.property_account_receivable_id
        cls.ann.with_company(cls.branch).property_account_receivable_id = receivable

    def _sell_at_branch(self):
        moves = self.env["account.move"].with_company(self.branch)
        invoice = moves.create(
            {
                "move_type": "out_invoice",
                "partner_id": self.ann.id,
                "invoice_date": "2024-01-10",
                "invoice_line_ids": [Command.create({"product_id": self.product.id})],
            }
        )
        invoice.action_post()
        self.assertEqual(invoice.company_id, self.branch)
        wizard = self.env["account.payment.register"].with_company(self.branch)
        wizard = wizard.with_context(active_model="account.move", active_ids=invoice.ids)
        wizard.create({})._create_payments()
        return self._get_sold(invoice)

    def test_a_branch_sells_what_its_head_company_offers(self):
        pack = self._sell_at_branch()
        self.assertEqual((pack.company_id, pack.left), (self.branch, 10))
        self.assertEqual((pack.state, pack.offer_id), ("live", self.pack_at_use))
        self.assertEqual(pack.batch_ids.account_id, self.liability)

    def test_it_is_used_where_it_was_sold(self):
        pack = self._sell_at_branch()
        packs = self.env["subscription.prepaid"]
        self.assertEqual(packs._get_spendable(self.ann, self.branch), pack)
        self.assertFalse(packs._get_spendable(self.ann, self.company))
        invoice = self._invoice(self.massage, post=False)
        with self.assertRaises(UserError):
            invoice.invoice_line_ids._spend_prepaid(pack)

    def test_an_offer_of_its_own_goes_first(self):
        own = self.pack_at_use.copy(
            {"company_id": self.branch.id, "product_id": self.product.id, "sessions": 5}
        )
        found = self.product._get_prepaid_offers
        self.assertEqual(found(self.branch), own)
        self.assertEqual(found(self.company), self.pack_at_use)
        self.assertFalse(found(self.other))
