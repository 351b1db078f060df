"""When units are free: each of them is promised once.

Units are in the stock, or come back on a day that is known. Who ordered first takes the
first of them, so whoever orders after four others is told the day of the fifth unit.

>>> monday, friday = date(2024, 1, 1), date(2024, 1, 5)
>>> supply = Supply(((monday, Fraction(2)), (friday, Fraction(1))))
>>> supply.count_by(monday)
Fraction(2, 1)
>>> supply.without(Fraction(2)).day_of(Fraction(1))
datetime.date(2024, 1, 5)
>>> supply.day_of(Fraction(4)) is None
True
"""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction


@dataclass(frozen=True)
class Supply:
    """The units of one product: when they are free, and how many have a taker."""

    units: tuple[tuple[date, Fraction], ...]
    taken: Fraction = Fraction(0)

    def count_by(self, day: date | None = None) -> Fraction:
        """Return how many units can still be promised for `day`.

        :param day: None counts all whose day is known
        """
        free = sum(
            (count for since, count in self.units if day is None or since <= day),
            Fraction(0),
        )
        return max(free - self.taken, Fraction(0))

    def day_of(self, wanted: Fraction) -> date | None:
        """Return the first day on which `wanted` more units are free together.

        None if that is not known.
        """
        for day in sorted({since for since, _count in self.units}):
            if self.count_by(day) >= max(wanted, Fraction(0)):
                return day
        return None

    def without(self, wanted: Fraction) -> "Supply":
        """Return what is left for others when somebody takes `wanted` units."""
        return replace(self, taken=self.taken + wanted)
