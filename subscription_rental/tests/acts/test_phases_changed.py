from datetime import date

from odoo import Command
from odoo.tests import freeze_time

from ..common_phases import PhasesCommon


class TestPhasesChanged(PhasesCommon):
    """What happens to a subscription in the middle of a phase (PL14)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rental = cls._phased("3 x 12.40; 1 x 24.80")
        cls._bill(cls.rental, "2024-01-01")

    def _get_bills(self, day):
        return self._get_amounts(self.rental, day)

    # === changes === #

    def test_another_quantity_holds_for_each_price(self):
        """19 of 31 days of 12.40 for one more, and twice each price that follows."""
        dialog = self._change(self.rental, "2024-01-13", quantity=2.0)
        self.assertAlmostEqual(dialog.amount_shown, 7.6)
        self.assertEqual(self._get_bills("2024-05-01"), [20.0, 24.8, 24.8, 49.6, 60.0])

    def test_changed_twice_and_from_the_next_period(self):
        self._change(self.rental, "2024-01-13", when="next", quantity=3.0)
        self._change(self.rental, "2024-01-20", when="next", quantity=2.0)
        self.assertEqual(self._get_bills("2024-05-01"), [12.4, 24.8, 24.8, 49.6, 60.0])

    def test_a_change_that_was_to_come_is_overtaken(self):
        """Three from January 13 on, 12 days of one before: not five from February on."""
        rental = self.rental = self._phased(
            "3 x 12.40; 1 x 24.80", billing_timing="arrears"
        )
        self._change(rental, "2024-01-05", when="next", quantity=5.0)
        self._change(rental, "2024-01-13", quantity=3.0)
        self.assertEqual(self._get_bills("2024-05-01"), [27.6, 37.2, 37.2, 74.4])

    def test_changed_on_the_day_on_which_a_phase_begins(self):
        self._bill_until(self.rental, "2024-03-01")
        self._change(self.rental, "2024-03-10", when="next", quantity=2.0)
        self.assertEqual(self._get_bills("2024-05-01"), [12.4, 12.4, 12.4, 49.6, 60.0])

    def test_with_a_lead_time_each_day_keeps_its_price(self):
        """Billed 10 days ahead, and changed between the bill and the new price."""
        rental = self._phased("1 x 12.40", invoice_lead_days=10)
        self._bill_until(rental, "2024-01-25")
        self._change(rental, "2024-01-26", quantity=2.0)
        # 6 of 31 days of 12.40 are 2.40, and 30 more for February.
        self.assertEqual(sum(rental.charge_ids.mapped("amount")), 32.4)
        self.assertEqual(rental._get_contract_lines().quantity, 2.0)

    def test_a_typed_price_ends_the_phases(self):
        self._change(self.rental, "2024-01-13", when="next", price_unit=20.0)
        self.assertEqual(self._get_bills("2024-05-01"), [12.4, 20.0, 20.0, 20.0, 20.0])

    def test_a_line_that_is_taken_away_leaves_no_prices_behind(self):
        lock = self._product("Lock")
        self.rental.line_ids = [Command.create({"product_id": lock.id, "price_unit": 5.0})]
        with freeze_time("2024-01-13 12:00:00"):
            dialog = self.env["subscription.change.dialog"].create(
                {"subscription_id": self.rental.id, "when": "next"}
            )
            bike = dialog.line_ids.filtered(lambda row: row.product_id == self.product)
            bike.unlink()
            dialog.action_change()
        self.assertEqual(self._get_bills("2024-05-01"), [12.4, 5.0, 5.0, 5.0, 5.0])
        self.assertEqual(len(self.rental.line_ids), 2)

    def test_another_plan_costs_what_it_costs(self):
        """Also where its price happens to be that of the phase."""
        for price in (12.4, 50.0):
            with self.subTest(price=price), self.env.cr.savepoint():
                rental = self._phased("3 x 12.40")
                self._bill(rental, "2024-01-01")
                other = self._plan(price)
                with freeze_time("2024-01-13 12:00:00"):
                    dialog = self.env["subscription.change.dialog"].create(
                        {"subscription_id": rental.id, "when": "next"}
                    )
                    dialog.plan_id = other
                    dialog.action_change()
                self.assertEqual(
                    self._get_amounts(rental, "2024-05-01"), [12.4, *[price] * 4]
                )

    def test_who_leaves_early_pays_the_prices_that_were_agreed(self):
        """Half of what is left of a year: two of 12.40, one of 24.80, eight of 30."""
        rental = self._phased(
            "3 x 12.40; 1 x 24.80",
            commitment_count=12,
            early_fee_rule="remaining",
            early_fee_percent=50.0,
            early_fee_product_id=self._product("Leaving").id,
        )
        self._bill(rental, "2024-01-01")
        fee = rental._get_early_fee(date(2024, 1, 20), date(2024, 2, 1))
        self.assertAlmostEqual(fee, (2 * 12.4 + 24.8 + 8 * 30) / 2)

    # === pauses === #

    def _pause(self, day, until, rule):
        with freeze_time(f"{day} 12:00:00"):
            self.rental._pause(date.fromisoformat(day), rule=rule)
        with freeze_time(f"{until} 12:00:00"):
            self.rental._resume(date.fromisoformat(until))

    def test_lost_days_of_a_billed_period_count(self):
        self._pause("2024-01-10", "2024-01-20", "lost")
        self.assertEqual(self._get_bills("2024-05-01"), [12.4, 12.4, 12.4, 24.8, 30.0])

    def test_a_period_that_was_never_billed_does_not_count(self):
        """Away in February: the three periods are January, March and April."""
        self._pause("2024-01-20", "2024-03-01", "lost")
        self.assertEqual(
            self._bill_until(self.rental, "2024-06-01"),
            [
                ("2024-01-01", 12.4),
                ("2024-03-01", 12.4),
                ("2024-04-01", 12.4),
                ("2024-05-01", 24.8),
                ("2024-06-01", 30.0),
            ],
        )

    def test_what_is_left_of_a_period_after_a_pause_does_not_count(self):
        self._pause("2024-01-11", "2024-01-21", "credited")
        bills = self._bill_until(self.rental, "2024-06-01")
        self.assertEqual(
            [day for day, _amount in bills],
            [
                "2024-01-01",
                "2024-01-21",
                "2024-02-01",
                "2024-03-01",
                "2024-04-01",
                "2024-05-01",
                "2024-06-01",
            ],
        )
        self.assertEqual(
            [amount for _day, amount in bills], [4.0, 4.4, 12.4, 12.4, 12.4, 24.8, 30.0]
        )

    def test_where_periods_move_the_prices_move_with_them(self):
        self._pause("2024-01-11", "2024-01-21", "moved")
        self.assertEqual(
            self._bill_until(self.rental, "2024-05-21"),
            [
                ("2024-01-01", 4.0),
                ("2024-01-21", 12.4),
                ("2024-02-21", 12.4),
                ("2024-03-21", 12.4),
                ("2024-04-21", 24.8),
                ("2024-05-21", 30.0),
            ],
        )

    def test_days_of_a_pause_do_not_begin_the_next_price(self):
        """Away when it was to begin: of January, 10 days were paid, of February 25."""
        self.rental = self._phased("1 x 12.40")
        self._bill(self.rental, "2024-01-01")
        self._pause("2024-01-11", "2024-02-05", "credited")
        self.assertEqual(self._get_bills("2024-04-01"), [4.0, 10.69, 12.4, 30.0])

    def test_nothing_was_paid_before_a_pause_of_the_first_day(self):
        self.rental = self._phased("1 x 12.40")
        self._bill(self.rental, "2024-01-01")
        self._pause("2024-01-01", "2024-02-05", "credited")
        self.assertEqual(self._get_bills("2024-04-01"), [10.69, 12.4, 30.0])

    def test_a_change_keeps_its_day_where_the_phase_moves(self):
        """Two from February on, as agreed, though January's price holds until March."""
        rental = self.rental = self._phased("1 x 12.40", billing_timing="arrears")
        self._change(rental, "2024-01-05", when="next", quantity=2.0)
        self._pause("2024-01-11", "2024-01-21", "lost")
        self.assertEqual(self._get_bills("2024-04-01"), [4.0, 4.4, 24.8, 60.0])
        self.assertEqual(
            {
                (str(line.date_from), line.quantity, line.price_unit)
                for line in rental.line_ids.filtered("date_from")
            },
            {("2024-02-01", 2.0, 12.4), ("2024-03-01", 2.0, 30.0)},
        )

    def test_a_change_keeps_its_day_where_the_phase_ends_earlier_again(self):
        """One bike in March: the second one comes in April, whatever is skipped."""
        rental = self.rental = self._phased("2 x 12.40", billing_timing="arrears")
        with freeze_time("2024-01-05 12:00:00"):
            dialog = self.env["subscription.skip.dialog"].create(
                {"subscription_id": rental.id, "day": "2024-02-10"}
            )
            dialog.action_skip()
        self._bill_until(rental, "2024-03-05")
        self._change(rental, "2024-03-10", when="next", quantity=2.0)
        rental.skip_ids.sudo().unlink()
        rental._after_skips()
        self.assertEqual(self._get_bills("2024-05-01"), [12.4, 12.4, 60.0])

    def test_a_period_that_is_billed_anew_keeps_its_price(self):
        self._bill_until(self.rental, "2024-04-01")
        slot = self.rental._get_billed_slots().sorted("date_start")[-1]
        invoice = slot._get_invoices()
        invoice._reverse_moves([{"invoice_date": date(2024, 4, 2)}], cancel=True)
        slot._withdraw()
        self.rental._move_cursor(date(2024, 4, 1))
        self.assertEqual(self._get_bills("2024-05-01"), [12.4, 12.4, 12.4, 24.8, 30.0])

    # === price revisions === #

    def test_a_revision_changes_what_follows_the_phases(self):
        with freeze_time("2024-01-12 12:00:00"):
            revision = self.env["subscription.price.revision"].create(
                {"name": "2024", "date": "2024-02-01", "percent": 10.0, "notice_days": 0}
            )
            revision.action_preview()
            revision.action_confirm()
        row = revision.line_ids.filtered(lambda one: one.subscription_id == self.rental)
        self.assertEqual((row.day, row.price_before), (date(2024, 5, 1), 30.0))
        shown = [line["amount"] for line in self.rental._get_schedule(5)]
        self.assertEqual(shown, [12.4, 12.4, 24.8, 33.0, 33.0])
        self.assertEqual(
            self._get_bills("2024-06-01"), [12.4, 12.4, 12.4, 24.8, 33.0, 33.0]
        )

    def test_a_revision_waits_for_phases_that_moved(self):
        with freeze_time("2024-01-12 12:00:00"):
            revision = self.env["subscription.price.revision"].create(
                {"name": "2024", "date": "2024-02-01", "percent": 10.0, "notice_days": 0}
            )
            revision.action_preview()
            revision.action_confirm()
        self._pause("2024-01-20", "2024-03-01", "lost")
        self.assertEqual(
            self._get_bills("2024-07-01"), [12.4, 12.4, 12.4, 24.8, 33.0, 33.0]
        )
