from urllib.parse import parse_qs, urlsplit

from odoo import Command
from odoo.tests import freeze_time, tagged

from .common_checkout import CheckoutCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestVisitors(CheckoutCommon):
    """Guests, strangers, and who comes back (SE6)."""

    def test_who_has_the_link_of_a_cart_orders_it_with_no_method_of_their_own(self):
        """Nothing could be collected with it: the customer is somebody else."""
        trial = self._shop_plan("Trial", 30.0, trial_days=14, invoice_mode="collect")
        self.template.rental_deposit = 0.0
        cart = self._fill(trial)
        shown = self._shown(self._page())
        token = self._token(self.stranger.partner_id)
        self.authenticate("stranger", "stranger")
        answer = self._rpc(
            f"/shop/rental/token/{cart.id}",
            access_token=cart._portal_ensure_token(),
            token_id=token.id,
            rental_accepted=shown,
        )
        self.assertIn("not yours", answer)
        self.assertEqual(cart.state, "draft")

    def test_the_way_back_names_the_variant_and_its_plan(self):
        """The address of a variant has a question of its own."""
        colour = self.env["product.attribute"].create(
            {
                "name": "Colour",
                "value_ids": [Command.create({"name": name}) for name in ("Red", "Blue")],
            }
        )
        values = colour.value_ids
        owned = {"attribute_id": colour.id, "value_ids": [Command.set(values.ids)]}
        lamp = self.env["product.template"].create(
            {
                "name": "Lamp",
                "type": "service",
                "is_published": True,
                "attribute_line_ids": [Command.create(owned)],
            }
        )
        _red, blue = lamp.product_variant_ids
        plan = self._shop_plan("Lamp", 5.0)
        plan.line_ids.write({"product_tmpl_id": lamp.id, "product_id": blue.id})
        rented = self._draft(plan_id=plan.id)
        with self._visit():
            ((_name, address),) = rented._get_shop_links(self.website)
        asked = parse_qs(urlsplit(address).query)
        self.assertEqual(
            asked,
            {"attribute_values": [str(values[1].id)], "rental_plan": [str(plan.id)]},
        )

    def test_plans_of_another_company_make_no_product_rented_here(self):
        """What is shared between companies is bought here, and rented there."""
        helmet = self._product("Helmet")
        helmet.write({"is_published": True, "company_id": False})
        other = self.env["res.company"].create({"name": "Other"})
        plan = self._shop_plan("Helmet, monthly", 7.0)
        plan.line_ids.product_tmpl_id = helmet.product_tmpl_id
        self.assertIn("Helmet", self.url_open("/shop?rental=rent").text)
        plan.company_id = other
        self.assertNotIn("Helmet", self.url_open("/shop?rental=rent").text)
        self.assertIn("Helmet", self.url_open("/shop?rental=buy").text)

    def test_a_guest_whose_method_was_kept_once_types_it_again(self):
        """Stored methods are for customers who are logged in."""
        trial = self._shop_plan("Trial", 30.0, trial_days=14, invoice_mode="collect")
        self.template.rental_deposit = 0.0
        self.authenticate(None, None)
        self._rpc(
            "/shop/cart/add",
            product_template_id=self.template.id,
            product_id=self.bike.id,
            quantity=1,
            rental_plan_id=trial.id,
        )
        cart = self.env["sale.order"].sudo().search([], order="id desc", limit=1)
        guest = self.user.partner_id.copy({"name": "Guest", "email": "guest@example.com"})
        cart.partner_id = cart.partner_invoice_id = cart.partner_shipping_id = guest
        self._token(guest)
        page = self._page()
        self.assertIn('data-payment-option-type="payment_method"', page)
        self.assertNotIn('data-payment-option-type="token"', page)

    def test_a_cart_that_grew_while_its_method_was_kept_is_not_ordered(self):
        """A second tab adds a trial while the bank still asks: nobody accepted that."""
        self.monthly.trial_days = 14
        self.template.rental_deposit = 0.0
        cart = self._fill()
        digest = self._shown(self._page())
        _answer, transaction = self._pay(
            cart, "rental/method", rental_accepted=digest, is_validation=True
        )
        self.assertTrue(transaction)
        self._fill(quantity=5)
        self._succeed(transaction)
        self.assertEqual(cart.state, "draft")

    def test_a_cart_that_grew_while_it_was_paid_is_not_ordered(self):
        """A second tab adds what costs nothing today: the amount is still right."""
        self.template.rental_deposit = 0.0
        trial = self._shop_plan("Trial", 30.0, trial_days=14, invoice_mode="collect")
        cart = self._fill()
        digest = self._shown(self._page())
        _answer, transaction = self._pay(cart, rental_accepted=digest)
        self.assertTrue(transaction)
        self._fill(trial)
        self.assertEqual(len(cart.order_line.rental_plan_id), 2)
        self._succeed(transaction)
        self.assertIn(cart.state, ("draft", "sent"))
        self.assertEqual(cart.activity_ids.summary, "Paid, but not ordered")
        self.assertFalse(cart.rental_subscription_ids)

    def test_a_plan_that_is_archived_while_it_is_paid_is_told_to_somebody(self):
        """The money has come: no error of the server, and no order without a word."""
        self.template.rental_deposit = 0.0
        trial = self._shop_plan("Trial", 30.0, trial_days=14, invoice_mode="collect")
        for plan in (self.monthly, trial):
            with self.subTest(plan.name):
                cart = self._fill(plan)
                values = {"rental_accepted": self._shown(self._page())}
                if plan == trial:
                    values |= {"route": "rental/method", "is_validation": True}
                _answer, transaction = self._pay(cart, **values)
                plan.active = False
                self._succeed(transaction)
                self.assertIn(cart.state, ("draft", "sent"))
                self.assertFalse(cart.rental_subscription_ids)
                self.assertEqual(cart.activity_ids.summary, "Paid, but not ordered")
                self.assertIn("is archived", cart.activity_ids.note)
                page = self.url_open("/shop/payment/validate").text
                self.assertIn("Your payment has arrived", page)
                self.assertIn(cart.name, page)
                cart.action_cancel()

    def test_two_payments_of_one_cart_are_told_to_somebody(self):
        cart = self._fill()
        digest = self._shown(self._page())
        _answer, first = self._pay(cart, rental_accepted=digest)
        _answer, second = self._pay(cart, rental_accepted=digest)
        self.assertNotEqual(first, second)
        self._succeed(first)
        self.assertFalse(cart.activity_ids)
        self._succeed(second)
        self.assertEqual(cart.activity_ids.summary, "Paid more than once")
        self.assertIn(second.reference, cart.activity_ids.note)
        self.assertEqual(len(cart.rental_subscription_ids), 1)

    def test_a_payment_that_fails_after_the_order_is_told_to_somebody(self):
        """As of a bank that takes days: the cart is gone by then."""
        cart = self._fill()
        _answer, transaction = self._pay(cart, rental_accepted=self._shown(self._page()))
        transaction._set_pending()
        transaction._post_process()
        self.assertEqual(cart.state, "sent")
        self.assertFalse(cart.activity_ids)
        transaction._set_error("The account is closed.")
        self.assertEqual(cart.activity_ids.summary, "Ordered, and its payment failed")

    def test_what_is_ordered_already_is_not_paid_again_in_another_tab(self):
        cart = self._fill()
        digest = self._shown(self._page())
        _answer, transaction = self._pay(cart, rental_accepted=digest)
        self._succeed(transaction)
        self.assertEqual(cart.state, "sale")
        answer, last = self._pay(cart, rental_accepted=digest)
        self.assertIn("has been updated", answer)
        self.assertEqual(last, transaction)

    def test_collecting_plan_takes_no_provider_that_cannot_charge_again(self):
        cart = self._fill()
        digest = self._shown(self._page())
        self.provider.allow_tokenization = False
        answer, transaction = self._pay(cart, rental_accepted=digest)
        self.assertFalse(transaction, answer)

    def test_what_no_browser_sends_gets_a_sentence(self):
        """Tokens, numbers and names of every other kind change nothing."""
        cart = self._fill()
        before = (cart.amount_total, len(cart.order_line))
        for path, values, told in self._get_nonsense(cart):
            with self.subTest(path=path, **values):
                answer = self._rpc(path, **values)
                self.assertIn(told, str(answer))
        cart.invalidate_recordset()
        self.assertEqual((cart.amount_total, len(cart.order_line)), before)
        self.assertFalse(cart.transaction_ids)

    def _get_nonsense(self, cart):
        """Yield (address, what is sent, what the answer says)."""
        paid = self._values(cart, amount="nan")
        yield f"/shop/payment/transaction/{cart.id}", paid, "Type a number"
        yield "/shop/cart/plan", {}, "reload the page"
        added = {"product_template_id": self.template.id, "product_id": self.bike.id}
        for quantity in ("nan", "1e400", "many", None, []):
            yield "/shop/cart/add", {**added, "quantity": quantity}, "Type a number"
        none = {**added, "rental_plan_id": self.monthly.id, "quantity": -3}
        # There is one, without its cover.
        none["rental_with_cover"] = True
        yield "/shop/cart/add", none, "at least one"
        named = {**added, "quantity": 1, "rental_plan_id": True}
        yield "/shop/cart/add", named, "no longer offered"
        # Whose cart it is needs no token.
        self.authenticate("stranger", "stranger")
        for token in ("\u00e9", ["a"], None):
            paid = self._values(cart, access_token=token)
            yield f"/shop/payment/transaction/{cart.id}", paid, "token is invalid"
            yield f"/shop/rental/method/{cart.id}", paid, "token is invalid"
            chosen = {"access_token": token, "token_id": "x"}
            yield f"/shop/rental/token/{cart.id}", chosen, "token is invalid"

    def test_orders_and_plans_that_do_not_exist_are_none(self):
        self._fill()
        page = self._rpc("/shop/rental/plans", product_id="x", plan_id=["y"])
        self.assertEqual(page, self._rpc("/shop/rental/plans"))
        for order in ("x", [1], True, None):
            with self.subTest(order=order):
                answer = self._rpc("/my/orders/reorder", order_id=order)
                self.assertNotIn("invalid input", str(answer))

    def test_a_cart_holds_no_more_of_a_plan_than_somebody_can_mean(self):
        cart = self._fill()
        line = cart.order_line.filtered("rental_plan_id")[:1]
        answer = self._rpc("/shop/cart/update", line_id=line.id, quantity=10**9)
        self.assertEqual(line.product_uom_qty, 9999)
        self.assertIn("At most 9999", str(answer))

    def test_a_product_page_has_a_price_for_every_quantity(self):
        for quantity in (-1, 1e12, "nan"):
            with self.subTest(quantity=quantity):
                info = self._rpc(
                    "/website_sale/get_combination_info",
                    product_template_id=self.template.id,
                    product_id=self.bike.id,
                    combination=[],
                    add_qty=quantity,
                )
                sentences = [one["sentence"] for one in info["rental_offers"]]
                self.assertTrue(sentences)
                self.assertFalse([one for one in sentences if "-" in one or "nan" in one])
