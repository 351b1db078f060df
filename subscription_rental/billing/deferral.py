"""Revenue of a period, in the months that it is for.

An invoice of 120.00 for a year from 15 January is booked in January. What belongs to later
months is taken off January's revenue, and given back to each month:

>>> year = Period(date(2024, 1, 15), date(2025, 1, 15))
>>> rows = schedule(120, year, date(2024, 1, 15), BY_MONTH, "0.01")
>>> [(str(month), str(amount)) for month, amount in rows[:3]], len(rows)
([('2024-01-01', '-114.52'), ('2024-02-01', '10.00'), ('2024-03-01', '10.00')], 13)

All follows from signed amounts and their days: a credit note of the rest of the year is one
more line, and takes back from the same months.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from .period import Period
from .proration import Number, exact, rounded

# How a period is divided: each day the same, or each month.
BY_DAY = "day"
BY_MONTH = "month"

# What becomes of periods of up to a month.
SPREAD = "spread"
WITHIN = "within"
LEAVE_OUT = "leave_out"
LONGEST_SHORT = 31

DAY = timedelta(days=1)
# Very many invoices are for the same days.
REMEMBERED = 4096


def month_of(day: date) -> date:
    """Return the first day of the month of `day`, which stands for that month."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """Return the last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def is_over(month: date, today: date) -> bool:
    """Return whether all days of the month of `month` are past on `today`.

    >>> [is_over(date(2024, 2, 1), date(2024, *day)) for day in ((2, 29), (3, 1))]
    [False, True]
    """
    return month_end(month) < today


def months_of(period: Period) -> Iterator[Period]:
    """Yield the parts of `period` in each calendar month, which tile it."""
    start = period.start
    while start < period.end:
        end = min(month_end(start) + DAY, period.end)
        yield Period(start, end)
        start = end


def weight(period: Period, method: str) -> Fraction:
    """Return what `period` counts: its days, or its months and parts of months."""
    if method == BY_DAY:
        return Fraction(period.days)
    return sum(
        (Fraction(part.days, month_end(part.start).day) for part in months_of(period)),
        Fraction(0),
    )


def earned(
    amount: Number, period: Period, day: date, method: str, rounding: Number
) -> Decimal:
    """Return what of `amount` is for days of `period` up to and with `day`.

    Rounded once, from the first day on: what lies between two days is a difference, so
    that the parts come to the amount, however many there are.

    >>> quarter = Period(date(2024, 1, 1), date(2024, 4, 1))
    >>> ends = [date(2024, month, 29) for month in (1, 2)] + [date(2024, 3, 31)]
    >>> [str(earned(100, quarter, end, BY_DAY, "0.01")) for end in ends]
    ['31.87', '65.93', '100']
    """
    past = period.overlap(None, day + DAY)
    share = weight(past, method) / weight(period, method) if past else Fraction(0)
    return rounded(exact(amount) * share, rounding)


def schedule(
    amount: Number, period: Period, booked: date, method: str, rounding: Number
) -> list[tuple[date, Decimal]]:
    """Return [(month, amount that its revenue changes by)], the month of `booked` first.

    What is for the month of the booking, or for an earlier one, stays where it is; without
    a later month there is nothing to do. The amounts come to nothing together.
    """
    first, whole, known = month_of(booked), exact(amount), Decimal(0)
    rows = []
    for month, share in _shares(period, method):
        until = rounded(whole * share, rounding)
        if month > first:
            rows.append((month, until - known))
        known = until
    put_off = sum(change for _month, change in rows)
    return [(month, change) for month, change in [(first, -put_off), *rows] if change]


@lru_cache(maxsize=REMEMBERED)
def _shares(period: Period, method: str) -> tuple[tuple[date, Fraction], ...]:
    """Return each month of `period`, with the share from the first day to its end."""
    whole, counted, shares = weight(period, method), Fraction(0), []
    for part in months_of(period):
        counted += weight(part, method)
        shares.append((month_of(part.start), counted / whole))
    return tuple(shares)


def is_left_out(period: Period, whole: int, rule: str) -> bool:
    """Return whether a short period is left with the month of its invoice.

    :param period: the days that were invoiced of it
    :param whole: the days of the interval that it is, or is a part of

    >>> inside = Period(date(2024, 2, 10), date(2024, 3, 1))
    >>> is_left_out(inside, 29, WITHIN), is_left_out(inside, 366, WITHIN)
    (True, False)
    """
    if rule == SPREAD or whole > LONGEST_SHORT:
        return False
    return rule == LEAVE_OUT or month_of(period.start) == month_of(period.last_day)


def lands_in(month: date, first_open: date | None) -> date:
    """Return the month in which something of `month` is booked: an open one."""
    return max(month, first_open) if first_open else month
