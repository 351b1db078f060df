from odoo import Command
from odoo.tests import freeze_time, new_test_user

from ..common import SubscriptionCommon
from ..common_access import ROLES

EXPORTS = (
    "subscription_rental.ir_exports_subscription",
    "subscription_rental.ir_exports_period",
    "subscription_rental.ir_exports_mrr_movement",
)
# Who reads the billing keeps the books.
MORE = {"reader": ("account.group_account_invoice",)}
# What a file to move in calls it.
COLUMNS = {
    "partner_id/name": "partner_id",
    "plan_id/name": "plan_id",
    "date_start": "date_start",
    "billing_anchor": "moved_in_anchor",
    "next_billing_date": "moved_in_billing_date",
    "line_ids/product_id/name": "line_ids/product_id",
    "line_ids/quantity": "line_ids/quantity",
    "line_ids/price_unit": "line_ids/price_unit",
    "line_ids/discount": "line_ids/discount",
}


@freeze_time("2024-05-10 12:00:00")
class TestMovingOut(SubscriptionCommon):
    """All that a business has here goes out again by Odoo's own export (SE12)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.name = "Plan that moves out"
        cls.partner_a.name = "Customer who moves out"
        cls.lock = cls._product("Lock that moves out")
        cls.running = cls._subscription("2024-01-31", user_id=cls.env.user.id)
        cls.running.line_ids.write({"quantity": 2.0})
        for day in ("2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"):
            cls._bill(cls.running, day)

    def _person(self, role):
        return new_test_user(
            self.env,
            login=f"out_{role}",
            groups=",".join((ROLES[role], *MORE.get(role, ()), "base.group_allow_export")),
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )

    def _export(self, xml_id, user):
        """Return (names, rows) of what the preset exports, as this user sees it."""
        preset = self.env.ref(xml_id).with_user(user)
        names = preset.export_fields.mapped("name")
        found = self.env[preset.resource].with_user(user).search([])
        (rows,) = found.export_data(names).values()
        return names, rows

    def test_each_role_exports_all_columns_of_what_it_sees(self):
        for role in ROLES:
            user = self._person(role)
            self.running.user_id = user
            for xml_id in EXPORTS:
                with self.subTest(xml_id, role=role):
                    names, rows = self._export(xml_id, user)
                    self.assertTrue(rows)
                    self.assertTrue(all(len(row) == len(names) for row in rows))

    def test_a_clerk_exports_own_subscriptions_only(self):
        clerk = self._person("own")
        own = self._subscription("2024-02-01", user_id=clerk.id)
        names, rows = self._export(EXPORTS[0], clerk)
        told = {row[names.index("name")] for row in rows} - {""}
        self.assertEqual(told, {own.name})
        names, rows = self._export(EXPORTS[1], clerk)
        told = {row[names.index("subscription_id/name")] for row in rows} - {""}
        self.assertLessEqual(told, {own.name})

    def test_exported_periods_are_those_of_the_ledger(self):
        names, rows = self._export(EXPORTS[1], self._person("all"))
        told = {
            tuple(row[names.index(name)] for name in ("date_start", "amount_invoiced"))
            for row in rows
            if row[names.index("subscription_id/name")] == self.running.name
        }
        periods = self.running.period_ids
        self.assertEqual(told, {(one.date_start, one.amount_invoiced) for one in periods})
        self.assertEqual(len(told), len(periods))

    def test_exported_movements_come_to_the_revenue_of_today(self):
        names, rows = self._export(EXPORTS[2], self._person("reader"))
        amounts = [
            row[names.index("amount")]
            for row in rows
            if row[names.index("subscription_id/name")] == self.running.name
        ]
        self.assertAlmostEqual(sum(amounts), self.running.mrr)

    def test_what_went_out_can_come_in_again(self):
        names, rows = self._export(EXPORTS[0], self._person("all"))
        chosen = [names.index(name) for name in COLUMNS]
        mine = [row for row in rows if row[names.index("name")] == self.running.name]
        data = [[str(row[n]) if row[n] else "" for n in chosen] for row in mine]
        due, line = self.running.next_billing_date, self.running.line_ids
        subscriptions = self.env["subscription.subscription"]
        result = subscriptions.load(list(COLUMNS.values()), data)
        self.assertFalse(result["messages"])
        again = subscriptions.browse(result["ids"])
        self.assertEqual(again.next_billing_date, due)
        self.assertEqual(again.billing_anchor, self.running.billing_anchor)
        self.assertEqual(again.recurring_amount, self.running.recurring_amount)
        self.assertEqual(again.line_ids.product_id, line.product_id)
        self.assertFalse(again.period_ids)
