"""IBAN, bank days, mandates and the days of debits: what must always hold."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from billing.creditor import is_creditor_identifier
from sepa import bank_days, debits, iban, latin, mandates, reasons

DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))
COUNTRIES = st.sampled_from(sorted(iban.LENGTHS))
ACCOUNTS = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=27, max_size=27)
DIGITS = "0123456789"


def make(country, account):
    return iban.with_check_digits(country, account[: iban.LENGTHS[country] - 4])


# === account numbers === #


@given(COUNTRIES, ACCOUNTS)
def test_what_has_its_check_digits_is_an_account(country, account):
    number = make(country, account)
    assert iban.problem(number) is None
    assert iban.problem(iban.spaced(number).lower()) is None


@given(COUNTRIES, ACCOUNTS, st.integers(2, 33), st.sampled_from(DIGITS))
def test_one_wrong_digit_is_seen(country, account, place, digit):
    number = make(country, account)
    place %= len(number)
    assume(place > 1 and number[place] in DIGITS and number[place] != digit)
    assert iban.problem(number[:place] + digit + number[place + 1 :]) == "digits"


@given(COUNTRIES, st.text(DIGITS, min_size=27, max_size=27), st.integers(4, 32))
def test_two_neighbours_that_changed_places_are_seen(country, account, place):
    number = make(country, account)
    place = 4 + place % (len(number) - 5)
    first, second = number[place], number[place + 1]
    assume(first != second)
    turned = number[:place] + second + first + number[place + 2 :]
    assert iban.problem(turned) == "digits"


def test_no_bank_hides_another_account():
    assert "0075" not in iban.hidden("BE68539007547034")


@given(st.text("0123456789ABC", min_size=3, max_size=20), st.sampled_from(["DE", "FR"]))
def test_a_creditor_identifier_is_known_by_its_check_digits_only(national, country):
    found = [
        check
        for check in range(100)
        if is_creditor_identifier(f"{country}{check:02d}ZZZ{national}")
    ]
    assert len(found) == 1
    assert is_creditor_identifier(f"{country}{found[0]:02d}ABC{national}")


# === bank days === #

# As the European Central Bank published them.
CLOSED = {
    2024: "01-01 03-29 04-01 05-01 12-25 12-26",
    2025: "01-01 04-18 04-21 05-01 12-25 12-26",
    2026: "01-01 04-03 04-06 05-01 12-25 12-26",
    2027: "01-01 03-26 03-29 05-01 12-25 12-26",
    2028: "01-01 04-14 04-17 05-01 12-25 12-26",
}


@pytest.mark.parametrize("year", CLOSED)
def test_the_days_on_which_banks_rest(year):
    days = {date.fromisoformat(f"{year}-{day}") for day in CLOSED[year].split()}
    assert bank_days.closing_days(year) == days


@given(st.integers(1990, 2200))
def test_easter_is_a_sunday_in_spring(year):
    day = bank_days.easter(year)
    assert day.weekday() == 6
    assert date(year, 3, 22) <= day <= date(year, 4, 25)


@given(DAYS)
def test_the_next_bank_day_is_the_first_one(day):
    found = bank_days.on_or_after(day)
    assert bank_days.is_bank_day(found)
    between = (found - day).days
    assert between <= 5
    assert not any(
        bank_days.is_bank_day(day + timedelta(days=number)) for number in range(between)
    )


@given(DAYS, st.integers(1, 12))
def test_bank_days_are_counted_one_by_one(day, count):
    for sign in (1, -1):
        found = bank_days.after(day, sign * count)
        low, high = sorted((day, found))
        span = (low + timedelta(days=number) for number in range((high - low).days + 1))
        assert sum(bank_days.is_bank_day(one) for one in span if one != day) == count


# === mandates === #


@given(DAYS, st.none() | st.integers(0, 4000), st.integers(0, 4000))
def test_an_unused_mandate_dies_after_36_months(signed_on, used, days):
    used_on = None if used is None else signed_on + timedelta(days=used)
    day = signed_on + timedelta(days=days)
    since = used_on or signed_on
    months = (day.year - since.year) * 12 + day.month - since.month
    if months < 36:
        assert not mandates.has_lapsed(signed_on, used_on, day)
    if months > 36:
        assert mandates.has_lapsed(signed_on, used_on, day)


def test_what_has_ended_is_never_collected_with_again():
    for state in mandates.ENDED:
        assert not mandates.may_move(state, mandates.ACTIVE)
    assert not mandates.may_move(mandates.ACTIVE, mandates.DRAFT)


@given(st.text(max_size=40))
def test_a_reference_is_what_banks_take(text):
    if mandates.is_reference(text):
        assert 1 <= len(text) <= 35
        assert latin.latin(text, 35) == text


# === days of debits === #

NOTICE, LEAD = st.integers(0, 20), st.integers(0, 5)


@given(DAYS, NOTICE, LEAD)
def test_a_debit_is_told_in_time_and_reaches_the_bank_in_time(today, notice, lead):
    day = debits.first_day(today, notice, lead)
    assert bank_days.is_bank_day(day)
    assert (day - today).days >= notice
    assert today <= debits.file_day(day, lead)


@given(DAYS, NOTICE, LEAD)
def test_no_earlier_day_would_do(today, notice, lead):
    day = debits.first_day(today, notice, lead)
    before = bank_days.after(day, -1)
    assert (before - today).days < notice or debits.file_day(before, lead) < today


@given(DAYS, st.integers(-40, 40), NOTICE, LEAD)
def test_nothing_is_collected_before_it_is_due(today, wait, notice, lead):
    due, first = today + timedelta(days=wait), debits.first_day(today, notice, lead)
    day = debits.debit_day(due, first)
    assert day >= max(due, first)
    assert bank_days.is_bank_day(day)
    if debits.is_time(due, first):
        assert day == first


@given(DAYS, st.integers(30, 90), NOTICE, LEAD)
def test_who_looks_every_day_collects_on_the_day_it_is_due(today, wait, notice, lead):
    """Or on the next bank day: the debit is made as late as it may, and never later."""
    due = today + timedelta(days=wait)
    while not debits.is_time(due, debits.first_day(today, notice, lead)):
        today += timedelta(days=1)
    day = debits.debit_day(due, debits.first_day(today, notice, lead))
    assert day == bank_days.on_or_after(due)


@given(DAYS, st.integers(0, 60), NOTICE)
def test_what_the_invoice_told_need_not_be_told_again(told_on, waited, notice):
    today = told_on + timedelta(days=waited)
    day = debits.first_day(today, notice, 2, told_on=told_on)
    assert (day - told_on).days >= notice
    assert day <= debits.first_day(today, notice, 2)


@given(st.booleans(), st.booleans(), st.booleans())
def test_only_the_first_is_called_first(recurrent, used, marks_first):
    found = debits.sequence(recurrent=recurrent, used=used, marks_first=marks_first)
    assert (found == "FRST") == (recurrent and marks_first and not used)
    assert (found == "OOFF") == (not recurrent)


@given(st.integers(0, 10**12), st.text(max_size=40))
def test_an_identification_names_one_debit(number, text):
    name = debits.end_to_end(number)
    assert len(name) <= 35
    assert debits.number_of(name) == number
    known = debits.number_of(text)
    assert known is None or debits.end_to_end(known) == text


# === letters and reasons === #


@given(st.text(), st.integers(1, 140))
def test_banks_can_read_it(text, limit):
    plain = latin.latin(text, limit)
    assert len(plain) <= limit
    assert not latin.FOREIGN.search(plain)
    assert not plain.startswith("/")
    assert "//" not in plain
    assert not plain.endswith("/")


@given(st.sampled_from(sorted(reasons.CODES)), st.text())
def test_a_reason_is_found_in_what_banks_say(code, text):
    assert reasons.find(f"/RTYP/RTRN/RRSN/{code}/{text}") == code


@given(st.sampled_from(["", None, "No reason", "XX99", "the MS-DOS way"]))
def test_no_reason_is_made_up(text):
    assert reasons.find(text) == ""
