from odoo import Command
from odoo.tests import Form, freeze_time

from ..common_phases import PhasesCommon
from ..common_selling import SellingCommon


@freeze_time("2024-01-01 12:00:00")
class TestPricelists(SellingCommon, PhasesCommon):
    """The customer's pricelist on recurring prices: signed, billed and kept (PL16)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.listed = cls._plan(29.99, uses_pricelist=True)

    def _pricelist(self, *rules, **values):
        """Return a pricelist of these rules."""
        return self.env["product.pricelist"].create(
            {
                "name": "Friends",
                "item_ids": [
                    Command.create({"applied_on": "3_global", **rule}) for rule in rules
                ],
                **values,
            }
        )

    def _percent(self, percent, **values):
        return {"compute_price": "percentage", "percent_price": percent, **values}

    def _sold(self, pricelist, plan=None, **line):
        """Return a quotation by this pricelist."""
        return self._order(
            (self.product, plan or self.listed, line), pricelist_id=pricelist.id
        )

    def _check(self, order, price):
        """Check that line, first invoice and later ones agree on this amount."""
        (row,) = order._get_rental_totals()
        self.assertEqual((row["total"], order.amount_total), (price, price))
        subscription = self._confirm(order)
        self.assertEqual(subscription.recurring_amount, price)
        self.assertEqual(self._get_amounts(subscription, "2024-03-01"), [price] * 3)

    # === kinds of rules === #

    def test_a_percentage_is_off_the_plans_price(self):
        """15 % off 29.99 are 25.4915: shown, signed and billed as 25.49."""
        order = self._sold(self._pricelist(self._percent(15)))
        self.assertEqual(order.order_line.rental_price_unit, 25.49)
        self._check(order, 25.49)

    def test_three_cost_three_times_what_is_shown(self):
        order = self._sold(self._pricelist(self._percent(15)), product_uom_qty=3)
        self._check(order, 76.47)

    def test_a_formula(self):
        rule = {
            "compute_price": "formula",
            "price_discount": 10,
            "price_round": 1,
            "price_surcharge": -0.05,
        }
        self._check(self._sold(self._pricelist(rule)), 26.95)

    def test_a_fixed_price_holds_per_interval(self):
        rule = {"compute_price": "fixed", "fixed_price": 19.5}
        self._check(self._sold(self._pricelist(rule)), 19.5)

    def test_another_pricelist_is_the_base(self):
        base = self._pricelist(self._percent(50))
        rule = self._percent(10, base="pricelist", base_pricelist_id=base.id)
        # 14.995, and 10 % less.
        self._check(self._sold(self._pricelist(rule)), 13.5)

    def test_without_a_rule_it_is_the_plans_price(self):
        self._check(self._sold(self._pricelist()), 29.99)

    def test_a_plan_that_does_not_ask_is_not_changed_by_it(self):
        order = self._sold(self._pricelist(self._percent(15)), self._plan(30.0))
        self._check(order, 30.0)

    def test_what_is_shown_as_a_discount_is_taken_off_once(self):
        """Odoo shows percentages as discounts where the settings have discounts."""
        self.env.user.group_ids += self.env.ref("sale.group_discount_per_so_line")
        pricelist = self._pricelist(self._percent(15))
        order = self._sold(pricelist, tax_ids=[Command.clear()])
        self.assertFalse(order.order_line.discount)
        self._check(order, 25.49)
        other = self._sold(pricelist, self._plan(30.0))
        self.assertFalse(other.order_line.discount)
        other.order_line.discount = 5.0
        other.order_line.product_uom_qty = 2
        self.assertEqual(other.order_line.discount, 5.0)

    # === quantities and units === #

    def test_by_quantity(self):
        pricelist = self._pricelist(self._percent(20, min_quantity=10), self._percent(10))
        order = self._sold(pricelist)
        line = order.order_line
        self.assertEqual(line.rental_price_unit, 26.99)
        line.product_uom_qty = 10
        self.assertEqual((line.rental_price_unit, order.amount_total), (23.99, 239.9))
        line.product_uom_qty = 9
        self.assertEqual(line.rental_price_unit, 26.99)

    def test_by_quantity_while_it_is_typed_in(self):
        pricelist = self._pricelist(self._percent(20, min_quantity=10), self._percent(10))
        order = self._sold(pricelist)
        with Form(order) as form, form.order_line.edit(0) as row:
            row.product_uom_qty = 10
            self.assertEqual(row.rental_price_unit, 23.99)
            row.rental_price_unit = 22.0
            row.product_uom_qty = 9
            self.assertEqual(row.rental_price_unit, 22.0)
        self.assertEqual(order.order_line.rental_price_unit, 22.0)

    def test_a_price_that_was_typed_stays(self):
        pricelist = self._pricelist(self._percent(20, min_quantity=10))
        order = self._sold(pricelist)
        order.order_line.rental_price_unit = 21.0
        order.order_line.product_uom_qty = 10
        self.assertEqual(order.order_line.rental_price_unit, 21.0)
        given = self._sold(pricelist, rental_price_unit=22.0)
        given.order_line.product_uom_qty = 10
        self.assertEqual(given.order_line.rental_price_unit, 22.0)

    def test_a_typed_price_stays_where_the_plan_asks_no_pricelist(self):
        order = self._rental()
        order.order_line.rental_price_unit = 21.0
        order.order_line.product_uom_qty = 10
        self.assertEqual(order.order_line.rental_price_unit, 21.0)

    def test_a_dozen_is_priced_as_twelve(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        pricelist = self._pricelist(self._percent(20, min_quantity=12), self._percent(10))
        order = self._sold(pricelist, product_uom_id=dozen.id)
        # 12 of 29.99 less 20 %.
        self._check(order, 287.9)

    # === together with what else there is === #

    def test_in_the_currency_of_the_pricelist(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].search([("currency_id", "=", euro.id)]).unlink()
        self.env["res.currency.rate"].create(
            {"currency_id": euro.id, "rate": 2.0, "name": "2020-01-01"}
        )
        pricelist = self._pricelist(self._percent(15), currency_id=euro.id)
        self._check(self._sold(pricelist), 50.98)

    def test_half_of_the_listed_price_at_first(self):
        self.listed.line_ids.phases = "1 x -50%; 1 x 9.90"
        order = self._sold(self._pricelist(self._percent(10)))
        subscription = self._confirm(order)
        self.assertEqual(self._get_amounts(subscription, "2024-03-01"), [13.5, 9.9, 26.99])

    def test_another_pricelist_asks_anew_and_what_was_typed_on_request(self):
        order = self._sold(self._pricelist(self._percent(15)))
        order.pricelist_id = self._pricelist(self._percent(20))
        self.assertEqual(order.order_line.rental_price_unit, 23.99)
        order.order_line.rental_price_unit = 22.0
        order.action_update_prices()
        self.assertFalse(order.order_line.rental_typed_uid)
        self.assertEqual(
            (order.order_line.rental_price_unit, order.amount_total), (23.99,) * 2
        )

    def test_the_configurator_says_the_listed_price(self):
        pricelist = self._pricelist(self._percent(15))
        currency, day = self.company.currency_id, self.listed.preview_date
        offer = self.listed._get_offer(self.product, currency, day, pricelist)
        self.assertEqual(offer["price"], 25.49)

    def test_without_a_quotation_the_customers_pricelist_counts(self):
        self.partner_a.property_product_pricelist = self._pricelist(self._percent(15))
        draft = self._draft(plan_id=self.listed.id)
        self.assertEqual(draft.line_ids.price_unit, 25.49)
        other = self._draft(plan_id=self.plan.id)
        self.assertEqual(other.line_ids.price_unit, 30.0)

    def _set_list_by_ten(self):
        """Let the customer have a pricelist with another price from ten on."""
        by_ten = self._pricelist(self._percent(20, min_quantity=10), self._percent(10))
        # Without Odoo's setting no customer has a pricelist.
        everybody = self.env.ref("base.group_user")
        everybody.implied_ids |= self.env.ref("product.group_product_pricelist")
        self.partner_a.property_product_pricelist = by_ten
        return by_ten

    def test_another_quantity_of_a_draft_without_a_quotation_asks_anew(self):
        self._set_list_by_ten()
        draft = self._draft(plan_id=self.listed.id)
        line = draft.line_ids
        for quantity, price in ((10, 23.99), (9, 26.99)):
            line.quantity = quantity
            self.assertEqual(line.price_unit, price)
        line.price_unit = 25.0
        line.quantity = 10
        self.assertEqual(line.price_unit, 25.0, "what was typed stays")
        # Saved or not yet, while it is typed in.
        with Form(draft) as form:
            with form.line_ids.new() as row:
                row.product_id = self.product
                self.assertEqual(row.price_unit, 26.99)
                row.quantity = 10
                self.assertEqual(row.price_unit, 23.99)
            with form.line_ids.edit(0) as row:
                row.quantity = 9
                self.assertEqual(row.price_unit, 25.0)
        added = draft.line_ids - line
        self.assertEqual((added.price_unit, added.listed_price), (23.99, 23.99))

    def test_what_was_agreed_on_or_signed_keeps_its_price_for_another_quantity(self):
        by_ten = self._set_list_by_ten()
        draft = self._draft(plan_id=self.listed.id)
        draft._start(draft.date_start)
        order = self._sold(by_ten)
        order.rental_date_start = "2040-01-01"
        signed = self._confirm(order)
        signed.action_back_to_draft()
        for line in (draft | signed).line_ids:
            line.quantity = 10
            self.assertEqual(line.price_unit, 26.99)

    def test_what_a_change_adds_is_priced_by_its_quantity(self):
        # Without Odoo's setting no customer has a pricelist.
        everybody = self.env.ref("base.group_user")
        everybody.implied_ids |= self.env.ref("product.group_product_pricelist")
        halved = self._pricelist(self._percent(50, min_quantity=10))
        self.partner_a.property_product_pricelist = halved
        rental = self._subscription(plan_id=self._plan(uses_pricelist=True).id)
        dialogs = self.env["subscription.change.dialog"]
        dialog = Form(dialogs.with_context(default_subscription_id=rental.id))
        with dialog.line_ids.new() as row:
            row.product_id = self.product
            self.assertEqual(row.price_unit, 30.0)
            row.quantity = 10
            self.assertEqual(row.price_unit, 15.0)
            row.price_unit = 20.0
            row.quantity = 1
            self.assertEqual(row.price_unit, 20.0, "what was typed stays")
        with dialog.line_ids.edit(0) as row:
            row.quantity = 10
            self.assertEqual(row.price_unit, 30.0, "what was agreed on stays")

    # === variants === #

    def _variant(self):
        """Return a red helmet, which costs 7 more than a blue one."""
        attribute = self.env["product.attribute"].create({"name": "Colour"})
        blue, red = self.env["product.attribute.value"].create(
            [
                {"name": "Blue", "attribute_id": attribute.id},
                {"name": "Red", "attribute_id": attribute.id, "default_extra_price": 7.0},
            ]
        )
        colours = {
            "attribute_id": attribute.id,
            "value_ids": [Command.set((blue | red).ids)],
        }
        template = self.env["product.template"].create(
            {
                "name": "Helmet",
                "type": "service",
                "attribute_line_ids": [Command.create(colours)],
            }
        )
        return template.product_variant_ids.filtered("price_extra")

    def _plan_of(self, variant, **values):
        """Return a plan that rents this product out for 30, whichever variant."""
        plan = self._plan(**values)
        template = variant.product_tmpl_id
        plan.line_ids.write({"product_tmpl_id": template.id, "price_unit": 30.0})
        return plan

    def test_extras_of_variants_are_added_where_the_plan_says_so(self):
        red = self._variant()
        for adds, price in ((False, 30.0), (True, 37.0)):
            order = self._order((red, self._plan_of(red, adds_extras=adds), {}))
            self.assertEqual(order.order_line.rental_price_unit, price)

    def test_a_price_of_the_variant_has_its_extra_already(self):
        red = self._variant()
        plan = self._plan_of(red, adds_extras=True)
        plan.line_ids.write({"product_id": red.id, "price_unit": 30.0})
        order = self._order((red, plan, {}))
        self.assertEqual(order.order_line.rental_price_unit, 30.0)

    def test_extras_and_a_pricelist(self):
        red = self._variant()
        plan = self._plan_of(red, adds_extras=True, uses_pricelist=True)
        order = self._order(
            (red, plan, {}), pricelist_id=self._pricelist(self._percent(10)).id
        )
        self._check(order, 33.3)
