"""What consumer law asks of cancelling and withdrawing (PO4)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.consumer_law import (
    EEA,
    LABELS,
    LAWS,
    PRESCRIBED,
    is_extraordinary_known,
    is_under_directive,
    keeps_cancel,
    label,
)
from billing.withdrawal import PERIOD, refund_by, withdrawal_end

from .strategies import days

names = st.sampled_from(sorted(LABELS))
countries = st.none() | st.sampled_from([*LAWS, "BE", "US", ""])
languages = st.none() | st.sampled_from(["fr_FR", "fr_BE", "de_DE", "nl", "en_US", "pl_PL"])


@given(names, countries, languages)
def test_each_button_says_something_in_any_language(name, country, language):
    assert label(name, country, language)


@given(names, countries, languages)
def test_a_company_says_it_in_its_own_words_where_it_has_any(name, country, language):
    own = {language: "Own words"} if language else {}
    said = label(name, country, language, own)
    assert said == ("Own words" if language else label(name, country, language))
    # Words in another language are no words for this reader.
    assert label(name, country, language, {"xx_XX": "Other"}) == label(
        name, country, language
    )


@pytest.mark.parametrize(
    ("name", "country", "language", "words"),
    [
        ("withdraw", "FR", "fr_FR", "Renoncer au contrat ici"),
        ("confirm_withdrawal", "FR", "fr_FR", "Confirmer la rétractation"),
        ("cancel", "FR", "fr_FR", "Résilier votre contrat"),
        ("confirm_cancel", "FR", "fr_FR", "Notification de la résiliation"),
        ("confirm_cancel", "BE", "fr_BE", "Confirmer la résiliation"),
        ("withdraw", "DE", "de_DE", "Vertrag widerrufen"),
        ("confirm_withdrawal", "DE", "de_DE", "Widerruf bestätigen"),
        ("cancel", "DE", "de_DE", "Verträge hier kündigen"),
        ("confirm_cancel", "DE", "de_DE", "Jetzt kündigen"),
        ("confirm_withdrawal", "DE", "en_US", "Confirm withdrawal"),
        ("cancel", "NL", "nl_NL", "Je overeenkomst opzeggen"),
        ("cancel", "FR", "pl_PL", "Cancel your contract"),
    ],
)
def test_the_labels_are_those_of_the_law(name, country, language, words):
    assert label(name, country, language) == words


def test_the_directive_holds_in_the_thirty_countries_of_the_area_and_in_doubt():
    assert len(EEA) == 30
    assert set(LAWS) <= EEA
    assert is_under_directive(None)
    assert not is_under_directive("GB")


@given(countries)
def test_who_may_leave_for_a_reason_may_cancel(country):
    assert keeps_cancel(country) or not is_extraordinary_known(country)


def test_each_law_says_its_source_and_each_prescribed_word_has_a_plain_one():
    assert all(law.source for law in LAWS.values())
    for name, country, language in PRESCRIBED:
        assert country in LAWS
        assert language in LABELS[name]


@given(days, days)
def test_money_goes_back_within_fourteen_days(day, other):
    """Articles 13 and 14 of Directive 2011/83/EU count from the statement itself."""
    assert refund_by(day) == day + timedelta(days=PERIOD)
    assert (refund_by(day) < refund_by(other)) == (day < other)


@given(days)
def test_the_period_of_withdrawal_has_no_end_before_its_days_are_known(day):
    assert withdrawal_end(None, None) is None
    assert withdrawal_end(day) >= day + timedelta(days=PERIOD)
