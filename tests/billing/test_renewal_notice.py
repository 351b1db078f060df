"""When a customer is told of a tacit renewal (PL3)."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from billing.renewal_notice import (
    LAWS,
    LONGEST_NOTICE,
    is_late,
    last_renewal,
    notice_day,
    refuse_by,
)

from .strategies import days

notices = st.integers(1, LONGEST_NOTICE)
laws = st.sampled_from(sorted(LAWS)).map(LAWS.get)
LONG_AGO = date(1990, 1, 1)


@given(days, notices)
def test_without_a_law_the_notice_is_as_long_as_chosen(renewal, notice):
    assert notice_day(renewal, notice) + timedelta(days=notice) == refuse_by(renewal)
    assert refuse_by(renewal) < renewal


@given(days, notices, laws)
def test_a_consumer_is_told_within_the_window_of_the_law(renewal, notice, law):
    day, last = notice_day(renewal, notice, law), refuse_by(renewal)
    assert day <= last - law.latest
    assert not law.earliest or day >= last - law.earliest


@given(days, laws)
def test_the_preset_of_a_law_lies_in_its_window(renewal, law):
    """Else the customers of a company without a choice are told on another day."""
    preset = refuse_by(renewal) - timedelta(days=law.days)
    assert notice_day(renewal, law.days, law) == preset


@given(days, st.integers(1, 400), notices, st.none() | laws)
def test_a_later_renewal_is_not_told_of_earlier(renewal, later, notice, law):
    first = notice_day(renewal, notice, law)
    assert notice_day(renewal + timedelta(days=later), notice, law) >= first


@given(days, notices, st.none() | laws, st.integers(0, LONGEST_NOTICE))
def test_nobody_who_is_to_be_told_is_looked_for_too_near(renewal, notice, law, more):
    day = notice_day(renewal, notice, law)
    assert renewal <= last_renewal(day, notice + more, law)
    # Nor much farther than the longest notice goes.
    assert last_renewal(day, notice) == day + timedelta(days=notice + 1)


@given(days, notices, laws, st.integers(0, 900))
def test_only_who_is_told_after_the_window_is_told_late(renewal, notice, law, after):
    told = notice_day(renewal, notice, law) + timedelta(days=after)
    past = told > refuse_by(renewal) - law.latest
    assert is_late(told, renewal, law, LONG_AGO) == past
    # A term that begins on the day itself could not be told of before.
    assert not is_late(told, renewal, law, told)
    assert not is_late(told, renewal, None, LONG_AGO)


@pytest.mark.parametrize(
    ("renewal", "notice", "country", "expected"),
    [
        # Counted back over a leap day, and over an ordinary end of February.
        (date(2024, 3, 31), 30, None, date(2024, 2, 29)),
        (date(2023, 3, 31), 30, None, date(2023, 2, 28)),
        # One month before 30 March is the last day of February.
        (date(2024, 3, 31), 1, "FR", date(2024, 2, 29)),
        (date(2023, 3, 31), 1, "FR", date(2023, 2, 28)),
        # Three months before 30 May.
        (date(2024, 5, 31), 200, "FR", date(2024, 2, 29)),
        (date(2025, 1, 1), 60, "FR", date(2024, 11, 1)),
        (date(2025, 1, 1), 5, "BE", date(2024, 12, 16)),
        (date(2025, 1, 1), 90, "BE", date(2024, 10, 2)),
    ],
)
def test_examples(renewal, notice, country, expected):
    assert notice_day(renewal, notice, LAWS.get(country)) == expected


def test_the_windows_are_those_of_the_laws():
    assert LAWS["FR"].earliest == relativedelta(months=3)
    assert LAWS["FR"].latest == relativedelta(months=1)
    assert LAWS["BE"].latest == relativedelta(days=15)
