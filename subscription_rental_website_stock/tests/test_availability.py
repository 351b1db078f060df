from datetime import date

from odoo.tests import freeze_time

from .common import UnitsCommon

TODAY = date(2024, 1, 10)


@freeze_time("2024-01-10 12:00:00")
class TestAvailability(UnitsCommon):
    """What product pages say of units: here, rented out, next free (SE6, PL10)."""

    def test_what_is_in_stock_is_available(self):
        self.assertSaid("Available now", 3.0)
        self._rent_out("P1")
        self.assertSaid("Available now", 2.0)
        self.assertSaid("2 available now", 2.0, quantity=3.0)

    def test_few_are_counted_where_the_product_says_so(self):
        self.handset.write({"show_availability": True, "available_threshold": 3.0})
        self.assertSaid("3 available now", 3.0)

    def test_rented_out_without_an_end(self):
        for serial in ("P1", "P2", "P3"):
            self._rent_out(serial)
        self.assertSaid("All are rented out at the moment", 0.0)
        self.handset.rental_order_ahead = True
        self.assertSaid("All are rented out at the moment", 0.0)

    def test_the_next_one_is_free_when_a_rent_ends(self):
        for serial, end in (("P1", "2024-03-01"), ("P2", "2024-02-01"), ("P3", None)):
            self._rent_out(serial, end)
        self.assertSaid("Next free on 02/01/2024", 0.0)
        self.handset.rental_order_ahead = True
        said = "Next free on 02/01/2024: order it now, and have it then"
        self.assertSaid(said, 2.0)
        said = "2 are free on 03/01/2024: order them now, and have them then"
        self.assertSaid(said, 2.0, quantity=2.0)

    def test_nobody_is_billed_while_waiting(self):
        """Plans that do not wait for the handover are not ordered ahead."""
        self.handset.rental_order_ahead = True
        at_once = self._renting_plan("At once", start_on_handover=False)
        for serial in ("P1", "P2", "P3"):
            self._rent_out(serial, "2024-02-01")
        self.assertSaid("Next free on 02/01/2024", 0.0, plan=at_once)

    def test_an_announced_return_has_its_own_day(self):
        rented = [self._rent_out(serial, "2024-03-01") for serial in ("P1", "P2", "P3")]
        rented[0]._announce_return(TODAY, date(2024, 1, 20))
        self.assertSaid("Next free on 01/20/2024", 0.0)

    def test_what_nobody_knows_is_not_promised(self):
        """Late, renewed, broken: no day. Due today: it is here tomorrow."""
        late = self._rent_out("P1", "2024-01-09")
        renewed = self._rent_out("P2", "2024-02-01")
        renewed._write_kept({"renewal": "automatic"})
        self.assertTrue(renewed.renewal_date)
        broken = self._rent_out("P3", "2024-02-02")
        incidents = self.env["subscription.incident"]
        incidents.create({"assignment_id": broken.assignment_ids.id})
        self.assertSaid("All are rented out at the moment", 0.0)
        late._write_kept({"date_end": "2024-01-10"})
        self.assertSaid("Next free on 01/11/2024", 0.0)

    def test_who_waits_already_gets_the_first_ones(self):
        for number, serial in enumerate(("P1", "P2", "P3"), start=1):
            self._rent_out(serial, f"2024-02-0{number}")
        self.assertSaid("Next free on 02/01/2024", 0.0)
        self._ordered(plan_id=self.lent.id)
        self.assertSaid("Next free on 02/02/2024", 0.0)
        self._ordered(2.0, plan_id=self.lent.id)
        self.assertSaid("All are rented out at the moment", 0.0)

    def test_units_that_are_checked_are_not_here(self):
        rented = self._ordered(3.0, plan_id=self.lent.id)
        self._ship(rented, "P1", "P2", "P3")
        self._return(rented)
        self.assertSaid("All are rented out at the moment", 0.0)

    def test_each_website_has_its_own_warehouse(self):
        other = self.env["stock.warehouse"].create({"name": "Other", "code": "OTH"})
        other._create_rental_operations()
        self.website.warehouse_id = other
        self.assertSaid("All are rented out at the moment", 0.0)
        self._receive(self.phone, "O1", warehouse=other)
        self.assertSaid("Available now", 1.0)
        self._rent_out("P1", "2024-02-01")
        self._rent_out("P2", "2024-02-01")
        self.website.warehouse_id = False
        self.assertSaid("Available now", 1.0)
        self.website.warehouse_id = other
        self.assertSaid("Available now", 1.0)

    def test_another_company_has_none_of_them(self):
        company = self.setup_other_company()["company"]
        self.website.warehouse_id = False
        self.website.company_id = company
        with self._visit():
            warehouse = self.website._get_rental_warehouse()
            self.assertEqual(warehouse.company_id, company)
            supply = self.phone._get_rental_supply(warehouse, TODAY)
        self.assertEqual(supply.count_by(), 0)
        nowhere = self.env["stock.warehouse"]
        supply = self.phone._get_rental_supply(nowhere, TODAY)
        self.assertEqual(supply.count_by(), 0)

    def test_services_have_no_units(self):
        with self._visit():
            shop = self.website._get_rental_shop()
            (offer,) = self.template._get_shop_offers(self.bike, shop)
        self.assertFalse(offer.get("units"))
        self.assertNotIn("Starts when you have it", offer["facts"])

    def test_the_page_says_when_it_starts(self):
        later = self._renting_plan("Later", start_delay_days=2)
        at_once = self._renting_plan("At once", start_on_handover=False)
        with self._visit():
            shop = self.website._get_rental_shop()
            facts = {
                plan: plan._get_shop_facts(self.phone, shop)
                for plan in (self.renting, later, at_once)
            }
        self.assertIn("Starts when you have it", facts[self.renting])
        self.assertIn("Starts 2 days after you have it", facts[later])
        self.assertNotIn("Starts when you have it", facts[at_once])

    # === Odoo's own words about stock === #

    def _info(self, product):
        with self._visit():
            here = product.with_context(website_sale_stock_get_quantity=True)
            return here.product_tmpl_id._get_combination_info(product_id=product.id)

    def test_odoo_is_silent_about_what_is_only_rented(self):
        self.handset.allow_out_of_stock_order = False
        self.assertFalse(self._info(self.phone)["is_storable"])
        self.handset.rental_shop_mode = "both"
        self.assertEqual(self._info(self.phone)["free_qty"], 3.0)
        case = self._goods("Case", tracking="none", allow_out_of_stock_order=False)
        self._receive(case, quantity=4.0)
        self.assertEqual(self._info(case)["free_qty"], 4.0)

    def _is_sold_out(self):
        self.env.invalidate_all()
        with self._visit():
            told = self.handset._is_sold_out(), self.phone._is_sold_out()
            self.assertEqual(*told)
            most = self.phone._get_max_quantity(self.website, self._cart())
            self.assertEqual(most < 1, told[0])
            return told[0]

    def test_rented_out_is_sold_out_unless_it_is_ordered_ahead(self):
        self.assertFalse(self._is_sold_out())
        for serial in ("P1", "P2", "P3"):
            self._rent_out(serial, "2024-02-01")
        self.assertTrue(self._is_sold_out())
        self.handset.rental_order_ahead = True
        self.assertFalse(self._is_sold_out())

    def test_search_engines_are_told(self):
        """Both addons add to what schema.org knows: neither breaks the other."""
        with self._visit():
            data = self.handset._to_markup_data(self.website)
        self.assertEqual(
            {offer["availability"] for offer in data["offers"]},
            {"https://schema.org/InStock"},
        )
        for serial in ("P1", "P2", "P3"):
            self._rent_out(serial)
        with self._visit():
            data = self.handset._to_markup_data(self.website)
        self.assertEqual(
            {offer["availability"] for offer in data["offers"]},
            {"https://schema.org/OutOfStock"},
        )
