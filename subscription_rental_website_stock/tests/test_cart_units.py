from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time

from .common import UnitsCommon


@freeze_time("2024-01-10 12:00:00")
class TestCartUnits(UnitsCommon):
    """A cart holds no more units than are free, and says why (SE6, PL10)."""

    def setUp(self):
        super().setUp()
        visit = self._visit()
        visit.__enter__()
        self.addCleanup(visit.__exit__, None, None, None)
        self.yearly = self._renting_plan("Yearly phones", interval_unit="year")
        self.cart = self._cart()

    def _rent(self, quantity=1.0, plan=None, cart=None):
        return self._add(cart or self.cart, self.phone, quantity, plan or self.renting)

    def test_all_plans_share_the_units(self):
        line, warning = self._rent(2.0)
        self.assertFalse(warning)
        other, warning = self._rent(2.0, self.yearly)
        self.assertEqual((line.product_uom_qty, other.product_uom_qty), (2.0, 1.0))
        self.assertEqual(
            warning, "Phone: you asked for 2, and 1 can be rented at the moment."
        )
        nothing, warning = self._rent(1.0, self._renting_plan("Third"))
        self.assertFalse(nothing)
        self.assertIn("no more than those in your cart", warning)
        self.assertEqual(self.cart.cart_quantity, 3)

    def test_no_quantity_gets_past_the_units(self):
        """Whatever a browser sends."""
        line, _warning = self._rent()
        self.assertEqual(line._get_max_line_qty(), 3.0)
        for quantity in (10**6, 4):
            answer = self.cart._cart_update_line_quantity(line.id, quantity)
            self.assertEqual((line.product_uom_qty, answer["quantity"]), (3.0, 3))
            self.assertIn("3 can be rented", answer["warning"])
        self._rent(10**6)
        self.assertEqual(line.product_uom_qty, 3.0)
        self._rent(-2)
        self.assertEqual(line.product_uom_qty, 1.0)

    def test_a_pack_is_as_many_units_as_are_in_it(self):
        pack = self.env["uom.uom"].create(
            {
                "name": "Pair",
                "relative_factor": 2.0,
                "relative_uom_id": self.phone.uom_id.id,
            }
        )
        added = self.cart._cart_add(
            self.phone.id, 2, uom_id=pack.id, rental_plan_id=self.renting.id
        )
        self.assertEqual(added["quantity"], 1)
        line = self.cart.order_line.browse(added["line_id"])
        self.assertEqual(line._get_units(), 2)
        self.assertEqual(line._get_max_line_qty(), 1.5)

    def test_rented_out(self):
        for serial in ("P1", "P2", "P3"):
            self._rent_out(serial)
        line, warning = self._rent()
        self.assertFalse(line)
        self.assertEqual(warning, "Phone is rented out at the moment.")
        self.env["subscription.subscription"].search(
            [("plan_id", "=", self.lent.id)], limit=1
        )._write_kept({"date_end": "2024-02-01"})
        line, warning = self._rent()
        self.assertFalse(line)
        self.assertIn("the next one is free on 02/01/2024", warning)

    def test_ordered_ahead_line_by_line(self):
        """The first line gets the first unit, the second one the next."""
        self.handset.rental_order_ahead = True
        self._rent_out("P1", "2024-02-01")
        self._rent_out("P2", "2024-03-01")
        lines = [self._rent(1.0, plan)[0] for plan in (self.renting, self.yearly)]
        self.assertEqual(
            [line._get_units_note() for line in lines],
            [False, "Next free on 02/01/2024: you have it then."],
        )
        third, warning = self._rent(2.0)
        self.assertEqual((third, third.product_uom_qty), (lines[0], 2.0))
        self.assertTrue(warning)

    def test_the_page_knows_the_cart(self):
        self._rent(2.0)
        with self._visit(sale_order_id=self.cart.id):
            shop = self.website._get_rental_shop()
            said = []
            for _more in range(2):
                offers = self.handset._get_shop_offers(self.phone, shop)
                said.append((offers[0]["units"]["text"], offers[0]["units"]["most"]))
                self._rent(1.0)
        self.assertEqual(
            said, [("Available now", 1.0), ("All that are free are in your cart", 0.0)]
        )

    def test_a_line_that_nothing_is_left_for_is_named(self):
        line, _warning = self._rent(3.0)
        self._rent_out("P1")
        self.assertIn("Not enough are free", line._get_units_note())
        ((_title, message),) = self.cart._get_rental_problems()
        self.assertIn("not enough of Phone to rent any more", message)
        self.cart._cart_update_line_quantity(line.id, 2)
        self.assertFalse(line._get_units_note())
        self.assertFalse(self.cart._get_rental_problems())

    def test_a_plan_that_hands_over_wants_units(self):
        """Bought by shipments it is not limited: changed to a rent it is."""
        shipped = self._renting_plan(
            "Shipped", goods_handling="ship", start_on_handover=False
        )
        line, warning = self._rent(5.0, shipped)
        self.assertEqual((line.product_uom_qty, warning), (5.0, ""))
        with self.assertRaisesRegex(UserError, "Not enough of Phone"):
            self.cart._cart_set_plan(line.id, self.renting.id, with_cover=False)
        self.cart._cart_update_line_quantity(line.id, 3)
        self.cart._cart_set_plan(line.id, self.renting.id, with_cover=False)
        self.assertEqual(line.rental_plan_id, self.renting)

    # === beside what is bought === #

    def test_what_is_bought_has_odoos_limit_and_words(self):
        case = self._goods("Case", tracking="none", allow_out_of_stock_order=False)
        case.is_published = True
        self._receive(case, quantity=2.0)
        line, warning = self._add(self.cart, case, 5.0)
        self.assertEqual(line.product_uom_qty, 2.0)
        self.assertIn("only 2 is available", warning)
        self.assertTrue(line._check_availability())
        line.product_uom_qty = 9.0
        self.assertFalse(line._check_availability())

    def test_what_is_rented_has_no_words_about_buying(self):
        """Units that others have a claim to are in stock: Odoo would sell them."""
        self.handset.allow_out_of_stock_order = False
        self.handset.rental_order_ahead = True
        for serial in ("P1", "P2", "P3"):
            self._rent_out(serial, "2024-02-01")
        line, warning = self._rent(2.0)
        self.assertEqual((line.product_uom_qty, warning), (2.0, ""))
        self.assertTrue(line._check_availability())

    def test_rented_and_bought_pieces_are_of_one_stock(self):
        self.handset.write({"rental_shop_mode": "both", "allow_out_of_stock_order": False})
        self._rent(2.0)
        bought, warning = self._add(self.cart, self.phone, 2.0)
        self.assertEqual(bought.product_uom_qty, 1.0)
        self.assertIn("only 3 is available", warning)
        line, warning = self._rent(1.0)
        self.assertEqual(line.product_uom_qty, 2.0)
        self.assertIn("2 can be rented", warning)

    # === other customers === #

    def test_what_somebody_is_paying_for_is_kept_for_them(self):
        self._rent(2.0)
        for state, left in (
            ("draft", 1.0),
            ("pending", 1.0),
            ("authorized", 1.0),
            ("cancel", 3.0),
            ("error", 3.0),
        ):
            with self.subTest(state):
                transaction = self._begin_to_pay(self.cart, state)
                line, _warning = self._rent(3.0, cart=self._cart())
                self.assertEqual(line.product_uom_qty, left)
                self.assertFalse(self.cart._get_rental_problems())
                transaction.unlink()

    def test_who_went_away_from_paying_keeps_nothing(self):
        self._rent(2.0)
        transaction = self._begin_to_pay(self.cart)
        transaction.last_state_change = fields.Datetime.now() - timedelta(minutes=16)
        line, _warning = self._rent(3.0, cart=self._cart())
        self.assertEqual(line.product_uom_qty, 3.0)

    def test_other_shops_and_currencies_take_units_of_the_same_stock(self):
        """Another price list is another currency, and not another stock."""
        foreign = self.setup_other_currency("CAD", rates=[("2020-01-01", 0.5)])
        elsewhere = self._renting_plan("Foreign", currency_id=foreign.id)
        with self.assertRaisesRegex(UserError, "no longer offered"):
            self._rent(1.0, elsewhere)
        self._rent(2.0)
        self._begin_to_pay(self.cart)
        other = (
            self.env["website"]
            .sudo()
            .create(
                {
                    "name": "Other",
                    "company_id": self.company.id,
                    "warehouse_id": self.warehouse.id,
                }
            )
        )
        cart = self._cart()
        cart.website_id = other
        line, _warning = self._rent(3.0, cart=cart)
        self.assertEqual(line.product_uom_qty, 1.0)
        other.warehouse_id = self.env["stock.warehouse"].create(
            {"name": "Other", "code": "OTH"}
        )
        cart.order_line.unlink()
        cart._compute_warehouse_id()
        line, warning = self._rent(3.0, cart=cart)
        self.assertFalse(line)
        self.assertIn("rented out", warning)
