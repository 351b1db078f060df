from odoo.tests import freeze_time, tagged

from ..common import PrepaidShopCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestBuyingPacks(PrepaidShopCommon):
    """Packs bought online are invoiced and granted by the payment, once (PK1)."""

    def _buy(self, *products, login="ann", **options):
        """Return the cart and its transaction, which waits for the provider."""
        cart = self._fill(*products, login=login, **options)
        self._page()
        _answer, transaction = self._pay_online(cart)
        return cart, transaction

    def test_a_payment_grants_the_pack_at_once(self):
        cart, transaction = self._buy(self.pack_at_sale.product_id)
        self.assertFalse(self._packs_of(self.ann))
        self._succeed(transaction)
        pack = self._packs_of(self.ann)
        self.assertEqual((cart.state, pack.state, pack.left), ("sale", "live", 10))
        invoice = cart.invoice_ids
        self.assertEqual((invoice.state, invoice.amount_residual), ("posted", 0.0))
        self.assertEqual(transaction.invoice_ids, invoice)
        self.assertBooked(self.deferred, 181.82)
        self.assertIn("Ten massages taxed", self.url_open("/my/packs").text)

    def test_a_repeated_notification_sells_it_once(self):
        cart, transaction = self._buy(self.pack_at_use.product_id)
        self._succeed(transaction)
        transaction.is_post_processed = False
        self._succeed(transaction)
        self.assertEqual(len(cart.invoice_ids), 1)
        self.assertEqual(len(self._packs_of(self.ann)), 1)
        self.assertBooked(self.liability, 220.0)

    def test_only_what_is_sold_in_advance_is_invoiced(self):
        cart, transaction = self._buy(self.pack_at_sale.product_id, self.haircut)
        self._succeed(transaction)
        invoice = cart.invoice_ids
        self.assertEqual(invoice.invoice_line_ids.product_id, self.pack_at_sale.product_id)
        self.assertEqual((invoice.amount_total, invoice.amount_residual), (220.0, 0.0))
        self.assertEqual(self._packs_of(self.ann).state, "live")
        rest = cart._create_invoices()
        self.assertEqual(rest.invoice_line_ids.product_id, self.haircut)
        rest.action_post()
        self.assertEqual(rest.amount_residual, 0.0)

    def test_odoos_automatic_invoice_has_all_of_it(self):
        self.env["ir.config_parameter"].sudo().set_param("sale.automatic_invoice", "True")
        cart, transaction = self._buy(self.pack_at_sale.product_id, self.haircut)
        self._succeed(transaction)
        invoice = cart.invoice_ids
        self.assertEqual(len(invoice.invoice_line_ids), 2)
        self.assertEqual(invoice.amount_residual, 0.0)
        self.assertEqual(self._packs_of(self.ann).state, "live")

    def test_a_discount_beside_it_is_on_the_same_invoice(self):
        cart = self._fill(self.pack_at_sale.product_id)
        cart.order_line.create(
            {
                "order_id": cart.id,
                "product_id": self._service("Coupon", 0.0).id,
                "price_unit": -10.0,
            }
        )
        self.env.flush_all()
        self.url_open("/shop/checkout")
        _answer, transaction = self._pay_online(cart)
        self._succeed(transaction)
        self.assertEqual(cart.invoice_ids.amount_residual, 0.0)
        self.assertEqual(len(cart.invoice_ids.invoice_line_ids), 2)
        self.assertEqual(self._packs_of(self.ann).state, "live")

    def test_what_fails_or_waits_grants_nothing(self):
        cart, transaction = self._buy(self.pack_at_sale.product_id)
        transaction._set_error("declined")
        transaction._post_process()
        self.assertFalse(cart.invoice_ids)
        _answer, second = self._pay_online(cart)
        second._set_pending()
        second._post_process()
        self.assertFalse(cart.invoice_ids)
        self.assertFalse(self._packs_of(self.ann))
        self._succeed(second)
        self.assertEqual(self._packs_of(self.ann).state, "live")

    def test_a_returned_payment_freezes_it(self):
        cart, transaction = self._buy(self.pack_at_sale.product_id)
        self._succeed(transaction)
        pack = self._packs_of(self.ann)
        transaction.payment_id.action_draft()
        transaction.payment_id.action_cancel()
        self.env.invalidate_all()
        self.assertEqual(pack.state, "frozen")
        self.assertEqual(pack.free, 0)
        self.assertEqual(cart.invoice_ids.amount_residual, 220.0)

    def test_the_customer_is_told_what_happens_now(self):
        cart, transaction = self._buy(self.pack_at_sale.product_id)
        transaction._set_pending()
        transaction._post_process()
        text = self.url_open("/shop/payment/validate").text
        self.assertIn("Ten massages taxed can be used as soon as it is paid", text)
        self._succeed(transaction)
        text = self.url_open("/shop/confirmation").text
        self.assertIn("Ten massages taxed can be used now: 10.", text)
        # The provider says it once more.
        transaction._post_process()
        told = cart.message_ids.filtered(lambda one: "can be used now" in (one.body or ""))
        self.assertEqual(len(told), 1)
        self.assertEqual(told.partner_ids, self.ann)

    def test_a_guest_is_named_and_invited(self):
        self.authenticate(None, None)
        self._add(self.pack_at_sale.product_id)
        cart = self.env["sale.order"].sudo().search([], order="id desc", limit=1)
        answer, transaction = self._pay_online(cart)
        guest = self.env["res.partner"].create(
            {"name": "Guest", "email": "guest@example.com", **self._address()}
        )
        cart.write(
            dict.fromkeys(
                ("partner_id", "partner_invoice_id", "partner_shipping_id"), guest.id
            )
        )
        answer, transaction = self._pay_online(cart)
        self.assertTrue(transaction, answer)
        self._succeed(transaction)
        self.assertEqual(self._packs_of(guest).state, "live")
        self.assertEqual(guest.user_ids.login, "guest@example.com")

    def test_nobody_in_particular_buys_no_pack(self):
        self.authenticate(None, None)
        self._add(self.pack_at_sale.product_id)
        cart = self.env["sale.order"].sudo().search([], order="id desc", limit=1)
        answer, transaction = self._pay_online(cart)
        self.assertIn("enter your name and address", answer)
        self.assertFalse(transaction)
