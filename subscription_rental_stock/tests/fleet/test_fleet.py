from fractions import Fraction

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import freeze_time

from odoo.addons.subscription_rental.billing import fleet

from ..common import GoodsCommon

DAY = "2024-03-01"


@freeze_time("2024-01-01 12:00:00")
class TestFleet(GoodsCommon):
    """The owner sees which units and models are used, pay, idle or are lost (RG8)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lots.write({"rental_service_date": "2024-01-01", "rental_cost": 62.0})
        cls.today = fields.Date.to_date(DAY)

    def _rows(self, *lots, user=None):
        self.env.invalidate_all()
        report = self.env["subscription.unit.report"].with_user(user or self.env.user)
        return report.search([("lot_id", "in", [lot.id for lot in lots or self.lots])])

    def _told(self, lot, *names):
        """Return what the report says of a unit on the day that is looked at."""
        with freeze_time(f"{DAY} 12:00:00"):
            (values,) = self._rows(lot).read(list(names))
        return [values[name] for name in names]

    def _rented(self, *serials, until=None, **values):
        """Return a subscription with these units, invoiced for January and February."""
        rental = self._ordered(float(len(serials)), **values)
        self._ship(rental, *serials)
        self._bill(rental, "2024-01-01")
        if until:
            with freeze_time(f"{until} 12:00:00"):
                self._return(rental)
        else:
            self._bill(rental, "2024-02-01")
        return rental

    # === each figure, counted again by hand === #

    def test_every_figure_is_that_of_plain_python_from_exported_rows(self):
        self.lots[1].rental_disposal_date = "2024-02-11"
        self._rented("P1")
        self._rented("P2", until="2024-01-16")
        with freeze_time(f"{DAY} 12:00:00"):
            for row in self._rows():
                with self.subTest(row.lot_id.name):
                    self.assertEqual(self._get_said(row), self._count_again(row.lot_id))

    def _get_said(self, row):
        said = row.read(
            [
                "days_in_service",
                "days_out",
                "days_idle",
                "times_out",
                "months_out",
                "utilisation",
                "income",
                "cost",
                "result",
                "earned_back",
                "months_left",
                "units_idle",
            ]
        )[0]
        del said["id"]
        return {name: round(value, 6) for name, value in said.items()}

    def _count_again(self, lot):
        """Return the same figures, from the rows that anybody can export."""
        unit = self._export(lot, "rental_cost", "rental_service_date", "rental_state")[0]
        disposed = fields.Date.to_date(lot.rental_disposal_date or None)
        cost, since, state = Fraction(unit[0]), fields.Date.to_date(unit[1]), unit[2]
        until = min(self.today, disposed or self.today)
        rows = self._export(lot.rental_assignment_ids, "date_from", "date_to")
        spans = [[fields.Date.to_date(day or None) for day in row] for row in rows]
        rented, owned = fleet.days_rented(spans, since, until), (until - since).days
        rent = self._share_invoices(lot)
        left = fleet.months_left(cost, rent, rent, rented)
        figures = {
            "days_in_service": owned,
            "days_out": rented,
            "days_idle": owned - rented,
            "times_out": len(rows),
            "months_out": fleet.months(rented),
            "utilisation": fleet.share(rented, owned),
            "income": rent,
            "cost": cost,
            "result": rent - cost,
            "earned_back": fleet.share(rent, cost),
            "months_left": left or 0,
            "units_idle": int(state == "Available"),
        }
        return {name: round(float(value), 6) for name, value in figures.items()}

    def _share_invoices(self, lot):
        """Return what posted lines came to for the days in which `lot` was out."""
        found = Fraction(0)
        for rental in lot.rental_assignment_ids:
            lines = self.env["account.move.line"].search(
                [
                    ("rental_subscription_id", "=", rental.subscription_id.id),
                    ("product_id", "=", rental.product_id.id),
                    ("parent_state", "=", "posted"),
                    ("rental_first_day", "!=", False),
                ]
            )
            fields_ = ("rental_first_day", "rental_last_day", "balance", "quantity")
            for first, last, balance, quantity in self._export(lines, *fields_):
                first, last = map(fields.Date.to_date, (first, last))
                days = (min(rental.date_to or self.today, last) - first).days
                days += not rental.date_to or rental.date_to > last
                whole = ((last - first).days + 1) * Fraction(quantity)
                found -= Fraction(str(balance)) * days / whole
        return Fraction(str(round(float(found), 2)))

    def _export(self, records, *names):
        """Return the rows as the button *Export* gives them."""
        (rows,) = records.export_data(list(names)).values()
        return rows

    # === rules, each with an example === #

    def test_a_model_divides_its_sums(self):
        self._rented("P1")
        with freeze_time(f"{DAY} 12:00:00"):
            rows = self._rows()
            ((used, earned, left, units),) = rows._read_group(
                [("id", "in", rows.ids)],
                [],
                ["utilisation:avg", "earned_back:avg", "months_left:avg", "units:sum"],
            )
        self.assertEqual(units, 3)
        self.assertAlmostEqual(used, 60 / 180)
        # 62 of 186; the other 124 take two months at 62 in 60 days.
        self.assertAlmostEqual(earned, 62 / 186)
        self.assertAlmostEqual(left, 124 * 60 / (62 * 30.4375))

    def test_a_unit_that_earned_its_cost_is_at_break_even(self):
        self._rented("P1")
        earned, left, result = self._told(
            self.lots[0], "earned_back", "months_left", "result"
        )
        self.assertEqual((earned, left, result), (1.0, 0.0, 0.0))

    def test_on_the_first_day_nobody_knows_when_it_breaks_even(self):
        rental = self._ordered()
        self._ship(rental, "P1")
        self._bill(rental, "2024-01-01")
        rows = self._rows(self.lots[0])
        ((left, income),) = rows._read_group(
            [("id", "in", rows.ids)], [], ["months_left:avg", "income:sum"]
        )
        self.assertEqual(income, 31.0)
        # No number: 0 would say that it is earned back.
        self.assertIs(left, False)

    def test_without_a_cost_of_its_own_a_unit_cost_what_the_product_does(self):
        self.lots[0].rental_cost = 0.0
        self.assertEqual(self._told(self.lots[0], "cost"), [100.0])

    def test_units_idle_since_they_came_back(self):
        self._rented("P1", until="2024-01-16")
        self.lots[0]._move_to(self.warehouse.lot_stock_id)
        idle, since = self._told(self.lots[0], "units_idle", "idle_since")
        self.assertEqual((idle, since), (1, fields.Date.to_date("2024-01-16")))
        never = self._told(self.lots[1], "units_idle", "idle_since")
        self.assertEqual(never, [1, fields.Date.to_date("2024-01-01")])

    def test_what_should_be_back_is_overdue(self):
        rental = self._rented("P1")
        kept = self._rented("P2")
        with freeze_time("2024-02-10 12:00:00"):
            rental._cancel(fields.Date.today())
        self.assertEqual(self._told(self.lots[0], "units_overdue"), [1])
        self.assertEqual(self._told(kept.assignment_ids.lot_id, "units_overdue"), [0])

    def test_service_and_disposal_bound_the_days(self):
        self._rented("P1")
        self.lots[0].write(
            {"rental_service_date": "2024-01-11", "rental_disposal_date": "2024-01-31"}
        )
        told = self._told(self.lots[0], "days_in_service", "days_out", "utilisation")
        self.assertEqual(told, [20, 20, 1.0])

    # === whose they are === #

    def test_foreign_rent_is_in_the_companys_currency(self):
        foreign = self.setup_other_currency("HRK", rates=[("2016-01-01", 2.0)])
        pricelist = self.env["product.pricelist"].create(
            {"name": "Abroad", "currency_id": foreign.id}
        )
        rental = self._draft(pricelist_id=pricelist.id, currency_id=foreign.id)
        rental.line_ids.price_unit = 62.0
        rental.action_activate()
        self._ship(rental, "P1")
        self._bill(rental, "2024-01-01")
        (row,) = self._rows(self.lots[0]).read(["income", "currency_id"])
        self.assertEqual(row["currency_id"][0], self.company.currency_id.id)
        self.assertAlmostEqual(row["income"], 31.0)

    def test_another_companys_fleet_is_not_seen(self):
        other = self.env["res.company"].create({"name": "Second"})
        owner = self._clerk()
        everything = self.env.ref("subscription_rental.group_user_all")
        owner.group_ids = [Command.link(everything.id)]
        self.assertEqual(len(self._rows(user=owner)), 3)
        owner.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        self.assertFalse(self._rows(user=owner))

    def test_clerks_with_own_documents_have_no_fleet_analysis(self):
        clerk = self._clerk()
        clerk.group_ids = self.env.ref("subscription_rental.group_user_own")
        with self.assertRaises(AccessError):
            self._rows(user=clerk)

    # === the doors === #

    def test_a_unit_leads_to_its_subscriptions_and_invoices(self):
        rental = self._rented("P1")
        self._rented("P2")
        row = self._rows(self.lots[0])
        self.assertEqual(row.action_view_unit()["res_id"], self.lots[0].id)
        action = row.action_view_subscriptions()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, rental)
        invoices = self.env["account.move"].search(row.action_view_invoices()["domain"])
        self.assertEqual(invoices, rental.period_ids.move_line_ids.move_id)
        self.assertEqual(len(invoices), 2)

    def test_the_list_takes_the_same_number_of_queries_for_any_number_of_units(self):
        self._receive(self.phone, *(f"Q{number}" for number in range(20)))
        names = ["lot_id", "product_id", "utilisation", "income", "months_left"]
        report = self.env["subscription.unit.report"]
        ours = [("product_id", "=", self.phone.id)]
        for limit, queries in ((1, 20), (3, 6), (23, 6)):
            self.env.flush_all()
            self.env.invalidate_all()
            # The first time also reads who may see what.
            with self.subTest(limit), self.assertQueryCount(queries):
                found = report.search_read(ours, names, limit=limit)
                self.assertEqual(len(found), limit)
