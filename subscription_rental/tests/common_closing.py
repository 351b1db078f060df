import calendar
from datetime import date, timedelta
from fractions import Fraction

from odoo.tests import freeze_time

from .common import SubscriptionCommon

DAY = timedelta(days=1)
HALF_A_CENT = Fraction(1, 200)


def month_end(day):
    """Return the last day of the month of `day`, from the calendar."""
    _weekday, length = calendar.monthrange(day.year, day.month)
    return day.replace(day=length)


class ClosingCommon(SubscriptionCommon):
    """A company that spreads its revenue by day, and an oracle that counts days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deferred, cls.accrued = cls._prepare_books(cls.company, cls.company_data)
        cls.revenue = cls.company_data["default_account_revenue"]

    @classmethod
    def _prepare_books(cls, company, data):
        """Let `company` defer by day from January 2024; return its two accounts."""
        accounts = cls.env["account.account"].with_company(company)
        deferred, accrued = accounts.create(
            [
                {
                    "name": name,
                    "code": code,
                    "account_type": kind,
                    "company_ids": company.ids,
                }
                for name, code, kind in (
                    ("Deferred", "249900", "liability_current"),
                    ("Accrued", "149900", "asset_current"),
                )
            ]
        )
        company.write(
            {
                "subscription_deferral_method": "day",
                "subscription_deferral_short": "within",
                "subscription_deferral_journal_id": data["default_journal_misc"].id,
                "subscription_deferral_account_id": deferred.id,
                "subscription_deferral_from": "2024-01-01",
                "subscription_accrual": "accrue",
                "subscription_accrual_account_id": accrued.id,
            }
        )
        return deferred, accrued

    def _month(self, day, company=None):
        """Return the month end of that day's month."""
        day = date.fromisoformat(day)
        return self.env["subscription.closing"]._get_for(company or self.company, day)

    def _defer(self, day, company=None):
        """Book the deferred revenue of that day's month; return its month end."""
        closing = self._month(day, company)
        with freeze_time(f"{month_end(date.fromisoformat(day))} 12:00:00"):
            closing.action_defer()
        return closing

    def _balance(self, account, day, first="2000-01-01"):
        """Return the balance of `account` at the end of `day`, by Odoo's own items."""
        items = self.env["account.move.line"].search(
            [
                ("account_id", "=", account.id),
                ("date", ">=", first),
                ("date", "<=", day),
                ("parent_state", "=", "posted"),
            ]
        )
        return sum(items.mapped("balance"))

    def _get_spread_lines(self, company, day):
        """Return the posted lines with days that were booked up to `day`."""
        return self.env["account.move.line"].search(
            [
                ("company_id", "=", company.id),
                ("parent_state", "=", "posted"),
                ("display_type", "=", "product"),
                ("rental_first_day", "!=", False),
                ("date", "<=", day),
            ]
        )

    def _count_days(self, line, first, last):
        """Return what of `line` is for days from `first` to `last`, day by day."""
        start, end = line.rental_first_day, line.rental_last_day
        whole = [start + DAY * n for n in range((end - start).days + 1)]
        each = -Fraction(str(line.balance)) / len(whole)
        return each * sum(first <= day <= last for day in whole)

    def assertDeferred(self, day, company=None, account=None):
        """Check the account against the days that come after `day`."""
        company = company or self.company
        lines = self._get_spread_lines(company, day)
        later = (
            self._count_days(line, day + DAY, date(2100, 1, 1))
            for line in lines
            # As set: a month within one month is left with its invoice.
            if not self._is_short(line)
        )
        booked = -self._balance(account or self.deferred, day)
        off = Fraction(str(booked)) - sum(later)
        self.assertLessEqual(abs(off), HALF_A_CENT * (len(lines) + 1))
        report = self.env["subscription.deferral"]._get_deferred(
            company, day.replace(day=1)
        )
        self.assertAlmostEqual(booked, report)

    def _is_short(self, line):
        first, last = line.rental_first_day, line.rental_last_day
        whole = line.rental_period_id.slot_days or (last - first).days + 1
        return whole <= 31 and (first.year, first.month) == (last.year, last.month)
