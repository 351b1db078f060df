from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ..common import PrepaidCommon


@freeze_time("2024-01-10 12:00:00")
class TestDownPayments(PrepaidCommon):
    """A down payment is a part of what packs and credit leave to be paid (PK6)."""

    def setUp(self):
        super().setUp()
        self.pack = self._sell(self.pack_at_use)

    def _order(self, *products):
        lines = [Command.create({"product_id": one.id}) for one in products]
        return self.env["sale.order"].create(
            {"partner_id": self.ann.id, "order_line": lines}
        )

    def _down_payment(self, order, **values):
        values = values or {"advance_payment_method": "percentage", "amount": 50.0}
        wizard = self.env["sale.advance.payment.inv"].create(
            {"sale_order_ids": order.ids, **values}
        )
        invoice = wizard._create_invoices(order)
        invoice.action_post()
        self._pay(invoice)
        return invoice

    def _final(self, order):
        invoice = order._create_invoices(final=True)
        invoice.action_post()
        return invoice

    def _plan_credit(self, order, amount):
        product = self._service("Credit of 50", 50.0)
        offer = self.env["subscription.prepaid.offer"].create(
            {"product_id": product.id, "kind": "amount", "vat_kind": "at_use"}
        )
        rows = self.env["subscription.prepaid.spending"]
        return rows._plan_spending(self._sell(offer), order, amount)

    def test_half_of_what_the_pack_leaves(self):
        order = self._order(self.haircut, self.massage)
        order.action_use_prepaid()
        order.action_confirm()
        self.assertEqual(order.amount_total, 58.30)
        self.assertEqual(self._down_payment(order).amount_total, 18.15)
        self.assertEqual((self.pack.left, self.pack.held), (10, 1))
        final = self._final(order)
        self.assertEqual((final.amount_total, final.amount_residual), (40.15, 18.15))
        self._pay(final)
        self.assertEqual(final.amount_residual, 0.0)
        self.assertEqual((self.pack.left, self.pack.held), (9, 0))
        self.assertBooked(self.liability, 198.0)

    def test_half_of_what_a_taxed_session_leaves(self):
        self.pack = self._sell(self.pack_at_sale, partner=self.bob)
        order = self._order(self.haircut, self.massage)
        order.partner_id = self.bob
        order.action_use_prepaid()
        order.action_confirm()
        self.assertEqual(self._down_payment(order).amount_total, 18.15)
        final = self._final(order)
        self.assertEqual((final.amount_total, final.amount_residual), (18.15, 18.15))
        self.assertBooked(self.deferred, 163.64)

    def test_half_of_what_credit_leaves(self):
        order = self._order(self.haircut)
        self._plan_credit(order, 10.0)
        order.action_confirm()
        self.assertEqual(self._down_payment(order).amount_total, 13.15)
        final = self._final(order)
        self.assertEqual((final.amount_total, final.amount_residual), (23.15, 13.15))
        self.assertBooked(self.liability, 260.0)

    def test_a_fixed_amount_is_what_was_agreed(self):
        order = self._order(self.haircut, self.massage)
        order.action_use_prepaid()
        order.action_confirm()
        values = {"advance_payment_method": "fixed", "fixed_amount": 20.0}
        self.assertEqual(self._down_payment(order, **values).amount_total, 20.0)
        self.assertEqual(self._final(order).amount_residual, 16.30)

    def test_of_what_is_paid_already_nothing_is_asked(self):
        order = self._order(self.massage)
        order.action_use_prepaid()
        order.action_confirm()
        with self.assertRaisesRegex(UserError, "no down payment is asked"):
            self._down_payment(order)

    def test_without_packs_it_is_a_part_of_everything(self):
        order = self._order(self.haircut, self.massage)
        order.action_confirm()
        self.assertEqual(self._down_payment(order).amount_total, 30.25)
