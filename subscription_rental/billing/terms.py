"""Commercial terms, and the first dates that follow from them."""

from dataclasses import dataclass
from datetime import date, timedelta

from .alignment import Alignment
from .errors import DateOutOfRange, InvalidSeason, InvalidTerms
from .interval import Interval
from .left_out import ALL_YEAR, is_out_of_season
from .period import Period
from .timeline import Timeline

ADVANCE = "advance"
ARREARS = "arrears"


@dataclass(frozen=True)
class Terms:
    """The agreed terms of time: interval, timing, trial, term and commitment.

    Raises:
        InvalidTerms: a number is negative, or a lead time comes with arrears.
        InvalidAlignment: the interval cannot begin on that calendar day.
        InvalidSeason: no month is billed, or the interval is longer than a month.
    """

    interval: Interval
    timing: str = ADVANCE
    lead_days: int = 0
    trial_days: int = 0
    # 0 is open-ended
    term_count: int = 0
    # 0 is no minimum term
    commitment_count: int = 0
    # None counts periods from the day on which billing begins
    alignment: Alignment | None = None
    # Periods that begin in other months are not billed.
    months: frozenset[int] = ALL_YEAR

    def __post_init__(self) -> None:
        """Refuse terms that contradict each other."""
        if self.timing not in (ADVANCE, ARREARS):
            raise InvalidTerms(f"{self.timing!r} is neither {ADVANCE} nor {ARREARS}")
        counts = (self.trial_days, self.term_count, self.commitment_count)
        if min(self.lead_days, *counts) < 0:
            raise InvalidTerms("days and intervals cannot be negative")
        if self.lead_days and self.timing == ARREARS:
            raise InvalidTerms("an invoice in arrears has no lead time")
        if self.term_count and self.commitment_count > self.term_count:
            raise InvalidTerms("a commitment cannot be longer than the term")
        if self.is_seasonal and not (self.months and self.interval.fits_in_month):
            raise InvalidSeason(f"no season of {sorted(self.months)}")
        if self.alignment:
            self.alignment.check(self.interval)

    @property
    def is_seasonal(self) -> bool:
        """Return whether some months of the year are not billed."""
        return self.months != ALL_YEAR

    def is_out_of_season(self, period: Period) -> bool:
        """Return whether `period` is not billed, because of the month it begins in."""
        return is_out_of_season(period, self.months)

    def opening(self, start: date, anchor: date | None = None) -> "Opening":
        """Return the first dates of an agreement that starts on `start`.

        Billing begins when the trial ends. A fixed term counts whole intervals: a
        prorated first period comes on top of it.

        :param anchor: in place of the one that follows from the start
        """
        try:
            first = start + timedelta(days=self.trial_days)
        except OverflowError as error:
            raise DateOutOfRange(f"{self.trial_days} days from {start}") from error
        if not anchor:
            aligned = self.alignment
            anchor = aligned.anchor(self.interval, first) if aligned else first
        trial = Period(start, first) if self.trial_days else None
        return Opening(
            trial,
            anchor,
            first,
            end=self._after(self.term_count, anchor, first),
            commitment_end=self._after(self.commitment_count, anchor, first),
        )

    def _after(self, count: int, anchor: date, first: date) -> date | None:
        if not count:
            return None
        begins = Timeline(anchor, self.interval).next_boundary(first)
        n = self.interval.index(anchor, begins)
        return self.interval.boundary(anchor, n + count)

    def billing_date(self, period: Period) -> date:
        """Return the day on which `period` is invoiced."""
        if self.timing == ARREARS:
            return period.end
        return period.start - timedelta(days=self.lead_days)


@dataclass(frozen=True)
class Opening:
    """The first dates of an agreement; ends are the first day after what they end."""

    trial: Period | None
    anchor: date
    first_start: date
    end: date | None
    commitment_end: date | None = None


def due_periods(
    terms: Terms, timeline: Timeline, cursor: date, today: date
) -> list[Period]:
    """Return the periods to invoice on `today`, oldest first.

    :param cursor: start of the first period that has no slot yet
    """
    due = []
    period = timeline.period(cursor)
    while period and terms.billing_date(period) <= today:
        due.append(period)
        period = timeline.period(period.end)
    return due


def next_billing_date(terms: Terms, timeline: Timeline, cursor: date) -> date | None:
    """Return the day on which the next period is invoiced, None if there is none."""
    period = timeline.period(cursor)
    return terms.billing_date(period) if period else None
