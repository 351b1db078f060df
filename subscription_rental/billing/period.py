"""Half-open spans of days: `start <= day < end`."""

from dataclasses import dataclass
from datetime import date, timedelta

from .errors import InvalidTerms


@dataclass(frozen=True, order=True)
class Period:
    """The days from `start` up to, but not including, `end`.

    Raises:
        InvalidTerms: the end is not after the start.
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        """Refuse a period without a day."""
        if self.end <= self.start:
            raise InvalidTerms(f"a period from {self.start} cannot end on {self.end}")

    @property
    def days(self) -> int:
        """Return the number of days."""
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        """Return the last day of the period, for people and for invoices."""
        return self.end - timedelta(days=1)

    def __contains__(self, day: date) -> bool:
        """Return whether `day` belongs to the period."""
        return self.start <= day < self.end

    def overlap(self, first: date | None, end: date | None) -> "Period | None":
        """Return the part from `first` up to `end` (None: unlimited), if there is one."""
        start = max(self.start, first) if first else self.start
        stop = min(self.end, end) if end else self.end
        return Period(start, stop) if start < stop else None
