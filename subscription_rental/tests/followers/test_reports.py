from datetime import date

from lxml import etree

from odoo import Command
from odoo.tests import new_test_user

from ..common import SubscriptionCommon


class TestReports(SubscriptionCommon):
    """Lists and reports know customer tags, pricelists, products, teams (PL6, SE9, OV2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tag = cls.env["res.partner.category"].sudo().create({"name": "Riders"})
        cls.pricelist = cls.env["product.pricelist"].sudo().create({"name": "Club"})
        cls.team = cls.env["crm.team"].sudo().create({"name": "North shop"})
        cls.club = cls._plan(partner_category_id=cls.tag.id, pricelist_id=cls.pricelist.id)
        cls.rental = cls._subscription(plan_id=cls.club.id, team_id=cls.team.id)
        cls.other = cls._subscription(partner_id=cls.partner_b.id)

    def _group(self, model, name):
        """Return {group: number of records} of both subscriptions' records."""
        key = "id" if model == "subscription.subscription" else "subscription_id"
        domain = [(key, "in", (self.rental | self.other).ids)]
        return dict(self.env[model]._read_group(domain, [name], ["__count"]))

    def test_the_page_shows_the_tag(self):
        self.assertEqual(self.rental.partner_category_ids, self.tag)
        arch = self.rental.get_view(view_type="form")["arch"]
        self.assertIn('name="partner_category_ids"', arch)

    def test_both_lists_group_by_tag_pricelist_and_team(self):
        expected = {
            "partner_category_ids": self.tag,
            "pricelist_id": self.pricelist,
            "team_id": self.team,
        }
        for model in ("subscription.subscription", "subscription.mrr.movement"):
            for name, group in expected.items():
                with self.subTest(model=model, field=name):
                    found = self._group(model, name)
                    self.assertEqual(found[group], 1)

    def test_what_the_searches_group_by_can_be_grouped_by(self):
        for model in ("subscription.subscription", "subscription.mrr.movement"):
            arch = etree.fromstring(self.env[model].get_view(view_type="search")["arch"])
            names = {node.get("name") for node in arch.iter("filter")}
            self.assertLessEqual({"group_tag", "group_team"}, names)

    def _by_product(self):
        """Return {product: (quantity, monthly amount)} of what is in progress."""
        mine = self.rental | self.other
        rows = self.env["subscription.mrr.report"]._read_group(
            [("subscription_id", "in", mine.ids)],
            ["product_id"],
            ["quantity:sum", "mrr:sum"],
        )
        return {product: (quantity, amount) for product, quantity, amount in rows}

    def test_the_revenue_of_products_adds_up_to_the_subscriptions(self):
        """PL6, OV2: in the company's currency, per month, of what is in progress."""
        foreign = self.setup_other_currency("CAD", rates=[("2020-01-01", 0.5)])
        plan = self._plan(price=10.0, currency_id=foreign.id, interval_count=3)
        bell = self._product("Bell")
        self.other = self._subscription(plan_id=plan.id)
        self.other.line_ids = [
            Command.create({"product_id": bell.id, "quantity": 2, "price_unit": 10.0})
        ]
        found = self._by_product()
        self.assertEqual(found[bell][0], 2)
        self.assertAlmostEqual(found[bell][1], 13.33, 2)
        total = sum(amount for _quantity, amount in found.values())
        self.assertAlmostEqual(total, self.rental.mrr + self.other.mrr)
        self.other._pause(date(2024, 1, 20))
        self.assertNotIn(bell, self._by_product())

    def test_a_clerk_sees_the_revenue_of_own_subscriptions(self):
        clerk = new_test_user(
            self.env, login="seller", groups="subscription_rental.group_user_own"
        )
        self.rental.user_id = clerk
        self.other.user_id = self.env.user
        seen = self.env["subscription.mrr.report"].with_user(clerk).search([])
        self.assertEqual(seen.subscription_id & (self.rental | self.other), self.rental)

    def test_movements_are_found_by_product(self):
        bell = self._product("Bell")
        self.other.line_ids.product_id = bell
        found = self.env["subscription.mrr.movement"].search(
            [("subscription_id.line_ids.product_id", "ilike", "Bell")]
        )
        self.assertEqual(found.subscription_id, self.other)
