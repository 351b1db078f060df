import json

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import HttpCase, freeze_time, new_test_user

from odoo.addons.spreadsheet.utils.validate_data import (
    fields_in_spreadsheet,
    menus_xml_ids_in_spreadsheet,
    odoo_charts,
)
from odoo.addons.subscription_rental.tests.common import SubscriptionCommon

KINDS = {"new", "expansion", "contraction", "churned", "reactivated", "paused"}


class TestDashboard(SubscriptionCommon, HttpCase):
    """OV2: recurring revenue in Odoo's own dashboards, in Community."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dashboard = cls.env.ref(
            "subscription_rental_spreadsheet.spreadsheet_dashboard_subscriptions"
        )
        shown = cls.dashboard._get_serialized_readonly_dashboard()
        cls.book = json.loads(shown)["snapshot"]
        cls.owner = new_test_user(
            cls.env,
            login="owner",
            password="owner",
            groups="subscription_rental.group_manager",
            company_id=cls.company.id,
            company_ids=cls.company.ids,
        )

    def _sources(self):
        """Yield (model, domain, grouped by, measure, fields that filters match)."""
        for one in self.book["pivots"].values():
            groups = [row["fieldName"] for row in (*one["rows"], *one["columns"])]
            measure = one["measures"][0]["fieldName"]
            yield one["model"], one["domain"], groups, measure, one["fieldMatching"]
        for one in odoo_charts(self.book):
            meta, search = one["metaData"], one["searchParams"]
            yield (
                meta["resModel"],
                search["domain"],
                meta["groupBy"],
                meta["measure"],
                one["fieldMatching"],
            )

    def test_all_that_it_names_is_there(self):
        for model, names in fields_in_spreadsheet(self.book).items():
            known = {name.split(":")[0] for name in names}
            self.assertLessEqual(known, set(self.env[model]._fields))
        for menu in menus_xml_ids_in_spreadsheet(self.book):
            self.assertTrue(self.env.ref(menu).action, menu)
        cells = self.book["sheets"][1]["cells"].values()
        named = {kind for kind in KINDS if any(f'"{kind}"' in cell for cell in cells)}
        kinds = self.env["subscription.mrr.movement"]._fields["kind"]
        self.assertEqual(named, set(kinds.get_values(self.env)))

    def test_its_figures_are_the_ledgers(self):
        """What the browser asks for, asked by the owner: with and without filters."""
        before = self.env["subscription.mrr.movement"].search([]).mapped("amount")
        self._subscription()
        other = self._plan(price=50.0, name="Other")
        self._subscription(plan_id=other.id)
        for model, domain, groups, measure, matching in self._sources():
            records = self.env[model].with_user(self.owner)
            found = records.formatted_read_group(domain, groups, [f"{measure}:sum"])
            total = sum(row[f"{measure}:sum"] for row in found)
            self.assertAlmostEqual(total, 80.0 + sum(before))
            narrowed = Domain(matching["plan"]["chain"], "=", other.id)
            found = records.formatted_read_group(narrowed, groups, [f"{measure}:sum"])
            self.assertAlmostEqual(sum(row[f"{measure}:sum"] for row in found), 50.0)
            for match in matching.values():
                # Each chosen filter is a domain that can be read.
                records.search_count([(match["chain"], "!=", False)], limit=1)

    def test_it_is_for_managers(self):
        clerk = new_test_user(
            self.env, login="own", groups="subscription_rental.group_user_own"
        )
        with self.assertRaises(AccessError):
            self.dashboard.with_user(clerk).read(["spreadsheet_data"])
        self.assertTrue(self.dashboard.with_user(self.owner).spreadsheet_data)

    @freeze_time("2024-01-10 12:00:00")
    def test_it_opens_in_the_browser(self):
        self._subscription()
        self.start_tour("/odoo/dashboards", "subscription_rental_dashboard", login="owner")
