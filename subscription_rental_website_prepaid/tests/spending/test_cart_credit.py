from odoo.tests import freeze_time, tagged

from ..common import PrepaidShopCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestCartCredit(PrepaidShopCommon):
    """Credit of the visitor pays for as much of a cart as it can (PK5, PK6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        product = cls._service("Credit", 50.0)
        offer = cls.env["subscription.prepaid.offer"].create(
            {"product_id": product.id, "kind": "amount", "vat_kind": "at_use"}
        )
        cls.credit = cls._sell(offer)

    def test_credit_pays_and_follows_the_cart(self):
        cart = self._fill(self.massage)
        self.assertIn("with Credit", self.url_open("/shop/cart").text)
        self._step("use-credit")
        self.assertEqual(cart._get_online_total(), 0.0)
        self.assertEqual(self.credit.held, 24.2)
        self._rpc("/shop/cart/update", line_id=cart.order_line.id, quantity=3)
        self.env.invalidate_all()
        self.assertEqual((self.credit.held, cart._get_online_total()), (50.0, 22.6))
        self._step("undo-credit")
        self.env.invalidate_all()
        self.assertEqual((self.credit.held, cart._get_online_total()), (0.0, 72.6))

    def test_credit_buys_no_packs(self):
        cart = self._fill(self.pack_at_use.product_id)
        self.assertIn("There is no credit", self._step("use-credit"))
        self.assertFalse(cart.rental_spending_ids)

    def test_what_credit_covers_is_ordered_without_a_payment(self):
        cart = self._fill(self.massage)
        self._step("use-credit")
        page = self._page()
        self.assertIn("Confirm Order", page)
        self.assertNotIn("o_payment_form", page)
        text = self.url_open("/shop/payment/validate").text
        self.env.invalidate_all()
        self.assertEqual(cart.state, "sale")
        self.assertIn("Thank you for your order", text)
        invoice = cart._create_invoices()
        invoice.action_post()
        self.assertEqual(invoice.amount_residual, 0.0)
        self.assertEqual(self.credit.left, 25.8)
        self.assertBooked(self.liability, 25.8)

    def test_nobody_spends_another_customers_credit(self):
        cart = self._fill(self.massage, login="bob")
        self.assertNotIn("with Credit", self.url_open("/shop/cart").text)
        self.assertIn("There is no credit", self._step("use-credit"))
        self.assertFalse(cart.rental_spending_ids)
