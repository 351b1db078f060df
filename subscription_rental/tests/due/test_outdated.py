from freezegun import freeze_time

from odoo import Command

from ..common_due import DueCommon


@freeze_time("2025-01-20 12:00:00")
class TestOutdated(DueCommon):
    """DD8: a customer renews for what the due date says now, and not when it was quoted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain.taxes_id = False
        cls.row = cls._due()

    def test_another_price_quantity_product_or_currency_is_quoted_anew(self):
        hosting = self._product("Hosting")
        dollar = self.env.ref("base.USD") + self.env.ref("base.EUR")
        other = dollar.filtered(lambda one: one != self.row.currency_id)[:1]
        other.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": other.id, "name": "2020-01-01", "rate": 2.0}
        )
        for vals, total in (
            ({"amount": 20.0}, 20.0),
            ({"quantity": 4.0}, 20.0),
            ({"product_id": hosting.id}, 20.0),
            ({"currency_id": other.id}, 10.0),
        ):
            with self.subTest(**vals):
                order = self.row._renew_online()
                self.row.write(vals)
                self.assertEqual(order.state, "cancel")
                self.assertIn("what is due", "".join(order.message_ids.mapped("body")))
                new = self.row._renew_online()
                self.assertEqual(new.amount_untaxed, total)
                self.assertEqual(new.order_line.product_id, self.row.product_id)
                self.assertEqual(new.order_line.product_uom_qty, self.row.quantity)

    def test_what_stays_as_it_was_keeps_its_quotation(self):
        order = self.row._renew_online()
        self.row.write({"amount": 15.0, "note": "Moved", "quantity": 1.0})
        self.assertEqual(self.row._renew_online(), order)

    def test_a_price_that_a_clerk_agreed_on_holds(self):
        order = self.row._create_renewal_orders()
        order.order_line.price_unit = 12.0
        self.assertEqual(self.row._renew_online(), order)

    def test_a_quotation_of_more_stays_and_is_not_taken_for_it(self):
        rows = self.row + self._due(name="example.org")
        order = rows._create_renewal_orders()
        self.row.amount = 20.0
        self.assertEqual(order.state, "draft")
        self.assertIn("example.com", order.message_ids[0].body)
        self.assertEqual(self.row._renew_online().amount_total, 20.0)
        self.assertEqual(rows[1]._renew_online(), order)

    def test_a_quotation_with_another_product_is_not_cancelled(self):
        order = self.row._create_renewal_orders()
        order.order_line = [Command.create({"product_id": self.product.id})]
        self.row.amount = 20.0
        self.assertEqual(order.state, "draft")

    def test_what_the_customer_agreed_to_is_paid_as_it_is(self):
        order = self.row._create_renewal_orders()
        order.action_confirm()
        self.row.amount = 20.0
        self.assertEqual(self.row._renew_online(), order)
