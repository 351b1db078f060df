from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, new_test_user

from ..common import GoodsCommon

ACTION = "subscription_rental_stock.subscription_unit_report_books_action"
FLEET = "subscription_rental_stock.ir_exports_fleet"
ACCOUNTANTS = (
    "account.group_account_readonly",
    "account.group_account_user",
    "account.group_account_manager",
)


@freeze_time("2024-01-10 12:00:00")
class TestFleetBooks(GoodsCommon):
    """RG8, SE12: who closes the month reads what units cost and brought, and exports it."""

    def _accountant(self, group, company=None):
        company = company or self.company
        return new_test_user(
            self.env,
            login=f"{group}-{company.id}",
            groups=f"{group},base.group_allow_export",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    def _export(self, user):
        """Return {number: row} of what this user exports."""
        preset = self.env.ref(FLEET)
        names = preset.export_fields.mapped("name")
        found = self.env[preset.resource].with_user(user).search([])
        (rows,) = found.export_data(names).values()
        return {row[0]: dict(zip(names, row, strict=True)) for row in rows}

    def test_accountants_export_the_fleet_and_change_nothing(self):
        self.lots[0].rental_cost = 90.0
        rental = self._ordered()
        self._ship(rental, "P1")
        self.env.flush_all()
        action = self.env.ref(ACTION)
        views = [(one.view_id.id, one.view_mode) for one in action.view_ids]
        for group in ACCOUNTANTS:
            with self.subTest(group):
                user = self._accountant(group)
                row = self._export(user)["P1"]
                self.assertEqual((row["cost"], row["rental_state"]), (90.0, "On Rent"))
                report = self.env[action.res_model].with_user(user)
                models = report.get_views(views)["models"]
                shown = {name: {} for name in models[action.res_model]["fields"]}
                found = report.search([("unit_name", "=", "P1")])
                self.assertTrue(found.web_read(shown))
                with self.assertRaises(AccessError):
                    found.write({"cost": 1.0})
                with self.assertRaises(AccessError):
                    found.lot_id.with_user(user).read(["name"])

    def test_each_company_has_its_own_units(self):
        self.lots.write({"company_id": self.company.id})
        other = self.setup_other_company(name="Elsewhere")["company"]
        stranger = self._accountant(ACCOUNTANTS[-1], other)
        self.env.flush_all()
        self.assertFalse(self._export(stranger))
