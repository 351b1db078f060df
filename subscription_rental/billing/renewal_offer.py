"""Terms that are renewed when the customer pays: the offer, and what a payment does.

>>> from .interval import Interval
>>> yearly = Timeline(date(2024, 2, 29), Interval(1, "year"), end=date(2025, 2, 28))
>>> term = OfferedTerm(yearly, start=date(2024, 2, 29), intervals=1, grace_days=14)
>>> str(term.offer_day(30)), str(term.last_day_to_pay)
('2025-01-29', '2025-03-13')
>>> str(term.renewed_by(date(2025, 3, 13)))
'2026-02-28'
>>> term.renewed_by(date(2025, 3, 14)) is None
True
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from .period import Period
from .timeline import Timeline

ONE_DAY = timedelta(days=1)
# More days before the end nobody is asked.
LONGEST_OFFER = 366

# What becomes of a renewal whose payment was returned.
UNDO = "undo"
ASK = "ask"


@dataclass(frozen=True)
class OfferedTerm:
    """A term that ends unless the customer pays for the next one.

    :param timeline: of the subscription, up to the end of the term
    :param start: the first day of the term
    :param intervals: a renewal adds so many
    :param grace_days: for so many days after the end it can still be paid
    """

    timeline: Timeline
    start: date
    intervals: int
    grace_days: int = 0

    @property
    def end(self) -> date:
        """Return the first day after the term: the old end, from which renewals count."""
        return self.timeline.end

    @property
    def finish(self) -> date:
        """Return the day on which it is finished, if nobody has paid before."""
        return self.end + timedelta(days=self.grace_days)

    @property
    def last_day_to_pay(self) -> date:
        """Return the last day on which a payment renews it."""
        return self.finish - ONE_DAY

    def offer_day(self, days: int) -> date:
        """Return the day from which on the next term is offered.

        Never before the term itself has begun: at most one term is offered ahead.
        """
        return max(self.end - timedelta(days=days), self.start)

    def renewed_end(self) -> date:
        """Return the end after the renewal, counted from the old end."""
        return self.timeline.renewed_end(self.intervals)

    def renewed_by(self, paid: date) -> date | None:
        """Return the end that a payment on `paid` gives it; None if that is too late.

        A payment in the grace time gives no days more than one in time.
        """
        return self.renewed_end() if paid < self.finish else None

    def first_period(self) -> Period:
        """Return the period that the customer pays for: the first one of the new term."""
        renewed = replace(self.timeline, end=self.renewed_end())
        return renewed.period(self.end)

    def when_returned(self, today: date, *, untouched: bool) -> str:
        """Return what becomes of the renewal if its payment is found returned on `today`.

        While it can still be paid the renewal is undone. Later, or after something was
        done to the new term, a person decides.

        :param untouched: nothing happened to the new term but its first bill
        """
        return UNDO if untouched and today < self.finish else ASK
