from odoo import Command
from odoo.exceptions import RedirectWarning
from odoo.tests import Form, freeze_time

from ..common_selling import SellingCommon

ALIGNED = {"alignment": "calendar"}


@freeze_time("2024-01-11 12:00:00")
class TestSigned(SellingCommon):
    """What is signed, and paid, is what is invoiced (A2 to A5, A7, A21)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax = cls.env["account.tax"].create({"name": "21 % signed", "amount": 21.0})
        cls.free = cls.env["account.tax"].create({"name": "0 % signed", "amount": 0.0})
        cls.product.taxes_id = cls.tax
        cls.lock = cls._product("Lock")

    def _taxed(self, plan=None, **others):
        """Return a quotation whose line has the taxes of its product."""
        order = self._rental(plan, **{"tax_ids": [Command.set(self.tax.ids)], **others})
        self.assertEqual(order.order_line.tax_ids, self.tax)
        return order

    def _discount(self, order, kind, amount, recurs=True):
        name = "discount_amount" if kind == "amount" else "discount_percentage"
        self.env["sale.order.discount"].create(
            {
                "sale_order_id": order.id,
                "discount_type": kind,
                name: amount,
                "rental_recurs": recurs,
            }
        ).action_apply_discount()

    def _invoices(self, order, *days):
        """Return the totals of the bills on these days."""
        subscription = self._confirm(order)
        return [self._bill(subscription, day).amount_total for day in days]

    # === discounts of the whole order (A2) === #

    def test_a_discount_of_the_order_holds_each_time(self):
        for kind, amount in (("so_discount", 0.1), ("amount", 7.26)):
            with self.subTest(kind):
                order = self._taxed(product_uom_qty=2.0)
                self._discount(order, kind, amount)
                self.assertAlmostEqual(order.amount_total, 65.34, 2)
                self.assertAlmostEqual(order._get_rental_totals()[0]["total"], 65.34, 2)
                bills = self._invoices(order, "2024-01-11", "2024-02-11")
                self.assertEqual(bills, [65.34, 65.34])

    def test_or_once_if_the_clerk_says_so(self):
        for kind, amount in (("so_discount", 0.1), ("amount", 7.26)):
            with self.subTest(kind):
                order = self._taxed(product_uom_qty=2.0)
                self._discount(order, kind, amount, recurs=False)
                self.assertAlmostEqual(order.amount_total, 65.34, 2)
                self.assertAlmostEqual(order._get_rental_totals()[0]["total"], 72.6, 2)
                bills = self._invoices(order, "2024-01-11", "2024-02-11")
                self.assertEqual(bills, [65.34, 72.6])

    def test_beside_what_is_sold_once_each_part_gets_its_own(self):
        order = self._taxed()
        once = {"product_id": self._product("Lock").id, "price_unit": 100.0}
        order.order_line = [
            Command.create({**once, "tax_ids": [Command.set(self.tax.ids)]})
        ]
        self._discount(order, "so_discount", 0.1)
        self.assertAlmostEqual(order.amount_total, 130 * 0.9 * 1.21, 2)
        self.assertEqual(self._invoices(order, "2024-01-11"), [32.67])
        self.assertAlmostEqual(order._create_invoices().amount_total, 108.9, 2)

    def test_a_discount_of_what_is_not_due_yet_comes_with_the_first_bill(self):
        order = self._taxed(self._plan(trial_days=14))
        self._discount(order, "so_discount", 0.5, recurs=False)
        self.assertEqual(order.amount_total, 0.0)
        bills = self._invoices(order, "2024-01-25", "2024-02-25")
        self.assertAlmostEqual(bills[0], 36.3 / 2, 2)
        self.assertEqual(bills[1], 36.3)

    def test_a_discount_of_what_never_began_gives_nothing(self):
        order = self._taxed(self._plan(trial_days=14))
        self._discount(order, "amount", 5.0, recurs=False)
        subscription = self._confirm(order)
        subscription.action_cancel()
        self.assertEqual(subscription.charge_ids.state, "cancelled")
        self.assertFalse(subscription.invoice_count)

    def test_an_amount_is_shared_out(self):
        """Each plan's part is a line with taxes of its own, rounded by themselves."""
        other = self._plan(price=30.0, name="Other")
        order = self._taxed()
        taxed = {"tax_ids": [Command.set(self.tax.ids)], "product_id": self.product.id}
        order.order_line = [
            Command.create({**taxed, "rental_plan_id": other.id}),
            Command.create({**taxed, "product_id": self.lock.id, "price_unit": 30.0}),
        ]
        before = order.amount_total
        self._discount(order, "amount", 10.0)
        self.assertAlmostEqual(order.amount_total, before - 10.0, 2)
        self._discount(order, "amount", 10.0, recurs=False)
        self.assertAlmostEqual(order.amount_total, before - 20.0, 2)

    def test_a_deposit_gets_no_discount(self):
        order = self._taxed(self._plan(deposit=100.0))
        self._discount(order, "sol_discount", 0.1)
        self.assertEqual(order._get_rental_deposit(), 100.0)

    def test_a_discount_goes_with_its_plan(self):
        other = self._plan(price=30.0, name="Other")
        order = self._taxed()
        self._discount(order, "amount", 5.0)
        line = order.order_line.filtered(lambda line: not line._is_discount())
        order.write({"order_line": [Command.update(line.id, {"rental_plan_id": other.id})]})
        self.assertEqual(len(order.order_line), 1)
        self.assertEqual(self._invoices(order, "2024-01-11"), [order.amount_total])

    def test_a_percentage_is_no_typed_price(self):
        order = self._taxed(self._plan(price=32.9, **ALIGNED), product_uom_qty=3.0)
        self._discount(order, "so_discount", 0.1)
        with freeze_time("2024-01-19 12:00:00"):
            order.action_confirm()
        line = order.order_line
        self.assertEqual(line.price_unit, line.technical_price_unit)
        self.assertEqual(order.rental_subscription_ids.line_ids.price_unit, 32.9)

    def test_a_typed_price_is_what_is_billed(self):
        order = self._taxed()
        order.order_line.price_unit = 15.0
        self.assertEqual(self._invoices(order, "2024-01-11"), [18.15])

    # === what depends on the day (A3) === #

    def test_confirmed_later_it_is_what_is_due_on_that_day(self):
        order = self._taxed(self._plan(**ALIGNED))
        self.assertAlmostEqual(order.amount_untaxed, 20.32, 2)
        with freeze_time("2024-01-26 12:00:00"):
            subscription = self._confirm(order)
            invoice = self._bill(subscription, "2024-01-26")
        self.assertAlmostEqual(order.amount_untaxed, 5.81, 2)
        self.assertEqual(invoice.amount_total, order.amount_total)

    def test_sent_or_copied_later_too(self):
        order = self._taxed(self._plan(**ALIGNED))
        with freeze_time("2024-01-26 12:00:00"):
            copied = order.copy()
            self.assertAlmostEqual(copied.amount_untaxed, 5.81, 2)
            order.action_quotation_sent()
            self.assertAlmostEqual(order.amount_untaxed, 5.81, 2)

    def test_a_typed_price_stays(self):
        order = self._taxed(self._plan(**ALIGNED))
        order.order_line.price_unit = 11.0
        with freeze_time("2024-01-26 12:00:00"):
            order.action_quotation_sent()
        self.assertEqual(order.order_line.price_unit, 11.0)

    def test_a_discount_once_follows_the_start(self):
        order = self._taxed()
        self._discount(order, "amount", 6.05, recurs=False)
        order.rental_date_start = "2024-03-01"
        self.assertEqual(order.amount_total, 0.0)
        order.rental_date_start = False
        self.assertAlmostEqual(order.amount_total, 30.25, 2)
        self.assertEqual(self._invoices(order, "2024-01-11"), [30.25])

    # === the header (A4) === #

    def test_the_fiscal_position_of_the_order_holds(self):
        position = self.env["account.fiscal.position"].create({"name": "Intra-Community"})
        self.free.write(
            {
                "fiscal_position_ids": [Command.set(position.ids)],
                "original_tax_ids": [Command.set(self.tax.ids)],
            }
        )
        order = self._taxed()
        order.fiscal_position_id = position
        order.action_update_taxes()
        self.assertEqual(order.amount_total, 30.0)
        self.assertEqual(self._invoices(order, "2024-01-11", "2024-02-11"), [30.0, 30.0])
        self.assertEqual(order.rental_subscription_ids.fiscal_position_id, position)

    def test_the_customers_own_position_is_followed(self):
        position = self.env["account.fiscal.position"].create({"name": "Abroad"})
        self.partner_a.property_account_position_id = position
        subscription = self._confirm(self._taxed())
        self.assertFalse(subscription.fiscal_position_id)

    def test_the_journal_of_the_order_holds(self):
        journal = self.company_data["default_journal_sale"].copy({"code": "RENT"})
        order = self._taxed()
        order.journal_id = journal
        subscription = self._confirm(order)
        self.assertEqual(self._bill(subscription, "2024-01-11").journal_id, journal)

    def test_a_line_without_taxes_is_invoiced_without(self):
        order = self._taxed()
        order.order_line.tax_ids = False
        self.assertEqual(self._invoices(order, "2024-01-11", "2024-02-11"), [30.0, 30.0])

    # === after the confirmation (A5) === #

    def test_what_recurs_is_not_changed_on_a_confirmed_order(self):
        order = self._taxed()
        subscription = self._confirm(order)
        line = order.order_line
        other = self._plan(price=50.0)
        new = {"product_id": self.product.id, "rental_plan_id": other.id}
        for change in (
            lambda: order.write({"order_line": [Command.create(new)]}),
            lambda: line.write({"product_uom_qty": 3.0}),
            lambda: line.write({"rental_price_unit": 1.0}),
            lambda: line.write({"discount": 50.0}),
            lambda: line.write({"rental_plan_id": False}),
            lambda: line.write({"rental_with_cover": True}),
            lambda: order.write({"rental_date_start": "2024-06-01"}),
        ):
            with (
                self.assertRaisesRegex(RedirectWarning, "is confirmed"),
                self.env.cr.savepoint(),
            ):
                change()
        line.write({"product_uom_qty": line.product_uom_qty, "name": "The same"})
        self.assertEqual(order.rental_subscription_ids, subscription)

    # === ways around the configurator (A7) === #

    def test_a_quotation_template_sells_by_its_plan(self):
        template = self.env["sale.order.template"].create(
            {
                "name": "Bike to go",
                "sale_order_template_line_ids": [
                    Command.create(
                        {"product_id": self.product.id, "rental_plan_id": self.plan.id}
                    )
                ],
            }
        )
        self.env.user.group_ids += self.env.ref("sale_management.group_sale_order_template")
        form = Form(self.env["sale.order"])
        form.partner_id = self.partner_a
        form.sale_order_template_id = template
        order = form.save()
        self.assertEqual(order.order_line.rental_plan_id, self.plan)
        self.assertEqual(order.order_line.price_unit, 30.0)
        self.assertEqual(len(self._confirm(order)), 1)

    def test_a_line_without_its_plan_is_told(self):
        order = self._order((self.product, None, {}))
        self.assertEqual(order.rental_plan_missing, "Bike")
        order.order_line.rental_plan_id = self.plan
        self.assertFalse(order.rental_plan_missing)

    # === shown at once (A21) === #

    def test_a_cover_counts_before_it_is_saved(self):
        cover = self._product("Insurance")
        cover.list_price = 4.0
        cover.taxes_id = False
        self.product.taxes_id = False
        self.product.product_tmpl_id.rental_cover_product_id = cover
        order = self._rental()
        line = order.order_line
        unsaved = order.new(origin=order)
        unsaved.order_line.rental_with_cover = True
        self.assertEqual(unsaved._get_rental_totals()[0]["total"], 34.0)
        line.rental_with_cover = True
        order._sync_rental_lines()
        self.assertEqual(order._get_rental_totals()[0]["total"], 34.0)
        unsaved = order.new(origin=order)
        unsaved.order_line.rental_with_cover = False
        self.assertEqual(unsaved._get_rental_totals()[0]["total"], 30.0)
