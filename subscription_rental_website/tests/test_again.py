from datetime import timedelta

from odoo import fields
from odoo.tests import freeze_time

from .common_checkout import CheckoutCommon


@freeze_time("2024-01-10 12:00:00")
class TestAgain(CheckoutCommon):
    """Orders that are ordered once more, and carts that were left (SE6)."""

    def _again(self, order):
        return self._rpc(
            "/my/orders/reorder",
            order_id=order.id,
            access_token=order._portal_ensure_token(),
        )

    def _cart(self):
        return self.env["sale.order"].sudo().search([], order="id desc", limit=1)

    def _ordered(self):
        """Return a confirmed order of two bikes, by year and with a cover."""
        self.yearly = self._shop_plan("Yearly", 300.0, interval_unit="year")
        order = self._fill(self.yearly, quantity=2, rental_with_cover=True)
        order.action_confirm()
        return order

    def test_ordered_once_more_it_has_its_plan_cover_and_quantity(self):
        order = self._ordered()
        self.assertTrue(order._is_reorder_allowed())
        self.url_open("/shop/cart")
        answer = self._again(order)
        cart = self._cart()
        self.assertNotEqual(cart, order)
        line = cart.website_order_line
        self.assertEqual((line.rental_plan_id, line.product_uom_qty), (self.yearly, 2.0))
        self.assertTrue(line.rental_with_cover)
        self.assertEqual(len(cart.order_line.filtered("rental_is_cover")), 1)
        self.assertEqual(answer["cart_quantity"], 2)

    def test_what_is_sold_once_comes_along(self):
        bell = self._product("Bell")
        bell.is_published = True
        cart = self._fill()
        self._rpc(
            "/shop/cart/add",
            product_template_id=bell.product_tmpl_id.id,
            product_id=bell.id,
            quantity=3,
        )
        cart.action_confirm()
        self._again(cart)
        again = self._cart()
        self.assertNotEqual(again, cart)
        by_product = {
            line.product_id: (line.product_uom_qty, line.rental_plan_id)
            for line in again.website_order_line
        }
        self.assertEqual(
            by_product,
            {bell: (3.0, self.monthly.browse()), self.bike: (1.0, self.monthly)},
        )

    def test_what_is_offered_so_no_more_is_named_in_the_cart(self):
        order = self._ordered()
        self.yearly.is_published = False
        self._again(order)
        self.assertIn("not offered with Yearly", self.url_open("/shop/cart").text)
        self.assertFalse(self._cart().order_line)

    def test_what_was_rented_is_not_added_again_without_its_plan(self):
        self._ordered()
        self.assertNotIn("o_wsale_quick_reorder_product_button", self._cart_page())

    def _cart_page(self):
        self._fill(product=self._published("Bell"))
        return self.url_open("/shop/cart").text

    def _published(self, name):
        product = self._product(name)
        product.is_published = True
        self.monthly.line_ids.create(
            {"plan_id": self.monthly.id, "product_tmpl_id": product.product_tmpl_id.id}
        )
        return product

    # === carts that were left === #

    def test_a_trial_that_was_left_is_remembered(self):
        trial = self._shop_plan("Trial", 30.0, trial_days=14)
        self.template.rental_deposit = 0.0
        cart = self._fill(trial)
        self.assertEqual(cart.amount_total, 0.0)
        cart.date_order = fields.Datetime.now() - timedelta(days=1)
        self.assertTrue(cart.is_abandoned_cart)
        self.partner_a.email = "a@example.com"
        self.assertEqual(cart._filter_can_send_abandoned_cart_mail(), cart)
        cart.copy().action_confirm()
        self.assertFalse(cart._filter_can_send_abandoned_cart_mail())

    def test_a_cart_that_is_taken_up_again_is_as_it_was(self):
        left = self._fill(quantity=2, rental_with_cover=True)
        before = left.amount_total
        self.authenticate("stranger", "stranger")
        self.authenticate("customer", "customer")
        link = f"/shop/cart?id={left.id}&access_token={left._portal_ensure_token()}"
        self.assertIn("Bike", self.url_open(f"{link}&revive_method=squash").text)
        line = left.website_order_line
        self.assertEqual((line.rental_plan_id, line.product_uom_qty), (self.monthly, 2.0))
        self.assertEqual((left.amount_total, line.rental_with_cover), (before, True))

    def test_two_carts_that_are_joined_have_one_fee(self):
        left = self._fill(rental_with_cover=True)
        cart = left.copy({"website_id": self.website.id})
        left.order_line.write({"order_id": cart.id})
        kinds = sorted(cart.order_line.filtered("rental_kind").mapped("rental_kind"))
        self.assertEqual(kinds, ["deposit", "setup_fee"])
        self.assertEqual(len(cart.order_line.filtered("rental_is_cover")), 2)
        deposit = cart.order_line.filtered(lambda one: one.rental_kind == "deposit")
        self.assertEqual(deposit.price_unit, 100.0)
