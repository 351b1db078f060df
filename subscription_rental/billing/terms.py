"""Commercial terms, and the first dates that follow from them."""

from dataclasses import dataclass
from datetime import date, timedelta

from .alignment import Alignment
from .errors import DateOutOfRange, InvalidTerms
from .interval import Interval
from .period import Period
from .timeline import Timeline

ADVANCE = "advance"
ARREARS = "arrears"


@dataclass(frozen=True)
class Terms:
    """What was agreed about time.

    Raises:
        InvalidTerms: a number is negative, or a lead time comes with arrears.
        InvalidAlignment: the interval cannot begin on that calendar day.
    """

    interval: Interval
    timing: str = ADVANCE
    lead_days: int = 0
    trial_days: int = 0
    # 0 is open-ended
    term_count: int = 0
    # None counts periods from the day on which billing begins
    alignment: Alignment | None = None

    def __post_init__(self) -> None:
        """Refuse terms that contradict each other."""
        if self.timing not in (ADVANCE, ARREARS):
            raise InvalidTerms(f"{self.timing!r} is neither {ADVANCE} nor {ARREARS}")
        if min(self.lead_days, self.trial_days, self.term_count) < 0:
            raise InvalidTerms("days and intervals cannot be negative")
        if self.lead_days and self.timing == ARREARS:
            raise InvalidTerms("an invoice in arrears has no lead time")
        if self.alignment:
            self.alignment.check(self.interval)

    def opening(self, start: date) -> "Opening":
        """Return the first dates of an agreement that starts on `start`.

        Billing begins when the trial ends. A fixed term counts whole intervals: a
        prorated first period comes on top of it.
        """
        try:
            first = start + timedelta(days=self.trial_days)
        except OverflowError as error:
            raise DateOutOfRange(f"{self.trial_days} days from {start}") from error
        anchor = self.alignment.anchor(self.interval, first) if self.alignment else first
        trial = Period(start, first) if self.trial_days else None
        return Opening(trial, anchor, first, self._end(anchor, first))

    def _end(self, anchor: date, first: date) -> date | None:
        if not self.term_count:
            return None
        begins = Timeline(anchor, self.interval).next_boundary(first)
        n = self.interval.index(anchor, begins)
        return self.interval.boundary(anchor, n + self.term_count)

    def billing_date(self, period: Period) -> date:
        """Return the day on which `period` is invoiced."""
        if self.timing == ARREARS:
            return period.end
        return period.start - timedelta(days=self.lead_days)


@dataclass(frozen=True)
class Opening:
    """The first dates of an agreement; `end` is the first day after it."""

    trial: Period | None
    anchor: date
    first_start: date
    end: date | None


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
    """Return the day on which something is to be invoiced next, None if never."""
    period = timeline.period(cursor)
    return terms.billing_date(period) if period else None
