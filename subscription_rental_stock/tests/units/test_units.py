from odoo.exceptions import AccessError
from odoo.tests import freeze_time

from ..common import GoodsCommon


@freeze_time("2024-01-01 12:00:00")
class TestUnits(GoodsCommon):
    """Each unit says where it is, who has it, what it brought in (RG3, RG8)."""

    def test_the_state_follows_the_stock(self):
        unit = self.lots[0]
        self.assertEqual(unit.rental_state, "available")
        subscription = self._ordered(3.0)
        self.assertEqual(unit.rental_state, "reserved")
        self._ship(subscription, "P1")
        self.assertEqual(unit.rental_state, "rented")
        self.assertEqual(unit.rental_holder_id, self.partner_a)
        self.assertEqual(unit.rental_subscription_id, subscription)

    def test_income_is_what_was_invoiced_for_its_days(self):
        subscription = self._ordered(2.0)
        self._ship(subscription, "P1", "P2")
        self._bill(subscription, "2024-01-01")
        self.assertAlmostEqual(self.lots[0].rental_income, 31.0)
        unit = subscription.assignment_ids.filtered(lambda one: one.lot_id.name == "P1")
        with freeze_time("2024-01-16 12:00:00"):
            self._return(subscription, unit)
            self.env.invalidate_all()
            self.assertAlmostEqual(self.lots[0].rental_income, 15.0)
            self.assertAlmostEqual(self.lots[1].rental_income, 31.0)
            self.assertEqual(self.lots[0].rental_months_out, 0.5)

    def test_the_fleet_says_how_much_it_is_used(self):
        self.lots.rental_service_date = "2024-01-01"
        self._ship(self._ordered(), "P1")
        self.env.flush_all()
        rows = self.env["subscription.unit.report"].search(
            [("product_id", "=", self.phone.id)]
        )
        self.assertEqual(len(rows), 3)
        self.assertEqual(rows.mapped("times_out"), [1, 0, 0])
        self.assertEqual(set(rows.mapped("rental_state")), {"rented", "available"})

    def test_a_subscription_is_found_by_serial_number(self):
        subscription = self._ordered()
        self._ship(subscription, "P1")
        found = self.env["subscription.subscription"].search(
            [("assignment_ids.lot_id.name", "ilike", "p1")]
        )
        self.assertEqual(found, subscription)

    def test_users_read_the_ledger_only(self):
        subscription = self._ordered()
        self._ship(subscription, "P1")
        clerk = self._clerk()
        units = subscription.assignment_ids.with_user(clerk)
        self.assertEqual(units.lot_id.name, "P1")
        for change in (
            lambda: units.write({"date_to": "2024-01-02"}),
            units.unlink,
            units.copy,
        ):
            with self.assertRaises(AccessError):
                change()

    def test_who_reads_the_billing_sees_the_goods(self):
        subscription = self._ordered()
        self._ship(subscription, "P1")
        reader = self._clerk()
        reader.group_ids = self.env.ref("subscription_rental.group_billing_reader")
        (values,) = subscription.with_user(reader).web_read(
            {
                "rental_picking_count": {},
                "units_out": {},
                "goods_state": {},
                "headline": {},
                "deposit_left": {},
                "assignment_ids": {
                    "fields": {
                        "product_id": {"fields": {"display_name": {}}},
                        "lot_id": {"fields": {"display_name": {}}},
                    }
                },
            }
        )
        self.assertEqual((values["rental_picking_count"], values["units_out"]), (1, 1.0))
        self.assertEqual(values["assignment_ids"][0]["lot_id"]["display_name"], "P1")

    # === companies and warehouses === #

    def test_a_new_company_has_its_own(self):
        company = self.env["res.company"].create({"name": "Second"})
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", company.id)])
        self.assertEqual(company.rental_location_id.company_id, company)
        self.assertNotEqual(company.rental_location_id, self.on_rent)
        kinds = warehouse.rental_out_type_id | warehouse.rental_in_type_id
        self.assertEqual(kinds.company_id, company)
        out = warehouse.rental_out_type_id
        self.assertEqual(out.default_location_dest_id, company.rental_location_id)

    def test_another_companys_units_are_not_seen(self):
        subscription = self._ordered()
        self._ship(subscription, "P1")
        other = self.env["res.company"].create({"name": "Second"})
        clerk = self._clerk()
        clerk.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        units = self.env["subscription.assignment"].with_user(clerk).search([])
        self.assertNotIn(subscription.assignment_ids, units)

    def test_a_warehouse_has_its_places(self):
        shop = self.env["stock.warehouse"].create(
            {"name": "Shop", "code": "SHOP", "company_id": self.company.id}
        )
        for place in (shop.rental_check_loc_id, shop.rental_repair_loc_id):
            self.assertEqual(place.location_id, shop.view_location_id)
        self.assertFalse(self.on_rent.warehouse_id)
