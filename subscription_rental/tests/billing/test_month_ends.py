import calendar
from datetime import date, timedelta

from ..common import SubscriptionCommon

YEARS = range(2024, 2029)
LAST = date(2028, 12, 31)


def monthly_days(first, step=1):
    """Return the billing days of five years, counted by hand from the calendar.

    Independent of the product's rules: a month is looked up, never computed with.
    """
    days = []
    for year in YEARS:
        for month in range(1, 13):
            passed = (year - first.year) * 12 + month - first.month
            if passed < 0 or passed % step:
                continue
            _weekday, length = calendar.monthrange(year, month)
            days.append(date(year, month, min(first.day, length)))
    return [day for day in days if day <= LAST]


class TestMonthEnds(SubscriptionCommon):
    """BI12: five years of bills on the days that a calendar shows, none drifting."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.subscription_backlog_limit = 0

    def _check(self, first, step=1, **terms):
        plan = self._plan(31.0, interval_count=step, invoice_mode="draft", **terms)
        subscription = self._subscription(str(first), plan_id=plan.id)
        self._bill(subscription, str(LAST))
        return subscription.period_ids.sorted("date_start"), monthly_days(first, step)

    def test_every_month_from_each_late_day(self):
        for day in (28, 29, 30, 31):
            with self.subTest(day=day):
                slots, expected = self._check(date(2024, 1, day))
                self.assertEqual(slots.mapped("date_start"), expected)
                ends = [*expected[1:], date(2029, 1, day)]
                self.assertEqual(slots.mapped("date_end"), ends)
                self.assertEqual(set(slots.mapped("amount_invoiced")), {0.0})
                amounts = slots.move_line_ids.mapped("price_subtotal")
                self.assertEqual(set(amounts), {31.0})

    def test_every_quarter_from_the_last_day_of_november(self):
        slots, expected = self._check(date(2024, 11, 30), step=3)
        self.assertEqual(slots.mapped("date_start"), expected)
        self.assertIn(date(2025, 2, 28), expected)
        self.assertIn(date(2028, 2, 29), expected)

    def test_every_year_from_a_leap_day(self):
        slots, _expected = self._check(date(2024, 2, 29), interval_unit="year")
        days = [date(2024, 2, 29), *(date(year, 2, 28) for year in (2025, 2026, 2027))]
        self.assertEqual(slots.mapped("date_start"), [*days, date(2028, 2, 29)])

    def test_in_arrears_the_invoice_follows_the_last_day(self):
        slots, expected = self._check(date(2024, 1, 31), billing_timing="arrears")
        self.assertEqual(slots.mapped("date_start"), expected[:-1])
        lines = slots[1].move_line_ids
        self.assertEqual(str(lines.rental_last_day), "2024-03-30")

    def test_the_first_period_up_to_a_calendar_day_is_counted_in_days(self):
        for start in (date(2024, 1, 31), date(2024, 2, 10), date(2027, 2, 28)):
            with self.subTest(start=start):
                plan = self._plan(31.0, alignment="calendar", alignment_day=1)
                subscription = self._subscription(str(start), plan_id=plan.id)
                invoice = self._bill(subscription, str(start))
                _weekday, length = calendar.monthrange(start.year, start.month)
                used = length - start.day + 1
                self.assertEqual(
                    invoice.amount_untaxed, round(31.0 * used / length + 1e-9, 2)
                )
                following = subscription.next_period_start
                self.assertEqual(following, start + timedelta(days=used))
