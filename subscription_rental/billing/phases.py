"""Introductory and stepped prices: phases, before the ordinary price holds.

People write them as they say them, one after the other: three periods at half price, then
two at 14.90. What follows the last one is the ordinary price.

>>> half_then_step = parsed("3 x -50%; 2 x 14,90")
>>> written(half_then_step)
'3 x -50%; 2 x 14.90'
>>> [(step.periods, str(step.price)) for step in steps(half_then_step, "19.90")]
[(3, '199/20'), (2, '149/10'), (None, '199/10')]

A phase of N periods lasts N whole billed periods. A part of one (the first days of calendar
billing, or what a pause leaves of a period) has the price of its phase, and does not count.

>>> from datetime import date
>>> from .interval import Interval
>>> calendar = Timeline(date(2024, 3, 1), Interval(1, "month"))
>>> str(after(calendar, date(2024, 3, 20), 3))
'2024-07-01'
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from .errors import InvalidPhases
from .period import Period
from .proration import MOST_DIGITS, Number, as_shown, exact, rounded
from .timeline import Timeline

# The most periods of a phase: more is a slip of the keyboard.
MOST_PERIODS = 999
NUMBER = r"\d{1,9}(?:[.,]\d{1,6})?"
PHASE = re.compile(
    rf"""\s*(?P<periods>-?\d{{1,6}})\s*[x\u00d7*]\s*(?:
    (?P<free>free|gratuite?s?|offerte?s?|gratis|kostenloos)
    |[-\u2212\u2013]\s*(?P<percent>{NUMBER})\s*%
    |(?P<price>-?{NUMBER})
    )\s*""",
    re.IGNORECASE | re.VERBOSE,
)


def never(period: Period) -> bool:  # noqa: ARG001
    """Return that no period is left out."""
    return False


@dataclass(frozen=True)
class Phase:
    """So many periods at a price, or at so many percent less than the ordinary one."""

    periods: int
    price: Fraction | None = None
    percent: Fraction | None = None

    def __post_init__(self) -> None:
        """Refuse what nobody can mean."""
        if not 1 <= self.periods <= MOST_PERIODS:
            raise InvalidPhases("periods")
        if (self.price is None) == (self.percent is None):
            raise InvalidPhases("unreadable")
        if self.percent is not None and not 0 <= self.percent <= 100:
            raise InvalidPhases("too_much")


@dataclass(frozen=True)
class Step:
    """So many periods at this price; None is from then on."""

    periods: int | None
    price: Fraction


def parsed(text: str, *, signed: bool = False) -> list[Phase]:
    """Return the phases that `text` says.

    :param signed: prices may be below 0, as those of a discount are

    >>> parsed("2 x free") == [Phase(2, price=Fraction(0))]
    True

    People write in their own language (English, French, Dutch), and may read another:

    >>> written(parsed("1 x gratuit; 2 x gratis"))
    '1 x free; 2 x free'

    Raises:
        InvalidPhases: its `reason` says why.
    """
    parts = [part for part in re.split(r"[;\n]", text or "") if part.strip()]
    phases = [_parsed_one(part) for part in parts]
    if not signed and any(phase.price is not None and phase.price < 0 for phase in phases):
        raise InvalidPhases("negative")
    return phases


def _parsed_one(part: str) -> Phase:
    found = PHASE.fullmatch(part)
    if not found:
        raise InvalidPhases("unreadable")
    periods = int(found["periods"])
    if found["percent"]:
        return Phase(periods, percent=_number(found["percent"]))
    return Phase(periods, price=_number("0" if found["free"] else found["price"]))


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))


def written(phases: Iterable[Phase]) -> str:
    """Return `phases` as people write them: what `parsed` reads."""
    return "; ".join(f"{phase.periods} x {_written_price(phase)}" for phase in phases)


def _written_price(phase: Phase) -> str:
    if phase.percent is not None:
        return f"-{_decimal(phase.percent, least=0)}%"
    return _decimal(phase.price, least=2) if phase.price else "free"


def _decimal(number: Fraction, *, least: int) -> str:
    whole = f"{rounded(number, Fraction(1, 10**MOST_DIGITS)):.{MOST_DIGITS}f}"
    first, digits = whole.split(".")
    kept = digits.rstrip("0").ljust(least, "0")
    return f"{first}.{kept}" if kept else first


def converted(
    phases: Iterable[Phase], convert: Callable[[Fraction], Number]
) -> list[Phase]:
    """Return `phases` with their prices converted; percentages stay."""
    return [
        phase if phase.price is None else replace(phase, price=exact(convert(phase.price)))
        for phase in phases
    ]


def steps(
    phases: Iterable[Phase], ordinary: Number, rounding: Number = "0.01"
) -> list[Step]:
    """Return the prices one after the other, the ordinary one at the end.

    A percentage comes to a price with as many digits as the ordinary one has, those of the
    currency at least: it is shown as it is charged.

    >>> [str(step.price) for step in steps([Phase(1, percent=Fraction(50))], "19.99")]
    ['10', '1999/100']
    """
    price = exact(ordinary)
    return [
        *(Step(phase.periods, _price(phase, price, rounding)) for phase in phases),
        Step(None, price),
    ]


def _price(phase: Phase, ordinary: Fraction, rounding: Number) -> Fraction:
    if phase.percent is None:
        return phase.price
    return as_shown(ordinary * (1 - phase.percent / 100), ordinary, rounding)


def price_of_period(agreed: list[Step], periods: int) -> Fraction:
    """Return the price of a period that comes after so many whole ones.

    >>> agreed = steps(parsed("3 x 9.90"), "19.90")
    >>> [str(price_of_period(agreed, n)) for n in (0, 2, 3)]
    ['99/10', '99/10', '199/10']
    """
    for step in agreed:
        if step.periods is None or periods < step.periods:
            return step.price
        periods -= step.periods
    raise ValueError("the last step has no end")


def together(rows: list[list[Step]]) -> list[tuple[int | None, list[Fraction]]]:
    """Return [(periods, the price of each row)]: what stands side by side, in steps.

    >>> bike, lock = steps(parsed("3 x 9.90"), 20), steps(parsed("1 x free"), 5)
    >>> [(n, *map(float, prices)) for n, prices in together([bike, lock])]
    [(1, 9.9, 0.0), (2, 9.9, 5.0), (None, 20.0, 5.0)]
    """
    ends = sorted({end for row in rows for end in _ends(row)})
    found = []
    for first, end in zip([0, *ends], [*ends, None], strict=True):
        prices = [price_of_period(row, first) for row in rows]
        found.append((end and end - first, prices))
    return found


def _ends(row: list[Step]) -> list[int]:
    """Return after how many periods each step ends but the last."""
    ends, passed = [], 0
    for step in row[:-1]:
        passed += step.periods
        ends.append(passed)
    return ends


def after(
    timeline: Timeline,
    start: date,
    periods: int,
    is_left_out: Callable[[Period], bool] = never,
) -> date:
    """Return the first day after so many whole periods from `start` on.

    A part of a period does not count, nor does one that is left out. An end of the
    agreement does not matter: it may be renewed.
    """
    day = start
    while periods:
        period = Period(day, timeline.following(day))
        periods -= _counts(timeline, period, is_left_out)
        day = period.end
    return day


def whole_before(
    timeline: Timeline,
    start: date,
    day: date,
    is_left_out: Callable[[Period], bool] = never,
) -> int:
    """Return how many whole periods that are billed lie between `start` and `day`.

    >>> from .interval import Interval
    >>> monthly = Timeline(date(2024, 1, 31), Interval(1, "month"))
    >>> whole_before(monthly, date(2024, 1, 31), date(2024, 3, 31))
    2
    """
    boundary, count = timeline.next_boundary(start), 0
    while (following := timeline.following(boundary)) <= day:
        count += _counts(timeline, Period(boundary, following), is_left_out)
        boundary = following
    return count


def _counts(
    timeline: Timeline, period: Period, is_left_out: Callable[[Period], bool]
) -> bool:
    return timeline.share(period) == 1 and not is_left_out(period)


def left(agreed: int, billed: Iterable[tuple[Period, int]], since: date) -> int:
    """Return how many of the `agreed` periods of a phase are to come.

    :param billed: (period, days of the whole interval that it lies in) of each bill
    :param since: the first day of the phase
    """
    whole = sum(period.start >= since and period.days == days for period, days in billed)
    return max(agreed - whole, 0)


def limited(off: Number, prices: Iterable[Number]) -> list[Fraction]:
    """Return how much `off` takes off each of `prices`: no more than all of it.

    >>> [str(one) for one in limited(10, [0, 4, 25])]
    ['0', '4', '10']
    """
    return [min(exact(off), max(exact(price), Fraction(0))) for price in prices]
