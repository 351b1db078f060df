from odoo import Command
from odoo.tests import new_test_user

from ..common import SubscriptionCommon


class TestSearched(SubscriptionCommon):
    """What people type into the list finds a subscription by whatever they know (LC6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create(
            {"name": "Library of the lake", "email": "books@lake.example"}
        )
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "client_order_ref": "Budget 7",
                "order_line": [
                    Command.create(
                        {"product_id": cls.product.id, "rental_plan_id": cls.plan.id}
                    )
                ],
            }
        )
        order.action_confirm()
        cls.order, cls.rental = order, order.rental_subscription_ids
        cls._subscription(
            plan_id=cls._plan(name="Other").id,
            line_ids=[Command.create({"product_id": cls._product("Boat").id})],
        )

    def _find(self, text, user=None):
        subscriptions = self.env["subscription.subscription"].with_user(
            user or self.env.user
        )
        return subscriptions.search([("searched", "ilike", text)])

    def test_it_is_found_by_whatever_is_known_of_it(self):
        for text in (
            self.rental.name,
            "library of",
            "books@lake",
            "budget 7",
            self.order.name,
            "Bike",
        ):
            with self.subTest(text):
                self.assertEqual(self._find(text), self.rental)
        self.assertFalse(self._find("nobody knows this"))

    def test_who_may_not_read_orders_finds_by_them(self):
        clerk = new_test_user(
            self.env, login="all", groups="subscription_rental.group_user_all"
        )
        self.assertEqual(self._find(self.order.name, clerk), self.rental)

    def test_only_what_the_user_may_see_is_found(self):
        self.rental.user_id = self.env.user
        own = new_test_user(
            self.env, login="own", groups="subscription_rental.group_user_own"
        )
        self.assertFalse(self._find("library of", own))

    def test_the_list_opens_with_what_runs(self):
        action = self.env.ref("subscription_rental.subscription_subscription_action")
        self.assertIn("search_default_running", action.context)
        arch = self.env["subscription.subscription"].get_view(view_type="search")["arch"]
        self.assertIn('name="searched"', arch)
