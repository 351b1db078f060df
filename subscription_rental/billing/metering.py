"""Metered use: what a counter says of a period, and what that costs.

A copier has 1,000 copies a month included, then each costs 0.02; its counter was read at
the start, and on the first of each month:

>>> from datetime import date
>>> curve = Curve.of([Reading(date(2024, 1, 1), 500), Reading(date(2024, 2, 1), 1750)])
>>> month = Part(date(2024, 1, 1), date(2024, 2, 1))
>>> use = month.use([curve], Tariff(Fraction(1000), (Tier(Fraction(0), exact("0.02")),)))
>>> use.quantity, use.over, use.amount
(Fraction(1250, 1), Fraction(250, 1), Fraction(5, 1))

Where no reading is there yet the average of the last year goes on, and says so:

>>> month = Part(date(2024, 2, 1), date(2024, 3, 1))
>>> use = month.use([curve], Tariff(Fraction(1000)))
>>> use.quantity, use.is_estimated
(Fraction(1169, 1), True)

A period is asked again when more readings are there: what it costs then, less what it was
said to cost before, is billed or credited. So whatever was estimated in between, all
periods together come to what the counter says.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from .errors import ImpossibleReading
from .proration import Number, exact, rounded

DAY = timedelta(days=1)
# The average of so many days is what an estimate goes on with.
AVERAGED = timedelta(days=365)

# Why a counter cannot show that.
LESS = "less"
NO_LIMIT = "no_limit"
BEYOND = "beyond"


@dataclass(frozen=True)
class Reading:
    """What a counter showed on a day.

    `restarts_at`: the counter was replaced by one that shows this. `ran_over`: it began
    again at 0 since the reading before. `is_last`: nothing is counted after it.
    """

    day: date
    value: Number
    restarts_at: Number | None = None
    ran_over: bool = False
    is_last: bool = False


@dataclass(frozen=True)
class Point:
    """What was used in all up to a reading, and what the counter shows after it."""

    day: date
    total: Fraction
    shown: Fraction
    is_last: bool = False


def problem(before: "Reading | None", after: Reading, runs_over_at: Number = 0) -> str:
    """Return why `after` cannot follow `before` on one counter; "" if it can.

    >>> full = Reading(date(2024, 1, 1), 99950)
    >>> problem(full, Reading(date(2024, 1, 2), 20))
    'less'
    >>> problem(full, Reading(date(2024, 1, 2), 20, ran_over=True), runs_over_at=100000)
    ''
    """
    if after.ran_over and not runs_over_at:
        return NO_LIMIT
    if runs_over_at and max(exact(after.value), _shown(after)) >= exact(runs_over_at):
        return BEYOND
    if before and not after.ran_over and exact(after.value) < _shown(before):
        return LESS
    return ""


def _shown(reading: Reading) -> Fraction:
    restarted = reading.restarts_at is not None
    return exact(reading.restarts_at if restarted else reading.value)


@dataclass(frozen=True)
class Curve:
    """What one counter has counted up to any day: read, between two readings, or estimated.

    A reading on the first day after a period, or on its last day, is what the period ends
    with. Before the first reading nothing was used.
    """

    points: tuple[Point, ...] = ()
    runs_over_at: Fraction = Fraction(0)
    # Counters show multiples of this.
    step: Fraction = Fraction(1)
    # Nothing is counted from this day on: what it counts for was given back.
    until: date | None = None

    @classmethod
    def of(
        cls, readings: Iterable[Reading], runs_over_at: Number = 0, step: Number = 1
    ) -> "Curve":
        """Return the curve through these readings, which are in the order of their days.

        Raises:
            ImpossibleReading: a counter cannot show one of them.
        """
        limit, points, before = exact(runs_over_at), [], None
        for reading in readings:
            if why := problem(before, reading, limit):
                raise ImpossibleReading(why, reading.day)
            total = Fraction(0)
            if before:
                turned = limit if reading.ran_over else 0
                grown = exact(reading.value) + turned - points[-1].shown
                total = points[-1].total + grown
            points.append(Point(reading.day, total, _shown(reading), reading.is_last))
            before = reading
        return cls(tuple(points), limit, exact(step))

    def average(self) -> Fraction:
        """Return what is used a day, by the readings of the last year before the last."""
        if not self.points:
            return Fraction(0)
        last = self.points[-1]
        earlier = [point for point in self.points if point.day < last.day]
        recent = [point for point in earlier if last.day - point.day <= AVERAGED]
        first = (recent or earlier[-1:] or [last])[0]
        days = (last.day - first.day).days
        return (last.total - first.total) / days if days else Fraction(0)

    def at(self, day: date) -> Fraction:
        """Return what was used in all before `day`, as a multiple of the step."""
        counted = min(day, self.until) if self.until else day
        return exact(rounded(self._at(counted), self.step))

    def _at(self, day: date) -> Fraction:
        if read := self._read_at(day):
            return read.total
        before = [point for point in self.points if point.day < day]
        after = [point for point in self.points if point.day > day]
        if not before:
            return after[0].total if after else Fraction(0)
        last = before[-1]
        passed = (day - last.day).days
        if after:
            days = (after[0].day - last.day).days
            return last.total + (after[0].total - last.total) * passed / days
        if last.is_last:
            return last.total
        return last.total + self.average() * passed

    def _read_at(self, day: date) -> Point | None:
        """Return the reading that is what a period before `day` ends with, if there is."""
        morning = next((point for point in self.points if point.day == day), None)
        evening = [point for point in self.points if point.day == day - DAY]
        return morning or (evening[-1] if evening else None)

    def knows(self, day: date) -> bool:
        """Return whether readings say what was used before `day`: on it, or around it."""
        if not self.points:
            return False
        last = self.points[-1]
        return last.is_last or last.day >= day - DAY

    def shown(self, day: date) -> Fraction:
        """Return what the counter shows, or would show, on `day`."""
        return self._shown_after(self.at(day), day)

    def _shown_after(self, total: Fraction, day: date) -> Fraction:
        if not self.points:
            return Fraction(0)
        read = self._read_at(day)
        before = [point for point in self.points if point.day < day]
        base = read or (before[-1] if before else self.points[0])
        value = base.shown + total - base.total
        return value % self.runs_over_at if self.runs_over_at else value

    def at_end(self, day: date) -> tuple[Fraction, Fraction]:
        """Return (what was used in all, what the counter shows) where all ended on `day`.

        What was used until the counter was read for the last time counts.
        """
        if self.points and self.points[-1].day >= day - DAY:
            return self.points[-1].total, self.points[-1].shown
        return self.at(day), self.shown(day)


@dataclass(frozen=True)
class Tier:
    """The price of each unit beyond `above` units more than what is included."""

    above: Fraction
    price: Fraction


@dataclass(frozen=True)
class Tariff:
    """What use costs an interval: some included, then graduated tiers, and a minimum.

    Half an interval has half of all that, so it costs half for half the use:

    >>> tariff = Tariff(Fraction(100), (Tier(Fraction(0), Fraction(2)),), Fraction(10))
    >>> tariff.amount(Fraction(300)), tariff.amount(Fraction(150), Fraction(1, 2))
    (Fraction(400, 1), Fraction(200, 1))
    """

    included: Fraction = Fraction(0)
    tiers: tuple[Tier, ...] = ()
    minimum: Fraction = Fraction(0)

    def over(self, use: Fraction, scale: Fraction = Fraction(1)) -> Fraction:
        """Return what of this use is not included."""
        return max(use - self.included * scale, Fraction(0))

    def amount(self, use: Fraction, scale: Fraction = Fraction(1)) -> Fraction:
        """Return what this use costs, exactly.

        :param scale: how many intervals it is for, times the number of what is rented
        """
        priced = (price * count for count, price in self.split(use, scale))
        return max(sum(priced, Fraction(0)), self.minimum * scale)

    def split(self, use: Fraction, scale: Fraction) -> list[tuple[Fraction, Fraction]]:
        """Return [(units, price of each)] of what is not included.

        Where no interval was paid for nothing is included, and tiers are those of one.
        """
        over, reach = self.over(use, scale), scale or Fraction(1)
        tiers = sorted(self.tiers, key=lambda tier: tier.above)
        ends: list[Fraction | None] = [tier.above * reach for tier in tiers[1:]]
        parts = []
        for tier, end in zip(tiers, [*ends, None], strict=False):
            start = tier.above * reach
            last = over if end is None else min(over, end)
            if last > start:
                parts.append((last - start, tier.price))
        return parts


@dataclass(frozen=True)
class Use:
    """What was used in a part of a period, and what it costs, exactly."""

    quantity: Fraction
    included: Fraction
    over: Fraction
    amount: Fraction
    is_estimated: bool
    # [(what the counter showed at the start, and at the end)], one for each counter.
    shown: tuple[tuple[Fraction, Fraction], ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Part:
    """The days from `start` up to `end` that one version of a line is billed for.

    `scale`: how many intervals are paid for them, times the number of what is rented.
    `is_end`: it is over then.
    """

    start: date
    end: date
    scale: Fraction = Fraction(1)
    is_end: bool = False

    def use(self, curves: Sequence[Curve], tariff: Tariff) -> Use:
        """Return what these counters say was used in this part, and what it costs."""
        ends = [self._ends(curve) for curve in curves]
        used = [total - curve.at(self.start) for curve, (total, _shown) in ends]
        quantity = sum(used, Fraction(0))
        return Use(
            quantity=quantity,
            included=tariff.included * self.scale,
            over=tariff.over(quantity, self.scale),
            amount=tariff.amount(quantity, self.scale),
            is_estimated=not curves or not all(curve.knows(self.end) for curve in curves),
            shown=tuple((curve.shown(self.start), shown) for curve, (_, shown) in ends),
        )

    def _ends(self, curve: Curve) -> tuple[Curve, tuple[Fraction, Fraction]]:
        if self.is_end:
            return curve, curve.at_end(self.end)
        return curve, (curve.at(self.end), curve.shown(self.end))
