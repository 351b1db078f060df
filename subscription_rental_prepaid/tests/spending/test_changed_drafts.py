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
