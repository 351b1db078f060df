from odoo.tests import HttpCase, tagged

from ..common_subscribing import SubscribingCommon


@tagged("post_install", "-at_install")
class TestSubscribingTours(SubscribingCommon, HttpCase):
    """Journeys at the till, in a browser: subscriptions (SE10)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ours = (cls.massage | cls.bike).product_tmpl_id
        others = cls.env["product.template"].search(
            [("available_in_pos", "=", True), ("id", "not in", ours.ids)]
        )
        others.available_in_pos = False
        cls.ann.name = "Ann Till"

    def _walk(self, tour):
        self.env.flush_all()
        self.start_tour(f"/pos/ui/{self.till.id}", tour, login="cashier", timeout=240)
        self.env.invalidate_all()
        return self.env["subscription.subscription"].search(
            [("pos_config_id", "=", self.till.id)]
        )

    def test_a_subscription_is_sold_with_its_deposit(self):
        subscription = self._walk("rental_pos_subscription")
        self.assertEqual(
            (subscription.partner_id, subscription.state), (self.ann, "active")
        )
        order = self.opened.order_ids
        self.assertEqual(order.account_move.payment_state, "paid")
        self.assertEqual(subscription.deposit_move_id.payment_state, "paid")
        self._close()
        self.assertEqual(self._balance(self.deposits), 150.0)
        self.assertEqual(self._balance(self.sales), 64.0)
        tickets = self.company.account_default_pos_receivable_account_id
        self.assertEqual(self._balance(tickets), 0.0)

    def test_what_comes_along_goes_with_what_was_chosen(self):
        self.assertFalse(self._walk("rental_pos_subscription_removed"))

    def test_plan_quantity_and_start_are_chosen_or_it_is_bought_once(self):
        self.bike.rental_till_mode = "both"
        self._bike_plan(400.0, name="Yearly bike", interval_unit="year", setup_fee=0)
        self.assertFalse(self._walk("rental_pos_subscription_choices"))

    def test_what_was_said_can_be_paid_without_a_connection(self):
        subscription = self._walk("rental_pos_subscription_offline")
        self.assertEqual(subscription.deposit_move_id.payment_state, "paid")
        self.assertTrue(self.opened.order_ids.rental_was_offline)

    def test_the_till_shows_a_code_and_notices_the_method(self):
        self.monthly.invoice_mode = "collect"
        self.monthly._approve_sending(self.company)
        token = self._token(self.ann)
        tills = self.env.registry["pos.config"]
        find = tills.rental_find_methods

        looks = []

        def find_later(till, order_id=None):
            if looks:
                # The customer has stored it since the first look.
                order = till.env["pos.order"].sudo().browse(order_id)
                order._get_rental_order().rental_subscription_ids._use_method(token)
            looks.append(order_id)
            return find(till, order_id)

        self.patch(tills, "rental_find_methods", find_later)
        subscription = self._walk("rental_pos_method")
        self.assertEqual(subscription.payment_token_id, token)

    def test_the_customer_display_shows_the_code(self):
        url = f"/pos_customer_display/{self.till.id}/{self.till.access_token}"
        self.start_tour(url, "rental_pos_display", login="cashier", timeout=120)
