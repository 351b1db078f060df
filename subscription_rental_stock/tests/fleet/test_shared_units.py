from odoo import Command
from odoo.tests import freeze_time

from ..common import GoodsCommon


@freeze_time("2024-01-01 12:00:00")
class TestSharedUnits(GoodsCommon):
    """Units that no company owns count where they are rented out, with its money (RG8)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lots.write(
            {
                "company_id": False,
                "rental_cost": 62.0,
                "rental_service_date": "2024-01-01",
            }
        )
        cls.foreign = cls.setup_other_currency("HRK", rates=[("2016-01-01", 2.0)])
        cls.second = cls.setup_other_company(
            name="Second company", currency_id=cls.foreign.id
        )["company"]
        cls.owner = cls._clerk()
        cls.owner.write(
            {
                "group_ids": [
                    Command.link(cls.env.ref("subscription_rental.group_user_all").id)
                ],
                "company_ids": [Command.link(cls.second.id)],
            }
        )
        cls.env.user.company_ids |= cls.second

    def _rented(self, lot, company, start, price, until=False):
        """Rent a unit out in a company, billed for a month from `start`."""
        plan = self._goods_plan(self.phone, price=price, start_on_handover=False)
        subscription = (
            self.env["subscription.subscription"]
            .with_company(company)
            .create(
                {
                    "partner_id": self.partner_a.id,
                    "plan_id": plan.id,
                    "company_id": company.id,
                    "date_start": start,
                }
            )
        )
        subscription._start(subscription.date_start)
        subscription.line_ids.tax_ids = False
        self.env["subscription.assignment"].sudo().create(
            {
                "subscription_id": subscription.id,
                "line_id": subscription.line_ids.id,
                "product_id": self.phone.id,
                "lot_id": lot.id,
                "date_from": start,
                "date_to": until,
            }
        )
        invoice = self._bill(subscription, start)
        self.assertEqual(invoice.company_id, company)
        return subscription

    def _report(self, company):
        """Return {unit: (rent, currency)} as the owner sees it in one company."""
        self.env.flush_all()
        self.env.invalidate_all()
        report = self.env["subscription.unit.report"].with_user(self.owner)
        rows = report.with_context(allowed_company_ids=company.ids).search(
            [("product_id", "=", self.phone.id)]
        )
        self.assertLessEqual(rows.company_id, company)
        return {row.lot_id.name: (row.income, row.currency_id) for row in rows}

    def test_each_company_has_its_own_units_in_its_currency(self):
        self._rented(self.lots[0], self.company, "2024-01-01", 31.0)
        self._rented(self.lots[1], self.second, "2024-01-01", 80.0)
        own = self.company.currency_id
        with freeze_time("2024-02-01 12:00:00"):
            here, there = self._report(self.company), self._report(self.second)
        # What nobody rented yet is at home wherever one looks.
        self.assertEqual(here, {"P1": (31.0, own), "P3": (0.0, own)})
        rent = self.lots[1].rental_assignment_ids._get_earned()
        ((amount, balance),) = rent.values()
        self.assertEqual(there, {"P2": (balance, self.foreign), "P3": (0.0, self.foreign)})
        self.assertTrue(balance)
        self.assertTrue(amount)

    def test_a_unit_that_moved_counts_the_money_of_where_it_is(self):
        unit = self.lots[0]
        self._rented(unit, self.company, "2024-01-01", 31.0, until="2024-02-01")
        with freeze_time("2024-01-31 12:00:00"):
            self.assertEqual(self._report(self.company)["P1"][0], 31.0)
        with freeze_time("2024-02-01 12:00:00"):
            moved = self._rented(unit, self.second, "2024-02-01", 80.0)
        with freeze_time("2024-03-01 12:00:00"):
            here, there = self._report(self.company), self._report(self.second)
        self.assertNotIn("P1", here)
        lines = moved.period_ids.move_line_ids
        self.assertEqual(there["P1"], (-sum(lines.mapped("balance")), self.foreign))

    def test_a_check_counts_for_the_company_that_had_rented_it_out(self):
        unit = self.lots[0]
        self._rented(unit, self.company, "2024-01-01", 31.0, until="2024-02-01")
        self.env["subscription.unit.check"].sudo().create(
            {
                "lot_id": unit.id,
                "assignment_id": unit.rental_assignment_ids.id,
                "date": "2024-02-01",
                "user_id": self.owner.id,
                "outcome": "repair",
                "loss": 40.0,
            }
        )
        report = self.env["subscription.unit.report"]
        self.env.flush_all()
        row = report.search([("lot_id", "=", unit.id)])
        self.assertEqual((row.company_id, row.loss), (self.company, 40.0))
        self._rented(unit, self.second, "2024-02-01", 80.0)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((row.company_id, row.loss), (self.second, 0.0))
