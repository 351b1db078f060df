from unittest.mock import MagicMock, patch

from odoo import Command

from ..common_selling import SellingCommon


class TestWaysOfAdding(SellingCommon):
    """No way of making a line sells a subscription product by mistake (SE13)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.setup_fee = 20.0
        cls.product.rental_deposit = 50.0

    def _kinds(self, order):
        """Return what comes along with plans: (kind, amount)."""
        extras = order.order_line.filtered("rental_kind")
        return sorted((line.rental_kind, line.price_subtotal) for line in extras)

    def _template(self, *lines):
        return self.env["sale.order.template"].create(
            {
                "name": "Fleet",
                "sale_order_template_line_ids": [Command.create(line) for line in lines],
            }
        )

    def _from_template(self, template):
        order = self.env["sale.order"].create(
            {"partner_id": self.partner_a.id, "sale_order_template_id": template.id}
        )
        order._onchange_sale_order_template_id()
        # As the form saves it.
        order.write({"order_line": []})
        return order

    def _sold(self, quantity=1.0):
        return {
            "product_id": self.product.id,
            "rental_plan_id": self.plan.id,
            "product_uom_qty": quantity,
        }

    # === the catalogue === #

    def _pick(self, order, quantity, product=None):
        """Choose so many of a product in the catalogue; return the price it shows."""
        product = product or self.product
        # The catalogue asks by a request of the browser.
        with patch("odoo.addons.sale.models.sale_order.request", new=MagicMock()):
            return order._update_order_line_info(product.id, quantity)

    def test_the_catalogue_sells_by_the_plan_that_its_dialog_proposes(self):
        order = self._order()
        shown = self._pick(order, 2)
        line = order.order_line.filtered("is_rental_recurring")
        self.assertEqual((line.rental_plan_id, line.product_uom_qty), (self.plan, 2))
        self.assertEqual(shown, line.price_unit)
        self.assertEqual(self._kinds(order), [("deposit", 100.0), ("setup_fee", 20.0)])
        self.assertFalse(order.rental_plan_missing)

    def test_the_catalogue_shows_the_price_of_that_plan(self):
        bell = self._product("Bell")
        data = self._order()._get_product_catalog_order_data(self.product | bell)
        prices = [data[product.id]["price"] for product in (self.product, bell)]
        self.assertEqual(prices, [30.0, 40.0])

    def test_the_catalogue_changes_what_comes_along(self):
        order = self._order()
        self._pick(order, 1)
        self._pick(order, 3)
        self.assertEqual(self._kinds(order), [("deposit", 150.0), ("setup_fee", 20.0)])
        self._pick(order, 0)
        self.assertFalse(order.order_line)

    def test_the_catalogue_sells_other_products_once(self):
        order = self._order()
        self._pick(order, 1, self._product("Bell"))
        self.assertFalse(order.order_line.rental_plan_id)

    def test_a_plan_that_was_chosen_stays(self):
        other = self._plan(name="Yearly")
        order = self._rental(other)
        self._pick(order, 4)
        line = order.order_line.filtered("is_rental_recurring")
        self.assertEqual((line.rental_plan_id, line.product_uom_qty), (other, 4))

    # === templates, sections, optional products === #

    def test_a_template_keeps_plans_sections_and_notes(self):
        template = self._template(
            {"display_type": "line_section", "name": "Bikes"},
            self._sold(2.0),
            {"display_type": "line_note", "name": "With lights"},
        )
        order = self._from_template(template)
        kinds = [(line.display_type, line.rental_plan_id) for line in order.order_line[:3]]
        none = self.plan.browse()
        self.assertEqual(
            kinds, [("line_section", none), (False, self.plan), ("line_note", none)]
        )
        self.assertEqual(self._kinds(order), [("deposit", 100.0), ("setup_fee", 20.0)])
        rental = self._confirm(order)
        self.assertEqual(rental.line_ids.product_id, self.product)
        self.assertEqual(rental.line_ids.quantity, 2.0)

    def _with_option(self):
        """Return (order, line) of a template whose plan is optional."""
        template = self._template(
            {"product_id": self._product("Helmet").id, "product_uom_qty": 1.0},
            {"display_type": "line_section", "name": "If you want", "is_optional": True},
            self._sold(0.0),
        )
        order = self._from_template(template)
        return order, order.order_line.filtered("is_rental_recurring")

    def test_what_is_optional_costs_nothing_until_it_is_chosen(self):
        order, line = self._with_option()
        self.assertEqual((line.rental_plan_id, line.product_uom_qty), (self.plan, 0.0))
        self.assertTrue(line._can_be_edited_on_portal())
        self.assertFalse(self._kinds(order))
        self.assertEqual(order.amount_untaxed, 40.0)
        self.assertFalse(order._get_rental_totals())
        self.assertFalse(self._confirm(order))

    def test_the_customer_chooses_it_on_the_page(self):
        order, line = self._with_option()
        line.sudo().product_uom_qty = 1.0
        # What the page does whenever it is shown.
        order._refresh_rental_prices()
        self.assertEqual(self._kinds(order), [("deposit", 50.0), ("setup_fee", 20.0)])
        self.assertEqual(len(order._get_rental_totals()), 1)
        shown = order.amount_total
        rental = self._confirm(order)
        self.assertEqual(order.amount_total, shown)
        self.assertEqual(rental.plan_id, self.plan)
        line = order.order_line.filtered("is_rental_recurring")
        self.assertEqual(line.rental_plan_id, self.plan)

    def test_what_is_not_chosen_any_more_takes_its_extras_along(self):
        order, line = self._with_option()
        line.product_uom_qty = 1.0
        order._refresh_rental_prices()
        line.product_uom_qty = 0.0
        order._refresh_rental_prices()
        self.assertFalse(self._kinds(order))

    # === copies === #

    def test_a_copy_keeps_plan_discount_and_cover_and_has_todays_prices(self):
        cover = self._product("Damage waiver")
        self.product.rental_cover_product_id = cover
        order = self._rental(rental_with_cover=True, discount=10.0, product_uom_qty=2.0)
        self.plan.line_ids.price_unit = 36.0
        self.plan.setup_fee = 25.0
        copy = order.copy()
        line = copy.order_line.filtered(lambda one: one.product_id == self.product)
        self.assertEqual((line.rental_plan_id, line.discount), (self.plan, 10.0))
        self.assertEqual(line.rental_price_unit, 36.0)
        covers = copy.order_line.filtered("rental_is_cover")
        self.assertEqual(covers.product_id, cover)
        self.assertEqual(covers.product_uom_qty, 2.0)
        self.assertEqual(self._kinds(copy), [("deposit", 100.0), ("setup_fee", 25.0)])
        self.assertIn("36.00", copy.message_ids[:1].body)

    def test_a_copy_of_todays_prices_says_nothing(self):
        copy = self._rental().copy()
        self.assertNotIn("prices of today", str(copy.message_ids.mapped("body")))

    def test_a_price_that_was_typed_is_named_on_the_copy(self):
        order = self._rental()
        order.order_line.filtered("is_rental_recurring").rental_price_unit = 27.0
        copy = order.copy()
        line = copy.order_line.filtered("is_rental_recurring")
        self.assertEqual(line.rental_price_unit, 30.0)
        self.assertIn("27.00", copy.message_ids[:1].body)

    def test_a_fee_that_was_waived_stays_waived(self):
        order = self._rental()
        fee = order.order_line.filtered(lambda one: one.rental_kind == "setup_fee")
        fee.price_unit = 0.0
        self.plan.setup_fee = 25.0
        copy = order.copy()
        self.assertEqual(self._kinds(copy), [("deposit", 50.0), ("setup_fee", 0.0)])
