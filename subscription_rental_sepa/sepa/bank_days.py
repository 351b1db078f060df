"""The days on which banks settle in euro: the calendar of TARGET2.

It is closed on Saturdays, Sundays, 1 January, Good Friday, Easter Monday, 1 May, and 25
and 26 December.
"""

from datetime import date, timedelta
from functools import cache

DAY = timedelta(days=1)
SATURDAY = 5


@cache
def easter(year: int) -> date:
    """Return Easter Sunday of a year, by the Gregorian computus.

    >>> easter(2024), easter(2027)
    (datetime.date(2024, 3, 31), datetime.date(2027, 3, 28))
    """
    golden = year % 19
    century, rest = divmod(year, 100)
    leaps, left = divmod(century, 4)
    moved = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - moved + 15) % 30
    quarter, odd = divmod(rest, 4)
    weekday = (32 + 2 * left + 2 * quarter - epact - odd) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def closing_days(year: int) -> frozenset[date]:
    """Return the days of a year on which TARGET2 is closed, beside weekends."""
    sunday = easter(year)
    return frozenset(
        {
            date(year, 1, 1),
            sunday - 2 * DAY,
            sunday + DAY,
            date(year, 5, 1),
            date(year, 12, 25),
            date(year, 12, 26),
        }
    )


def is_bank_day(day: date) -> bool:
    """Return whether banks settle on `day`.

    >>> is_bank_day(date(2024, 3, 29)), is_bank_day(date(2024, 4, 2))
    (False, True)
    """
    return day.weekday() < SATURDAY and day not in closing_days(day.year)


def on_or_after(day: date) -> date:
    """Return `day` if banks settle on it, else the next day on which they do.

    >>> on_or_after(date(2026, 12, 25)), on_or_after(date(2027, 3, 29))
    (datetime.date(2026, 12, 28), datetime.date(2027, 3, 30))
    """
    while not is_bank_day(day):
        day += DAY
    return day


def after(day: date, count: int) -> date:
    """Return the bank day that is `count` bank days after `day`; before, if negative.

    >>> after(date(2026, 12, 28), -2), after(date(2024, 3, 28), 1)
    (datetime.date(2026, 12, 23), datetime.date(2024, 4, 2))
    >>> after(date(2024, 3, 30), 0)
    datetime.date(2024, 4, 2)
    """
    if not count:
        return on_or_after(day)
    step = DAY if count > 0 else -DAY
    for _number in range(abs(count)):
        day += step
        while not is_bank_day(day):
            day += step
    return day
