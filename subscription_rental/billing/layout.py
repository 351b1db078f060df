"""Phases and changed quantities of one line, laid out side by side.

The days of a phase move with what is billed; a change holds from its day on, whatever phase
that day comes to lie in.

>>> from datetime import date
>>> may, june, july = (date(2026, month, 1) for month in (5, 6, 7))
>>> [(part.phase, part.start.month, part.terms) for part in laid_out(
...     [Span(1, may, july), Span(2, july, None)], [(may, "three"), (june, "one")]
... )]
[(1, 5, 'three'), (1, 6, 'one'), (2, 7, 'one')]
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

Terms = TypeVar("Terms")


@dataclass(frozen=True)
class Span:
    """The days of a phase; without `end` it goes on."""

    phase: int
    start: date
    end: date | None


@dataclass(frozen=True)
class Part(Generic[Terms]):
    """Days of one phase with the same terms, and the first day of either."""

    phase: int
    phase_start: date
    start: date
    end: date | None
    terms: Terms
    terms_from: date


def laid_out(spans: Iterable[Span], changes: list[tuple[date, Terms]]) -> list[Part[Terms]]:
    """Return the parts of `spans`, each cut where the terms change within it.

    :param changes: (first day, terms), in the order of their days; the first one also holds
        before its day
    """
    parts = []
    for span in spans:
        days = sorted({day for day, _terms in changes if _lies_within(day, span)})
        ends = [*days, span.end]
        for start, end in zip([span.start, *days], ends, strict=True):
            first, terms = _at(start, changes)
            parts.append(Part(span.phase, span.start, start, end, terms, first))
    return parts


def _lies_within(day: date, span: Span) -> bool:
    return span.start < day and not (span.end and span.end <= day)


def _at(day: date, changes: list[tuple[date, Terms]]) -> tuple[date, Terms]:
    begun = [change for change in changes if change[0] <= day]
    return begun[-1] if begun else changes[0]
