from datetime import date

from odoo import Command
from odoo.exceptions import RedirectWarning
from odoo.tests import Form, freeze_time

from odoo.addons.subscription_rental.told import Told

from .common import MeteredCommon


class TestTariffs(MeteredCommon):
    """What is agreed on is taken over from plan to order to subscription, and stays."""

    def _order(self, **values):
        return self.env["sale.order"].create(
            {
                "partner_id": self.partner_a.id,
                "date_order": "2024-01-01 10:00:00",
                "order_line": [
                    Command.create(
                        {"product_id": self.product.id, "rental_plan_id": self.plan.id}
                    )
                ],
                **values,
            }
        )

    @freeze_time("2024-01-01 12:00:00")
    def test_it_is_taken_over_from_plan_to_order_to_subscription(self):
        order = self._order()
        line = order.order_line.filtered("is_rental_recurring")
        self.assertEqual(line.rental_tariff_id, self.tariff)
        self.plan.line_ids.tariff_id = self._tariff(included=5)
        order.action_confirm()
        sold = order.rental_subscription_ids.line_ids
        self.assertEqual(sold.tariff_id, self.tariff)
        self.assertEqual(sold.meter_id.uom_id, self.uom)

    @freeze_time("2024-01-01 12:00:00")
    def test_another_tariff_agreed_on_the_order_is_sold(self):
        order = self._order()
        agreed = self._tariff(included=3000)
        order.order_line.filtered("is_rental_recurring").rental_tariff_id = agreed
        order.action_confirm()
        self.assertEqual(order.rental_subscription_ids.line_ids.tariff_id, agreed)

    def test_what_customers_agreed_on_stays_as_it_is(self):
        self.tariff.included = 900
        self._draft()
        self.tariff.included = 1000
        subscription = self._subscription()
        self.assertTrue(self.tariff.is_used)
        self.assertFalse(self._tariff().is_used)
        tier = self.tariff.tier_ids
        for change in (
            lambda: self.tariff.write({"included": 5}),
            lambda: self.tariff.write({"tier_ids": [Command.create({"price_unit": 1})]}),
            lambda: tier.write({"price_unit": 1}),
            lambda: tier.copy({"above": 5}),
            tier.unlink,
        ):
            self.assertRefused("duplicate", change)
        self.tariff.write({"name": "Old copies", "active": False})
        copied = self.tariff.copy()
        copied.tier_ids.price_unit = 0.03
        self._bill(subscription, "2024-01-01")
        self.assertRefused(
            "has been billed", subscription.line_ids.write, {"tariff_id": copied.id}
        )

    def test_a_sentence_says_what_use_costs(self):
        self.assertEqual(
            self.tariff._get_use_sentence(1, "month"),
            "1,000 copies a month included, then $\N{NO-BREAK SPACE}0.02 each",
        )
        self.assertEqual(
            self._tariff((0, 0.02), (4000, 0.0155), minimum=5)._get_use_sentence(
                3, "month", 2
            ),
            "2,000 copies per 3 months included, then $\N{NO-BREAK SPACE}0.02 each, beyond "
            "10,000 $\N{NO-BREAK SPACE}0.0155 each, at least $\N{NO-BREAK SPACE}10.00 per "
            "3 months",
        )
        self.assertEqual(
            self._tariff(included=0)._get_use_sentence(1, "year"),
            "$\N{NO-BREAK SPACE}0.02 for each of: copies",
        )

    def test_another_currency_is_converted_once(self):
        gold = self.setup_other_currency(
            "HRK", rates=[("2016-01-01", 3), ("2024-06-01", 2)]
        )
        subscription = self._draft(currency_id=gold.id)
        tariff = subscription.line_ids.tariff_id
        self.assertNotEqual(tariff, self.tariff)
        self.assertEqual(tariff.currency_id, gold)
        self.assertEqual(tariff.origin_id, self.tariff)
        self.assertAlmostEqual(tariff.tier_ids.price_unit, 0.06)
        self.assertRefused("tariff in", self.plan.line_ids.write, {"tariff_id": tariff.id})

    def test_another_plan_has_prices_of_the_day_it_is_changed(self):
        """A27: its plan had those of the day, and its use those of the start."""
        gold = self.setup_other_currency(
            "HRK", rates=[("2016-01-01", 3), ("2024-01-15", 2)]
        )
        subscription = self._subscription(currency_id=gold.id)
        better = self._plan(price=60.0, name="Better")
        better.line_ids.tariff_id = self._tariff((0, 0.01))
        with freeze_time("2024-01-20 12:00:00"):
            dialog = self.env["subscription.change.dialog"].create(
                {"subscription_id": subscription.id, "plan_id": better.id}
            )
            dialog.action_change()
        changed = subscription.line_ids.filtered("is_going_on")
        self.assertAlmostEqual(changed.tariff_id.tier_ids.price_unit, 0.02)
        self.assertAlmostEqual(changed.price_unit, 120.0)

    def test_a_branch_sells_by_the_tariff_of_its_head(self):
        """A14: the plan is sold there, and so is its use."""
        self.plan.company_id = self.tariff.company_id = self.company
        branch = self.env["res.company"].create(
            {
                "name": "Branch",
                "parent_id": self.company.id,
                "subscription_tz": "UTC",
                "country_id": self.company.account_fiscal_country_id.id,
            }
        )
        self.env.user.company_ids += branch
        subscription = self._draft(company_id=branch.id)
        self.assertEqual(subscription.line_ids.tariff_id, self.tariff)
        order = self._order(company_id=branch.id)
        self.assertEqual(order.order_line.rental_tariff_id, self.tariff)

    def test_another_product_brings_its_own_tariff(self):
        """A8: what replaces a copier would be billed by the copies of the old one."""
        other = self._product("Plotter")
        metres = self._tariff(
            name="Metres", uom_id=self.env["uom.uom"].create({"name": "metres"}).id
        )
        self.plan.line_ids = [
            Command.create(
                {"product_tmpl_id": other.product_tmpl_id.id, "tariff_id": metres.id}
            )
        ]
        subscription = self._draft()
        subscription.line_ids.filtered(lambda line: line.product_id == other).unlink()
        subscription._start(subscription.date_start)
        old = subscription.line_ids
        with freeze_time("2024-01-11 12:00:00"):
            form = Form(
                self.env["subscription.change.dialog"].with_context(
                    default_subscription_id=subscription.id
                )
            )
            with form.line_ids.edit(0) as row:
                row.product_id = other
            form.save().action_change()
        new = subscription.line_ids.filtered("is_going_on")
        self.assertEqual((new.product_id, new.tariff_id), (other, metres))
        self.assertNotEqual(new.meter_id, old.meter_id)
        self.assertEqual(new.meter_id.uom_id.name, "metres")

    @freeze_time("2024-01-01 12:00:00")
    def test_a_dozen_has_twelve_times_as_much_included(self):
        """A13: a dozen had the allowance of one."""
        order = self._order()
        order.order_line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        said = "12,000 copies a month included"
        self.assertIn(said, order.order_line.rental_use_sentence)
        order.action_confirm()
        subscription = order.rental_subscription_ids
        self.assertIn(said, subscription.line_ids.use_sentence)
        self._bill(subscription, "2024-01-01")
        self._read(subscription, "2024-01-01", 0)
        self._read(subscription, "2024-02-01", 13000)
        self.assertUsed(subscription, ("2024-01-01", 0, 13000.0, 20.0, False))

    def test_two_prices_do_not_begin_at_the_same_number(self):
        self.assertRefused("begin at the same number", self._tariff, (0, 0.02), (0, 0.01))

    @freeze_time("2024-01-01 12:00:00")
    def test_wherever_a_plan_is_offered_its_use_is_told(self):
        """A copier for 30 a month is no offer if each copy costs 0.02."""
        said = "1,000 copies a month included, then $\N{NO-BREAK SPACE}0.02 each"
        nowhere = self.env["account.fiscal.position"]
        today = self.plan.preview_date
        told = Told(self.company.currency_id, self.company, today, nowhere)
        facts = self.plan._get_facts_beside_price(self.product, 1.0, told)
        self.assertEqual(facts, [said])
        self.assertIn(("Use of Bike", said), self.plan._get_law_rows())
        self.assertIn(said, self.plan._get_offer_sentence())
        order = self._order()
        self.assertEqual(order.order_line._get_terms_beside_price(), [said])
        # Before it is ordered, of as many as are.
        order.order_line.product_uom_qty = 2
        rows = self.plan._get_law_rows(order.order_line)
        self.assertIn(("Use of Bike", said.replace("1,000", "2,000")), rows)
        self.assertNotIn(("Use of Bike", said), rows)
        order.action_confirm()
        with self.assertRaisesRegex(RedirectWarning, "is confirmed"):
            order.order_line.rental_tariff_id = False

    def test_the_next_term_is_offered_with_what_was_agreed_on(self):
        self.plan.write({"term_count": 1, "renewal": "on_payment", "renewal_count": 1})
        self.plan.renewal_offer_kind = "quotation"
        subscription = self._subscription()
        self._bill(subscription, "2024-01-01")
        self.plan.line_ids.tariff_id = self._tariff(included=5)
        self.plan.closed_in_7 = True
        offer = subscription._offer_renewal(date(2024, 1, 20))
        line = offer.quotation_id.order_line
        self.assertEqual(line.rental_tariff_id, self.tariff)
        self.assertEqual(line._get_terms_beside_price(), [line.rental_use_sentence])
