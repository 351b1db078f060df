"""What a life consists of: terms, prices, lines, and the days that are billed."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from dateutil.relativedelta import relativedelta

BIRTH = date(2026, 7, 10)
ZERO = Decimal(0)


def cents(amount):
    """Return `amount` as money, halves away from zero."""
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Agreed:
    """The terms that decide what is billed, and when."""

    unit: str = "months"
    count: int = 1
    arrears: bool = False
    lead: int = 0
    proration: str = "daily"
    # So many intervals; 0 has no end.
    term: int = 0
    # Whether the term is followed by another one, of one interval, by itself.
    renews: bool = False
    # Whether it is, when the customer pays.
    paid_for: bool = False
    grace: int = 0
    # Nobody pays for what begins in these months.
    closed: frozenset = frozenset()

    def step(self, number):
        """Return the distance of the beginning of interval `number` from the first one."""
        return relativedelta(**{self.unit: self.count * number})


@dataclass(frozen=True)
class Price:
    """What is asked for a line per interval."""

    unit: Decimal
    quantity: int = 1
    discount: int = 0

    @property
    def worth(self):
        """Return the price of all of it."""
        return self.unit * self.quantity * (100 - self.discount) / 100


@dataclass
class Version:
    """A line as it was from one day to another."""

    chain: int
    price: Price
    start: date
    end: date | None = None
    # Whether it has a price that holds at first: no revision changes that.
    at_first: bool = False

    def days_in(self, piece):
        """Return how many days of `piece` this version was held, counted one by one."""
        days, day = 0, max(piece.start, self.start)
        while day < piece.end and not (self.end and day >= self.end):
            days += 1
            day += timedelta(days=1)
        return days


@dataclass
class Phased:
    """The prices of a line at first, [(intervals, price)], and the ordinary one."""

    steps: list
    ordinary: Decimal

    def place(self, passed):
        """Return (price, whether it holds at first) after so many whole intervals."""
        for intervals, unit in self.steps:
            if passed < intervals:
                return unit, True
            passed -= intervals
        return self.ordinary, False

    @property
    def intervals(self):
        """Return for how many intervals there are other prices."""
        return sum(intervals for intervals, _unit in self.steps)


@dataclass
class Piece:
    """Days that are billed together, in an interval of `whole` days."""

    start: date
    end: date
    whole: int
    # What was given back as goodwill, and what of it was not given twice.
    given: Decimal = ZERO
    kept: Decimal = ZERO


@dataclass
class Era:
    """From `start` on, intervals are counted from that day by these terms."""

    start: date
    agreed: Agreed
    is_chosen: bool = False


@dataclass
class Revision:
    """A new price of a line, planned for the first billed days from `day` on."""

    chain: int
    day: date
    percent: int


@dataclass
class Pause:
    """A pause as it was chosen, and what was billed before it."""

    day: date
    rule: str
    resume: date | None
    pieces: list
    # Whether money was given back at once: then it cannot be undone.
    is_settled: bool = False
