from odoo.tests import freeze_time

from odoo.addons.subscription_rental.tests.common_access import ROLES

from ..common import GoodsCommon

UNITS = "subscription_rental_stock.ir_exports_unit"
RENTALS = "subscription_rental_stock.ir_exports_assignment"


@freeze_time("2024-01-10 12:00:00")
class TestMovingOutGoods(GoodsCommon):
    """Units and their rentals go out by Odoo's own export (SE12)."""

    def _export(self, xml_id, user):
        """Return the rows of what the preset exports, by name of the column."""
        preset = self.env.ref(xml_id)
        names = preset.export_fields.mapped("name")
        found = self.env[preset.resource].with_user(user).search([])
        (rows,) = found.export_data(names).values()
        return [dict(zip(names, row, strict=True)) for row in rows]

    def test_clerks_and_managers_export_units_and_rentals(self):
        rental = self._ordered()
        self._ship(rental, "P1")
        self.lots[0].rental_cost = 90.0
        user = self._clerk()
        for role in ("own", "all", "manager"):
            may_export = self.env.ref("base.group_allow_export")
            user.group_ids = self.env.ref(ROLES[role]) | may_export
            with self.subTest(role):
                units = {row["name"]: row for row in self._export(UNITS, user)}
                out = units["P1"]
                self.assertEqual(out["rental_state"], "On Rent")
                self.assertEqual(out["rental_holder_id/name"], self.partner_a.name)
                self.assertEqual(out["rental_subscription_id/.id"], str(rental.id))
                self.assertEqual(out["rental_cost"], 90.0)
                self.assertEqual(units["P2"]["rental_state"], "Available")
                (row,) = [
                    row
                    for row in self._export(RENTALS, user)
                    if row["subscription_id/.id"] == str(rental.id)
                ]
                self.assertEqual(row["lot_id/name"], "P1")
                self.assertEqual(row["date_from"], rental.assignment_ids.date_from)
                self.assertFalse(row["date_to"])
