from odoo.tests import freeze_time, tagged

from ..common import PrepaidShopCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestPayingTheRest(PrepaidShopCommon):
    """What packs pay for is not asked online (PK6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pack = cls._sell(cls.pack_at_use)

    def _mixed(self):
        """Return a cart with a massage by a session, and a haircut to pay."""
        cart = self._fill(self.massage, self.haircut)
        self._step("use", cart.order_line[0])
        self.env.invalidate_all()
        return cart

    def test_the_rest_is_asked_and_orders(self):
        cart = self._mixed()
        self.assertEqual((cart.amount_total, cart._get_online_total()), (58.3, 36.3))
        page = self._page()
        self.assertIn('data-amount="36.3"', page)
        _answer, transaction = self._pay_online(cart)
        self.assertEqual(transaction.amount, 36.3)
        self._succeed(transaction)
        self.assertEqual(cart.state, "sale")
        text = self.url_open("/shop/payment/validate").text
        self.assertNotIn("does not match", text)
        self.assertIn("Massage: paid with", text)
        invoice = cart._create_invoices()
        invoice.action_post()
        self.assertEqual((invoice.amount_residual, self.pack.left), (0.0, 9))
        self.assertBooked(self.liability, 198.0)

    def test_other_amounts_are_refused(self):
        cart = self._mixed()
        for wrong in (58.3, 0.01, 36.29, -36.3, "36.3", float("inf"), float("nan"), True):
            with self.subTest(wrong=wrong):
                answer, transaction = self._pay_online(cart, amount=wrong)
                self.assertIn("refresh the page", answer)
                self.assertFalse(transaction)
        _answer, transaction = self._pay_online(cart, amount=None)
        self.assertEqual(transaction.amount, 36.3)

    def test_what_is_paid_is_not_paid_again(self):
        cart = self._mixed()
        _answer, transaction = self._pay_online(cart)
        self._succeed(transaction)
        answer, again = self._pay_online(cart, amount=36.3)
        self.assertIn("nothing left to pay", answer)
        self.assertEqual(again, transaction)

    def test_the_portal_asks_no_more_either(self):
        cart = self._mixed()
        cart.action_quotation_sent()
        self.env.flush_all()
        self._rpc(
            f"/my/orders/{cart.id}/transaction",
            access_token=cart._portal_ensure_token(),
            provider_id=self.provider.id,
            payment_method_id=self.payment_method_id,
            token_id=None,
            amount=58.3,
            flow="direct",
            tokenization_requested=False,
            landing_route="/my",
            is_validation=False,
        )
        self.env.invalidate_all()
        self.assertEqual(cart.transaction_ids.amount, 36.3)

    def test_odoos_automatic_invoice_counts_the_session_as_paid(self):
        self.env["ir.config_parameter"].sudo().set_param("sale.automatic_invoice", "True")
        cart = self._mixed()
        _answer, transaction = self._pay_online(cart)
        self._succeed(transaction)
        invoice = cart.invoice_ids
        self.assertEqual((invoice.amount_total, invoice.amount_residual), (58.3, 0.0))
        self.assertEqual((self.pack.left, self.pack.held), (9, 0))

    def test_a_covered_cart_is_ordered_without_a_payment(self):
        cart = self._fill(self.massage)
        self._step("use", cart.order_line)
        page = self._page()
        self.assertIn("Confirm Order", page)
        self.assertNotIn("o_payment_form", page)
        text = self.url_open("/shop/payment/validate").text
        self.env.invalidate_all()
        self.assertEqual(cart.state, "sale")
        self.assertIn("Thank you for your order", text)
        self.assertFalse(cart.transaction_ids)
        # The next visit begins another cart.
        self.assertIn("Your cart is empty", self.url_open("/shop/cart").text)

    def test_a_stranger_with_the_link_does_not_order_with_the_session(self):
        cart = self._mixed()
        self.authenticate("bob", "bob")
        answer, transaction = self._pay_online(cart)
        self.assertIn("Log in to use your packs", answer)
        self.assertFalse(transaction)
        self.authenticate(None, None)
        answer, transaction = self._pay_online(cart)
        self.assertIn("Log in to use your packs", answer)
        self.assertFalse(transaction)
        answer, transaction = self._pay_online(cart, access_token="forged")
        self.assertIn("access token is invalid", answer)
