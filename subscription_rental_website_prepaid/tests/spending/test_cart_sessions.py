from odoo import fields
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..common import PrepaidShopCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestCartSessions(PrepaidShopCommon):
    """Sessions of the visitor's own packs on the lines of a cart (PK3)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pack = cls._sell(cls.pack_at_sale)

    def _claimed(self):
        self.env.invalidate_all()
        return self.pack.held

    def test_a_session_is_offered_used_and_undone(self):
        cart = self._fill(self.massage)
        line = cart.order_line
        self.assertIn(
            "Use one of your sessions (10 left)", self.url_open("/shop/cart").text
        )
        text = self._step("use", line)
        self.assertIn("Paid with", text)
        self.assertNotIn("Use one of your sessions", text)
        self.assertEqual((self._claimed(), cart.amount_total), (1, 0.0))
        text = self._step("undo", line)
        self.assertIn("Use one of your sessions (10 left)", text)
        self.assertEqual((self._claimed(), cart.amount_total), (0, 24.2))

    def test_what_is_taxed_at_each_use_costs_what_was_paid(self):
        self.pack = self._sell(self.pack_at_use)
        self.env["subscription.prepaid"].search(
            [("id", "!=", self.pack.id)]
        ).service_ids.product_id = self.haircut
        cart = self._fill(self.massage)
        text = self._step("use", cart.order_line)
        self.assertEqual((self._claimed(), cart.amount_total), (1, 22.0))
        self.assertEqual(cart._get_online_total(), 0.0)
        self.assertIn("To pay now", text)

    def test_the_cart_is_drawn_anew_when_a_quantity_changes(self):
        cart = self._fill(self.massage, self.haircut)
        massage, haircut = cart.order_line
        self._step("use", massage)
        answer = self._rpc("/shop/cart/update", line_id=haircut.id, quantity=2)
        self.assertIn("Paid with", answer["website_sale.cart_lines"])
        self.assertEqual(self._claimed(), 1)

    def test_a_changed_quantity_and_a_removed_line_give_back(self):
        cart = self._fill(self.massage)
        line = cart.order_line
        self._step("use", line)
        self._rpc("/shop/cart/update", line_id=line.id, quantity=2)
        self.assertEqual((self._claimed(), cart.amount_total), (0, 48.4))
        text = self._step("use", line)
        self.assertEqual((self._claimed(), cart.amount_total), (2, 0.0))
        self.assertIn("Paid with", text)
        self._rpc("/shop/cart/update", line_id=line.id, quantity=0)
        self.assertEqual(self._claimed(), 0)
        self.assertFalse(line.exists())

    def test_more_of_the_same_is_a_line_of_its_own(self):
        cart = self._fill(self.massage)
        self._step("use", cart.order_line)
        self._add(self.massage)
        self.assertEqual(cart.order_line.mapped("product_uom_qty"), [1, 1])
        self.assertEqual((self._claimed(), cart.amount_total), (1, 24.2))

    def test_too_few_sessions_are_told_of(self):
        self.pack._use_for("before", 9, self._day("2024-01-10"))
        cart = self._fill(self.massage, quantity=2)
        text = self._step("use", cart.order_line)
        self.assertIn("1 left, and this takes 2", text)
        self.assertIn("only 1 are left", text)
        self.assertEqual((self._claimed(), cart.amount_total), (0, 48.4))

    def test_nobody_uses_another_customers_pack(self):
        cart = self._fill(self.massage, login="bob")
        self.assertNotIn("of your sessions", self.url_open("/shop/cart").text)
        text = self._step("use", cart.order_line, prepaid_id=self.pack.id)
        self.assertIn("None of your packs pays for it", text)
        self.assertEqual(self._claimed(), 0)
        self.assertEqual(cart.amount_total, 24.2)

    def test_nobody_touches_another_customers_cart(self):
        cart = self._fill(self.massage)
        line = cart.order_line
        self._step("use", line)
        self._fill(self.massage, login="bob")
        self._step("undo", line)
        self.assertEqual(self._claimed(), 1)
        self.assertEqual(line.rental_prepaid_id, self.pack)
        self._sell(self.pack_at_sale, partner=self.bob)
        second = self._fill(self.massage, login="ann")
        self._step("undo", line)
        self._fill(login="bob")
        self._step("use", line)
        self.assertFalse(line.rental_prepaid_id)
        self.assertTrue(second)

    def test_forged_numbers_change_nothing(self):
        cart = self._fill(self.massage)
        for wrong in ("0", "-1", "x", "", "NaN", "1e9", "9" * 30, "\u0661", "1\x00"):
            with self.subTest(wrong=wrong):
                text = self._step("use", wrong)
                self.assertIn("None of your packs pays for it", text)
                self._step("undo", wrong)
        self.assertEqual(self._claimed(), 0)
        self.assertEqual(cart.amount_total, 24.2)
        with mute_logger("odoo.http"):
            response = self.url_open(
                "/shop/prepaid/other", data={"csrf_token": self._csrf()}
            )
        self.assertEqual(response.status_code, 404)

    def test_a_form_without_its_token_is_refused(self):
        cart = self._fill(self.massage)
        with mute_logger("odoo.http"):
            response = self.url_open(
                "/shop/prepaid/use", data={"line_id": cart.order_line.id}
            )
        self.assertEqual(response.status_code, 400)
        self.assertEqual(self._claimed(), 0)

    def test_visitors_who_are_not_logged_in_use_nothing(self):
        self.authenticate(None, None)
        self._add(self.massage)
        cart = self.env["sale.order"].sudo().search([], order="id desc", limit=1)
        # Even with the customer's own address.
        cart.partner_id = self.ann
        text = self._step("use", cart.order_line)
        self.assertIn("Log in to use your packs", text)
        self.assertNotIn("of your sessions", text)
        self.assertEqual(self._claimed(), 0)

    def test_who_gets_a_cart_by_a_mails_link_gets_no_session(self):
        cart = self._fill(self.massage)
        self._step("use", cart.order_line)
        self.authenticate(None, None)
        token = cart._portal_ensure_token()
        self.env.flush_all()
        link = f"/shop/cart?id={cart.id}&access_token={token}&revive_method=squash"
        self.assertNotIn("Paid with", self.url_open(link).text)
        self.assertEqual((self._claimed(), cart.amount_total), (0, 24.2))

    def test_two_carts_use_the_last_session_once(self):
        self.pack._use_for("before", 9, self._day("2024-01-10"))
        first = self._fill(self.massage)
        self._step("use", first.order_line)
        other = first.copy({"website_id": self.website.id})
        self.assertFalse(other.order_line.rental_prepaid_id)
        self.assertEqual(other.order_line._get_cart_pack(), self.pack.browse())
        # The other tab pressed the same button a moment later.
        text = self._step("use", first.order_line)
        self.assertIn("None of your packs pays for it", text)
        self.assertEqual(self._claimed(), 1)

    def test_left_carts_give_their_sessions_back(self):
        cart = self._fill(self.massage)
        line = cart.order_line
        self._step("use", line)
        self.assertEqual(self._claimed(), 1)
        with freeze_time("2024-01-11 13:00:00"):
            self._job(
                "subscription.prepaid.job", "_expire_prepaids", self._day("2024-01-11")
            )
        self.assertEqual((self._claimed(), cart.amount_total), (0, 24.2))
        self.assertFalse(line.rental_prepaid_id)

    def test_a_cart_that_is_being_paid_keeps_its_session(self):
        cart = self._fill(self.massage, self.haircut)
        self._step("use", cart.order_line[0])
        _answer, transaction = self._pay_online(cart)
        transaction._set_pending()
        self.pack.sudo().hold_ids.until = fields.Datetime.now()
        with freeze_time("2024-01-12 13:00:00"):
            self._job(
                "subscription.prepaid.job", "_expire_prepaids", self._day("2024-01-12")
            )
        self.assertEqual(self._claimed(), 1)

    def test_what_is_frozen_meanwhile_pays_for_nothing(self):
        cart = self._fill(self.massage)
        self._step("use", cart.order_line)
        self.pack.sudo().batch_ids._set_frozen(True, self._day("2024-01-10"))
        self.env.flush_all()
        text = self._page()
        self.assertEqual((self._claimed(), cart.amount_total), (0, 24.2))
        self.assertIn("cannot be used any more", text)
        self.assertNotIn("Confirm Order", text)

    def test_another_address_keeps_the_session(self):
        cart = self._fill(self.massage)
        self._step("use", cart.order_line)
        self._page()
        self.assertEqual(cart.order_line.rental_prepaid_id, self.pack)
        self.assertEqual((self._claimed(), cart.amount_total), (1, 0.0))
