from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from billing.layout import Span, laid_out

FIRST = date(2024, 1, 1)
lengths = st.lists(st.integers(0, 40), max_size=4)
changed = st.lists(st.tuples(st.integers(0, 120), st.integers(1, 9)), max_size=4)


def day(number):
    return FIRST + timedelta(days=number)


def spans_of(days):
    """Return phases that last so many days, and one without an end."""
    start, spans = FIRST, []
    for number, length in enumerate(days, 1):
        spans.append(Span(number, start, start + timedelta(days=length)))
        start = spans[-1].end
    return [*spans, Span(len(days) + 1, start, None)]


@given(lengths, changed)
def test_each_day_has_its_phase_and_its_terms(days, changes):
    spans = spans_of(days)
    agreed = [(FIRST, 0), *((day(n), terms) for n, terms in sorted(changes))]
    parts = laid_out(spans, agreed)
    for today in map(day, range(200)):
        (part,) = (
            one
            for one in parts
            if one.start <= today and not (one.end and one.end <= today)
        )
        span = next(one for one in reversed(spans) if one.start <= today)
        assert (part.phase, part.phase_start) == (span.phase, span.start)
        assert part.terms == [terms for since, terms in agreed if since <= today][-1]


@given(lengths, changed)
def test_parts_follow_each_other_and_each_phase_has_one(days, changes):
    spans = spans_of(days)
    agreed = [(FIRST, 0), *((day(n), terms) for n, terms in sorted(changes))]
    parts = laid_out(spans, agreed)
    assert [part.end for part in parts[:-1]] == [part.start for part in parts[1:]]
    assert {part.phase for part in parts} == {span.phase for span in spans}


def test_what_changes_before_the_first_day_holds_from_then_on():
    (part,) = laid_out([Span(1, day(9), None)], [(day(3), "early")])
    assert (part.start, part.terms_from) == (day(9), day(3))
