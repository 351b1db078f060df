from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ..common import PrepaidCommon


@freeze_time("2024-01-10 12:00:00")
class TestChangedDrafts(PrepaidCommon):
    """Drafts that change, or are copied or deleted, after something was claimed (PK5)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        product = cls._service("Credit of 50", 50.0)
        cls.credit_offer = cls.env["subscription.prepaid.offer"].create(
            {"product_id": product.id, "kind": "amount", "vat_kind": "at_use"}
        )

    def _order(self, *products, **values):
        lines = [Command.create({"product_id": one.id}) for one in products]
        return self.env["sale.order"].create(
            {"partner_id": self.ann.id, "order_line": lines, **values}
        )

    def _plan_credit(self, document, amount=10.0):
        """Return credit of 50, of which `amount` is to pay a draft of Ann's."""
        credit = self._sell(self.credit_offer)
        rows = self.env["subscription.prepaid.spending"]
        rows._plan_spending(credit, document, amount)
        return credit

    def test_credit_pays_nothing_of_another_customer(self):
        invoice = self._invoice(self.massage, post=False)
        self._plan_credit(invoice)
        invoice.partner_id = self.bob
        with self.assertRaisesRegex(UserError, "another customer"):
            invoice.action_post()

    def test_credit_pays_no_order_of_another_customer(self):
        order = self._order(self.massage)
        self._plan_credit(order)
        order.partner_id = self.bob
        order.action_confirm()
        with self.assertRaisesRegex(UserError, "another customer"):
            order._create_invoices().action_post()

    def test_credit_pays_in_its_currency_only(self):
        invoice = self._invoice(self.massage, post=False)
        self._plan_credit(invoice)
        currencies = self.env["res.currency"].with_context(active_test=False)
        other = currencies.search([("id", "!=", self.company.currency_id.id)], limit=1)
        other.active = True
        invoice.currency_id = other
        with self.assertRaisesRegex(UserError, "documents in"):
            invoice.action_post()

    def test_a_pack_pays_in_its_company_only(self):
        other = self.env["res.company"].create({"name": "Other salon"})
        pack = self._sell(self.pack_at_sale)
        order = self._order(self.haircut, company_id=other.id)
        order.order_line.product_id = self.massage
        dialog = self.env["subscription.prepaid.spend.dialog"].create(
            {
                "order_id": order.id,
                "prepaid_id": pack.id,
                "order_line_ids": [Command.set(order.order_line.ids)],
            }
        )
        with self.assertRaisesRegex(UserError, "another company"):
            dialog.action_spend()

    def test_copies_cost_their_own_price(self):
        for offer in (self.pack_at_use, self.pack_at_sale):
            pack = self._sell(offer)
            order = self._order(self.massage)
            order.order_line._spend_prepaid(pack)
            invoice = self._invoice(self.massage, post=False)
            invoice.invoice_line_ids._spend_prepaid(pack)
            for document in (order, invoice):
                with self.subTest(f"{offer.vat_kind} {document._name}"):
                    self.assertEqual(document.copy().amount_total, 24.20)

    def test_what_replaces_a_credited_invoice_costs_its_own_price(self):
        pack = self._sell(self.pack_at_sale)
        invoice = self._invoice(self.massage, post=False)
        invoice.action_use_prepaid()
        invoice.action_post()
        reversal = self.env["account.move.reversal"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        dialog = reversal.create({"journal_id": invoice.journal_id.id})
        dialog.modify_moves()
        new = dialog.new_move_ids.filtered(lambda one: one.move_type == "out_invoice")
        self.assertEqual((new.amount_total, pack.left), (24.20, 10))
        self.assertFalse(new.invoice_line_ids.rental_prepaid_line_id)

    def test_undone_on_the_invoice_the_order_costs_its_own_price(self):
        self._sell(self.pack_at_sale)
        order = self._order(self.massage)
        order.action_use_prepaid()
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_undo_prepaid()
        self.assertEqual((invoice.amount_total, order.amount_total), (24.20, 24.20))

    def test_deleted_drafts_free_what_they_claimed(self):
        pack = self._sell(self.pack_at_sale)
        order = self._order(self.massage)
        order.action_use_prepaid()
        invoice = self._invoice(self.massage, post=False)
        credit = self._plan_credit(order)
        other = self._plan_credit(invoice)
        self.env.user.group_ids += self.env.ref("sales_team.group_sale_manager")
        order.unlink()
        invoice.unlink()
        self.assertEqual([one.held for one in (pack, credit, other)], [0, 0, 0])
        self.assertFalse(self.env["subscription.prepaid.hold"].search([]))

    def test_a_session_pays_for_no_pack(self):
        outer = self._offer("Packs", 2000.0, services=self.pack_at_sale.product_id)
        self._sell(outer)
        invoice = self._invoice(self.pack_at_sale.product_id, post=False)
        with self.assertRaisesRegex(UserError, "sessions do not pay for it"):
            invoice.action_use_prepaid()
