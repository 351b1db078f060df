from lxml import etree

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

    def test_movements_are_found_by_product(self):
        bell = self._product("Bell")
        self.other.line_ids.product_id = bell
        found = self.env["subscription.mrr.movement"].search(
            [("subscription_id.line_ids.product_id", "ilike", "Bell")]
        )
        self.assertEqual(found.subscription_id, self.other)
