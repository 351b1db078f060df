import json
import re
from unittest.mock import patch

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common_checkout import CheckoutCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestCheckout(CheckoutCommon):
    """From the cart to a subscription, over HTTP (SE6)."""

    def test_what_is_paid_becomes_a_subscription_with_its_method(self):
        cart = self._fill(rental_with_cover=False)
        page = self._page()
        self.assertIn("Order with obligation to pay", page)
        self.assertIn("Ride with care.", page)
        _answer, transaction = self._pay(cart, rental_accepted=self._shown(page))
        self.assertTrue(transaction.tokenize)
        self._succeed(transaction)
        rented = cart.rental_subscription_ids
        self.assertEqual((cart.state, rented.state), ("sale", "active"))
        self.assertEqual(rented.payment_token_id, transaction.token_id)
        self.assertEqual(rented.contract_version, 2)
        self.assertEqual(rented.signed_by, self.user.partner_id.name)
        invoice = rented.period_ids._get_invoices()
        self.assertEqual((invoice.state, invoice.amount_residual), ("posted", 0.0))
        # Without the deposit, which stands on a receipt of its own.
        self.assertAlmostEqual(invoice.amount_total + 50.0, cart.amount_total)

    def test_nothing_else_is_ordered_than_what_was_shown(self):
        cart = self._fill()
        shown = self._shown(self._page())
        for sent in (None, "", "0" * 16):
            answer, transaction = self._pay(cart, rental_accepted=sent)
            self.assertIn("have changed", answer)
            self.assertFalse(transaction)
        self.monthly.contract_terms = "<p>Ride without care.</p>"
        answer, transaction = self._pay(cart, rental_accepted=shown)
        self.assertIn("have changed", answer)
        shown = self._shown(self._page())
        self.monthly.active = False
        answer, transaction = self._pay(cart, rental_accepted=shown)
        self.assertIn("not offered with Monthly any more", answer)
        self.assertFalse(transaction)
        self.assertIn("not offered with Monthly any more", self._page())

    def test_what_is_paid_beside_the_price_is_accepted_with_it(self):
        """Metered use, say: its addon adds what it costs."""
        cart = self._fill()
        lines = self.registry["sale.order.line"]
        with patch.object(lines, "_get_terms_beside_price", lambda *_: ["0.02 each"]):
            self.assertIn("0.02 each", self.url_open("/shop/cart").text)
            page = self._page()
            self.assertIn("0.02 each", page)
        answer, transaction = self._pay(cart, rental_accepted=self._shown(page))
        self.assertIn("have changed", answer)
        self.assertFalse(transaction)

    def test_nobody_pays_what_cannot_begin(self):
        """The shop takes deposits only with an account for them."""
        cart = self._fill()
        shown = self._shown(self._page())
        self.company.subscription_deposit_account_id = False
        answer, transaction = self._pay(cart, rental_accepted=shown)
        self.assertIn("please contact us", answer)
        self.assertFalse(transaction)

    def test_the_terms_are_those_that_were_accepted(self):
        cart = self._fill()
        _answer, transaction = self._pay(cart, rental_accepted=self._shown(self._page()))
        self.monthly.contract_terms = "<p>Ride without care.</p>"
        self._succeed(transaction)
        rented = cart.rental_subscription_ids
        self.assertEqual(rented.contract_version, 2)
        self.assertIn("Ride with care.", rented.contract_terms)

    def test_a_trial_keeps_the_method_before_it_begins(self):
        trial = self._shop_plan("Trial", 30.0, trial_days=14, invoice_mode="collect")
        self.template.rental_deposit = 0.0
        cart = self._fill(trial)
        self.assertEqual(cart.amount_total, 0.0)
        page = self._page()
        self.assertIn("Nothing is due today", page)
        self.assertRegex(page, r"<dt>Free at first</dt>\s*<dd>14 days</dd>")
        # Without a method nothing is ordered.
        self.url_open("/shop/payment/validate")
        self.assertEqual(cart.state, "draft")
        shown = self._shown(page)
        _answer, transaction = self._pay(
            cart, "rental/method", rental_accepted=shown, amount=None, is_validation=True
        )
        self.assertEqual(transaction.operation, "validation")
        self._succeed(transaction)
        rented = cart.rental_subscription_ids
        self.assertEqual((cart.state, rented.state), ("sale", "active"))
        self.assertEqual(rented.payment_token_id, transaction.token_id)
        self.assertEqual(str(rented.next_invoice_date), "2024-01-24")

    def test_a_method_that_cannot_take_the_currency_is_not_kept(self):
        self.template.rental_deposit = 0.0
        trial = self._shop_plan("Trial", 30.0, trial_days=14, invoice_mode="collect")
        self._fill(trial)
        self.assertIn('name="o_payment_radio"', self._page())
        self.provider.available_currency_ids = self.env.ref("base.CAD")
        self.assertNotIn('name="o_payment_radio"', self._page())

    def test_a_stored_method_orders_a_trial(self):
        trial = self._shop_plan("Trial", 30.0, trial_days=14, invoice_mode="collect")
        self.template.rental_deposit = 0.0
        mine, theirs = (self._token(user.partner_id) for user in (self.user, self.stranger))
        cart = self._fill(trial)
        shown = self._shown(self._page())
        route = f"/shop/rental/token/{cart.id}"
        given = {"access_token": cart._portal_ensure_token(), "rental_accepted": shown}
        self.assertIn("not yours", self._rpc(route, token_id=theirs.id, **given))
        self.assertEqual(cart.state, "draft")
        self._rpc(route, token_id=mine.id, **given)
        self.assertEqual(cart.rental_subscription_ids.payment_token_id, mine)
        # The mail of the order is sent as after any payment.
        self.assertIn(cart.name, str(cart.message_ids.mapped("subject")))

    @mute_logger("odoo.http")
    def test_nobody_orders_with_somebody_elses_cart(self):
        cart = self._fill()
        shown = self._shown(self._page())
        self.authenticate("stranger", "stranger")
        for route in ("payment/transaction", "rental/method"):
            answer, transaction = self._pay(
                cart, route, rental_accepted=shown, access_token="wrong"
            )
            self.assertIn("access token is invalid", answer)
            self.assertFalse(transaction)
        line = cart.order_line[:1]
        answer = self._rpc(
            "/shop/cart/plan", line_id=line.id, plan_id=self.monthly.id, with_cover=True
        )
        self.assertIsInstance(answer, str)
        self.assertFalse(line.rental_with_cover)

    def test_bad_input_is_refused_with_a_sentence(self):
        cart = self._fill()
        line = cart.order_line[:1]
        for plan_id in ("x", None, -1, 1e300, [1], "1; drop table"):
            answer = self._rpc(
                "/shop/cart/plan", line_id=line.id, plan_id=plan_id, with_cover=False
            )
            with self.subTest(plan_id):
                self.assertTrue(answer is None or "reload the page" in answer)
                self.assertEqual(line.rental_plan_id, self.monthly)
        for line_id in ("x", None, 10**12):
            answer = self._rpc("/shop/cart/plan", line_id=line_id, plan_id=1)
            with self.subTest(line_id):
                self.assertIn("reload the page", answer)

    def test_a_cart_with_something_to_pay_is_not_kept_for_free(self):
        cart = self._fill()
        answer, transaction = self._pay(
            cart, "rental/method", rental_accepted=self._shown(self._page()), amount=None
        )
        self.assertIn("has been updated", answer)
        self.assertFalse(transaction)

    def test_only_methods_that_can_be_charged_again(self):
        self.provider.allow_tokenization = False
        self._fill()
        self.assertNotIn('name="o_payment_radio"', self._page())

    def test_a_guest_is_invited_to_the_portal(self):
        cart = self._fill()
        guest = self.env["res.partner"].create(
            {"name": "Gill Guest", "email": "gill@example.com"}
        )
        cart.partner_id = cart.partner_invoice_id = cart.partner_shipping_id = guest
        cart.action_confirm()
        user = guest.user_ids
        self.assertEqual((user.login, user.share), ("gill@example.com", True))
        self.assertEqual(guest.signup_type, "signup")

    def test_whose_address_has_an_account_is_not_invited(self):
        cart = self._fill()
        self.user.write({"login": "me@example.com", "email": "me@example.com"})
        for address in ("ME@example.com", "no address"):
            again = self.env["res.partner"].create({"name": "Me", "email": address})
            order = cart.copy()
            order.website_id = self.website
            order.partner_id = order.partner_invoice_id = again
            order.partner_shipping_id = again
            order.action_confirm()
            self.assertFalse(again.user_ids)
            self.assertEqual(order.rental_subscription_ids.state, "active")

    def test_no_express_checkout_where_a_method_must_be_kept_or_terms_accepted(self):
        cart = self._fill()
        plan = self._shop_plan("By hand", 30.0, invoice_mode="draft")
        by_hand = self._fill(plan, login="stranger")
        self.assertEqual(by_hand.order_line.rental_plan_id, plan)
        self.provider.allow_express_checkout = True
        plain = cart.copy({"order_line": False})
        for order, offered in ((cart, False), (by_hand, False), (plain, True)):
            found = self.env["payment.provider"]._get_compatible_providers(
                self.company.id,
                self.partner_a.id,
                10.0,
                currency_id=order.currency_id.id,
                is_express_checkout=True,
                sale_order_id=order.id,
            )
            self.assertEqual(self.provider in found, offered)

    def test_the_customers_page_leads_back_into_the_shop(self):
        """Another one while it runs, the same again after its end."""
        cart = self._fill(rental_with_cover=True)
        _answer, transaction = self._pay(cart, rental_accepted=self._shown(self._page()))
        self._succeed(transaction)
        rented = cart.rental_subscription_ids
        address = f"rental_plan={self.monthly.id}"
        page = self.url_open(f"/my/subscriptions/{rented.id}").text
        self.assertIn("Get another", page)
        self.assertIn(address, page)
        self.assertIn("rental_cover=1", page)
        rented._cancel(self.company._subscription_today(), "Moves away")
        page = self.url_open(f"/my/subscriptions/{rented.id}").text
        self.assertIn("Start again", page)
        self.monthly.is_published = False
        page = self.url_open(f"/my/subscriptions/{rented.id}").text
        self.assertNotIn(address, page)

    def test_the_confirmation_says_what_happens_now(self):
        cart = self._fill()
        _answer, transaction = self._pay(cart, rental_accepted=self._shown(self._page()))
        self._succeed(transaction)
        page = self.url_open("/shop/payment/validate").text
        self.assertIn("What happens now", page)
        self.assertIn("on 02/10/2024", page)

    def test_lists_are_filtered_by_rent_and_buy(self):
        helmet = self._product("Helmet")
        helmet.is_published = True
        for choice, seen, unseen in (
            ("", "Bike", "Chair"),
            ("rent", "Bike", "Helmet"),
            ("buy", "Helmet", "Bike"),
            ("&max_price=35", "Bike", "Helmet"),
            ("&min_price=35", "Helmet", "Bike"),
        ):
            text = self.url_open(f"/shop?rental={choice}").text
            titles = re.findall(r'aria-label="(Bike|Helmet)"', text)
            self.assertIn(seen, titles)
            self.assertNotIn(unseen, titles)

    def test_the_product_page_has_its_plans(self):
        text = self.url_open(self.template.website_url).text
        offers = re.search(r'data-offers="([^"]+)"', text).group(1)
        offers = json.loads(offers.replace("&#34;", '"').replace("&quot;", '"'))
        self.assertEqual([offer["name"] for offer in offers], ["Monthly"])
