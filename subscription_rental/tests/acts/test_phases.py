from datetime import date

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time

from ..common_phases import PhasesCommon


class TestPhases(PhasesCommon):
    """Introductory and stepped prices of a subscription, period by period (PL14)."""

    def test_a_line_without_a_product_yet_has_no_prices_at_first(self):
        line = self.env["subscription.line"].new({"subscription_id": self._draft().id})
        self.assertFalse(line.phases)

    def test_three_months_at_half_price_then_the_ordinary_one(self):
        rental = self._phased()
        self.assertEqual(
            self._bill_until(rental, "2024-05-01"),
            [
                ("2024-01-01", 15.0),
                ("2024-02-01", 15.0),
                ("2024-03-01", 15.0),
                ("2024-04-01", 30.0),
                ("2024-05-01", 30.0),
            ],
        )

    def test_free_then_a_price_then_the_ordinary_one(self):
        rental = self._phased("1 x free; 2 x 9.90")
        self.assertEqual(
            self._get_amounts(rental, "2024-05-01"), [0.0, 9.9, 9.9, 30.0, 30.0]
        )

    def test_its_versions_are_laid_out_when_it_starts(self):
        rental = self._phased("1 x free; 2 x 9.90")
        self.assertEqual(
            [
                (line.price_unit, line.date_from or None, line.date_to or None)
                for line in rental.line_ids.sorted("phase_number")
            ],
            [
                (0.0, None, date(2024, 2, 1)),
                (9.9, date(2024, 2, 1), date(2024, 4, 1)),
                (30.0, date(2024, 4, 1), None),
            ],
        )
        self.assertEqual(rental._get_contract_lines().price_unit, 0.0)

    def test_the_schedule_shows_them_before_and_after_the_start(self):
        draft = self._draft(plan_id=self._phased_plan("2 x -50%").id)
        asked = [row["amount"] for row in draft._get_schedule(4)]
        self.assertEqual(asked, [15.0, 15.0, 30.0, 30.0])
        draft._start(draft.date_start)
        self.assertEqual([row["amount"] for row in draft._get_schedule(4)], asked)
        self.assertEqual(self._get_amounts(draft, "2024-04-01"), asked)

    def test_two_subscriptions_at_once_keep_their_own(self):
        first, second = self._phased("1 x 10"), self._phased("2 x 20", "2024-01-15")
        both = first | second
        for day in ("2024-01-15", "2024-02-15", "2024-03-15"):
            self._bill(both, day)
        self.assertEqual(self._get_billed(first)[1][1], 30.0)
        self.assertEqual([row[1] for row in self._get_billed(second)], [20.0, 20.0, 30.0])

    # === together with the terms of the plan === #

    def test_the_phase_begins_after_the_trial(self):
        rental = self._phased("1 x 10", trial_days=14)
        self.assertEqual(
            self._bill_until(rental, "2024-02-15"),
            [("2024-01-15", 10.0), ("2024-02-15", 30.0)],
        )

    def test_in_arrears(self):
        rental = self._phased("1 x 10", billing_timing="arrears")
        self.assertEqual(self._get_amounts(rental, "2024-03-01"), [10.0, 30.0])

    def test_with_a_lead_time(self):
        rental = self._phased("1 x 10", invoice_lead_days=5)
        self.assertEqual(self._get_amounts(rental, "2024-01-27"), [10.0, 30.0])
        self.assertFalse(rental.line_ids.filtered("phase_waits"))

    def test_a_part_of_a_month_does_not_count(self):
        """Calendar billing from 20 March on: 12 of 31 days, and three whole months."""
        rental = self._phased(start="2024-03-20", alignment="calendar")
        self.assertEqual(
            self._bill_until(rental, "2024-07-01"),
            [
                ("2024-03-20", 5.81),
                ("2024-04-01", 15.0),
                ("2024-05-01", 15.0),
                ("2024-06-01", 15.0),
                ("2024-07-01", 30.0),
            ],
        )

    def test_an_end_before_the_phases_end_and_a_renewal_goes_on_with_them(self):
        rental = self._phased(term_count=2, renewal="none", grace_days=30)
        self.assertEqual(self._get_amounts(rental, "2024-03-20"), [15.0, 15.0])
        rental._renew(2)
        self._bill(rental, "2024-04-01")
        self.assertEqual(
            [row[1] for row in self._get_billed(rental)], [15.0, 15.0, 15.0, 30.0]
        )

    def test_a_renewal_by_itself(self):
        rental = self._phased(term_count=2, renewal="automatic", renewal_count=2)
        self.assertEqual(self._get_amounts(rental, "2024-04-01"), [15.0, 15.0, 15.0, 30.0])

    def test_in_another_currency_prices_are_converted_and_percentages_stay(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].search([("currency_id", "=", euro.id)]).unlink()
        self.env["res.currency.rate"].create(
            {"currency_id": euro.id, "rate": 2.0, "name": "2020-01-01"}
        )
        plan = self._phased_plan("1 x 9.90; 1 x -50%")
        rental = self._draft(plan_id=plan.id, currency_id=euro.id)
        self.assertEqual(rental.line_ids.phases, "1 x 19.80; 1 x -50%")
        rental._start(rental.date_start)
        self.assertEqual(self._get_amounts(rental, "2024-03-01"), [19.8, 30.0, 60.0])

    def test_with_a_discount_of_the_line(self):
        draft = self._draft(plan_id=self._phased_plan("1 x -50%").id)
        draft.line_ids.discount = 10.0
        draft._start(draft.date_start)
        self.assertEqual(self._get_amounts(draft, "2024-02-01"), [13.5, 27.0])

    # === before the start, and back === #

    def test_what_waits_for_its_start_moves_with_it(self):
        plan = self._phased_plan("1 x 10")
        rental = self._draft("2024-03-01", plan_id=plan.id)
        with freeze_time("2024-01-10 12:00:00"):
            rental.action_activate()
        self.assertEqual(rental.state, "scheduled")
        rental._start(date(2024, 3, 5))
        self.assertEqual(
            self._bill_until(rental, "2024-04-05"),
            [("2024-03-05", 10.0), ("2024-04-05", 30.0)],
        )

    def test_back_to_draft_it_is_as_it_was_typed(self):
        rental = self._draft("2024-03-01", plan_id=self._phased_plan("1 x 10; 2 x 20").id)
        with freeze_time("2024-01-10 12:00:00"):
            rental.action_activate()
            rental.action_back_to_draft()
        line = rental.line_ids
        self.assertEqual((line.phases, line.price_unit), ("1 x 10.00; 2 x 20.00", 30.0))
        self.assertFalse(line.date_to)

    def test_a_first_invoice_before_the_start_counts_as_the_first_period(self):
        plan = self._phased_plan("2 x 10", start_on_payment=True)
        rental = self._draft("2024-01-10", plan_id=plan.id)
        with freeze_time("2024-01-08 12:00:00"):
            rental.action_activate()
        first = rental.period_ids._get_invoices()
        self.assertEqual(first.amount_untaxed, 10.0)
        rental._start(date(2024, 1, 20))
        self.assertEqual(
            self._bill_until(rental, "2024-03-20"),
            [("2024-01-20", 10.0), ("2024-02-20", 10.0), ("2024-03-20", 30.0)],
        )
        self.assertFalse(rental.charge_ids)

    def test_one_free_period_is_that_of_the_first_invoice(self):
        plan = self._phased_plan("1 x free; 1 x 12", start_on_payment=True, setup_fee=5)
        rental = self._draft("2024-01-10", plan_id=plan.id)
        with freeze_time("2024-01-08 12:00:00"):
            rental.action_activate()
        rental._start(date(2024, 1, 10))
        _first, *later = [amount for _day, amount in self._bill_until(rental, "2024-03-10")]
        self.assertEqual(later, [12.0, 30.0])

    def test_a_deposit_is_asked_once_and_stays_as_typed(self):
        self.company.subscription_deposit_account_id = self.env["account.account"].create(
            {
                "name": "Deposits",
                "code": "219901",
                "account_type": "liability_current",
                "company_ids": [Command.set(self.company.ids)],
            }
        )
        self.product.product_tmpl_id.rental_deposit = 150.0
        plan = self._phased_plan("1 x 10; 1 x 20")
        first, second = (self._draft(plan_id=plan.id) for _one in range(2))
        second.deposit = 40.0
        (first | second).action_activate()
        self.assertEqual((first | second).mapped("deposit"), [150.0, 40.0])

    def test_a_copy_has_the_phases_again(self):
        rental = self._phased("2 x 10")
        copied = rental.copy()
        self.assertEqual(copied.line_ids.phases, "2 x 10.00")
        self.assertEqual(copied.line_ids.price_unit, 30.0)

    # === what is refused === #

    def test_what_cannot_be_meant_is_refused_with_a_sentence(self):
        draft = self._draft()
        for text in ("0 x 10", "3 x -10", "3 x -101%", "3 x nan", "half price"):
            for line in (self.plan.line_ids, draft.line_ids):
                with self.subTest(text), self.assertRaises(ValidationError) as caught:
                    line.phases = text
                self.assertIn(text, str(caught.exception))

    def test_nobody_makes_a_hole_between_the_prices(self):
        rental = self._phased("1 x 10")
        first, second = rental.line_ids.sorted("phase_number")
        for line, values in (
            (first, {"date_to": "2024-01-20"}),
            (second, {"date_from": "2024-03-01"}),
            (second, {"quantity": 2.0}),
            (first, {"phases": "1 x 5"}),
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                line.write(values)
        for line in (first, second):
            with self.assertRaises(UserError):
                line.unlink()
        second.name = "Anything"

    def test_a_line_that_is_added_to_what_runs_has_its_own(self):
        rental = self._subscription()
        self._bill(rental, "2024-01-01")
        lock = self._product("Lock")
        values = {"product_id": lock.id, "price_unit": 8.0, "phases": "1 x free"}
        rental.line_ids = [Command.create(values)]
        self.assertEqual(self._get_amounts(rental, "2024-03-01"), [30.0, 30.0, 38.0])

    # === monthly revenue === #

    def test_monthly_revenue_is_todays_and_steps_with_the_price(self):
        rental = self._phased("1 x free; 1 x 10")
        self.assertEqual(rental.mrr, 0.0)
        seen = []
        for day in ("2024-01-01", "2024-02-01", "2024-03-01"):
            self._bill(rental, day)
            seen.append(rental.mrr)
        self.assertEqual(seen, [0.0, 10.0, 30.0])
        self.assertEqual(
            [
                (str(row.date), row.kind, row.amount)
                for row in rental.mrr_movement_ids.sorted("date")
            ],
            [("2024-02-01", "new", 10.0), ("2024-03-01", "expansion", 20.0)],
        )

    def test_the_coming_step_of_monthly_revenue_is_told(self):
        rental = self._phased("2 x 10")
        self.assertIn("30.00", rental.mrr_coming)
        self.assertIn("03/01/2024", rental.mrr_coming)
        self._bill_until(rental, "2024-03-01")
        self.assertFalse(rental.mrr_coming)

    def test_monthly_revenue_by_product_is_todays(self):
        rental = self._phased("2 x 10")
        self.env.flush_all()
        rows = self.env["subscription.mrr.report"].search(
            [("subscription_id", "=", rental.id)]
        )
        self.assertEqual(rows.mapped("mrr"), [10.0])
