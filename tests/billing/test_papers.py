"""What the customer's papers say: the account, the withdrawal, the creditor (SE11)."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.creditor import is_creditor_identifier, normalized
from billing.proration import exact
from billing.statement import Entry, overdue, statement
from billing.withdrawal import withdrawal_end

from .strategies import days, prices

entries = st.lists(
    st.builds(Entry, days, prices, open_amount=prices, due=st.none() | days), max_size=12
)
periods = st.tuples(days, days).map(sorted)


@given(entries, periods)
def test_opening_entries_and_closing_add_up(found, period):
    made = statement(found, *period)
    assert made.opening + sum(exact(one.amount) for one in made.entries) == made.closing
    assert made.closing == sum(exact(one.amount) for one in found if one.day <= period[1])
    assert len(made.balances) == len(made.entries)
    assert not made.entries or made.balances[-1] == made.closing


@given(entries, periods, st.integers(0, 800))
def test_a_statement_opens_with_what_the_one_before_closed_with(found, period, length):
    first, last = period
    before = statement(found, first, last)
    after = statement(found, last + timedelta(days=1), last + timedelta(days=length))
    assert after.opening == before.closing


@given(entries, days)
def test_what_is_overdue_was_due_and_is_open(found, day):
    late = overdue(found, day)
    owed = [
        exact(one.open_amount)
        for one in found
        if one.open_amount > 0 and (one.due or one.day) < day
    ]
    assert 0 <= late <= sum(owed)
    credits_ = sum(-exact(one.open_amount) for one in found if one.open_amount < 0)
    assert late == max(sum(owed) - credits_, 0)


def test_what_is_due_today_is_not_overdue():
    one = Entry(date(2024, 1, 1), 30, open_amount=30, due=date(2024, 1, 15))
    assert overdue([one], date(2024, 1, 15)) == 0
    assert overdue([one], date(2024, 1, 16)) == Fraction(30)


@given(st.lists(st.none() | days, min_size=1, max_size=4))
def test_nobody_has_less_than_14_days_to_withdraw(found):
    last = withdrawal_end(*found)
    known = [day for day in found if day]
    if not known:
        assert last is None
        return
    assert 14 <= (last - max(known)).days <= 16
    assert last.weekday() < 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DE98ZZZ09999999999", True),
        ("DE98ABC09999999999", True),
        ("NL08ZZZ502057730000", True),
        ("fr72 zzz 123456", True),
        ("DE98ZZZ09999999998", False),
        ("DE98", False),
        ("DE98ZZZ", False),
        ("", False),
        ("98DEZZZ09999999999", False),
        ("DE98ZZZ0999999999\N{LATIN CAPITAL LETTER A WITH DIAERESIS}", False),
    ],
)
def test_creditor_identifiers(text, expected):
    assert is_creditor_identifier(text) == expected
    assert is_creditor_identifier(normalized(text)) == expected


@pytest.mark.parametrize("number", range(100))
def test_no_other_check_digits_are_right(number):
    valid = is_creditor_identifier(f"DE{number:02d}ZZZ09999999999")
    assert valid == (number == 98)
