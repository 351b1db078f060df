"""Cards as payment providers export them."""

import calendar
import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.provider_file import COLUMNS, Row, UnknownColumnsError, read, read_expiry

TEXTS = st.text("abcXYZ019_@.;, \"'\t", min_size=1, max_size=12).map(str.strip).filter(bool)
MONTHS = st.dates(date(2000, 1, 1), date(2099, 12, 31)).map(
    lambda day: day.replace(day=calendar.monthrange(day.year, day.month)[1])
)
ROWS = st.builds(
    Row,
    number=st.just(0),
    customer=TEXTS,
    reference=TEXTS,
    holder=TEXTS | st.just(""),
    brand=TEXTS | st.just(""),
    last4=st.from_regex(r"[0-9]{4}", fullmatch=True) | st.just(""),
    expiry=MONTHS | st.none(),
)
NAMES = ("customer", "reference", "holder", "brand", "last4", "expiry")


def _write(rows, heads, delimiter, shown):
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(heads)
    for row in rows:
        writer.writerow(
            [row.customer, row.reference, row.holder, row.brand, row.last4]
            + [row.expiry.strftime(shown) if row.expiry else ""]
        )
    return file.getvalue()


@given(
    st.lists(ROWS, max_size=5),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["%m/%y", "%m/%Y", "%Y-%m", "%Y-%m-%d"]),
    st.tuples(*(st.sampled_from(COLUMNS[name]) for name in NAMES)),
)
def test_whatever_is_written_is_read(rows, delimiter, shown, heads):
    numbered = [
        Row(number, *(getattr(row, name) for name in NAMES))
        for number, row in enumerate(rows, start=2)
    ]
    assert read(_write(rows, heads, delimiter, shown)) == numbered


@given(st.text(max_size=12))
def test_any_text_is_an_expiry_or_none(text):
    found = read_expiry(text)
    assert found is None or found.day == calendar.monthrange(found.year, found.month)[1]


def test_what_is_missing_is_named():
    with pytest.raises(UnknownColumnsError) as refused:
        read("Name,Card Last4\nAda,4242\n")
    assert refused.value.missing == ["customer", "reference"]
    with pytest.raises(UnknownColumnsError):
        read("")


def test_an_unreadable_expiry_is_kept_to_be_shown():
    (row,) = read("email;reference;expiry\nada@example.com;tok;soon\n")
    assert (row.expiry, row.unreadable) == (None, "soon")


def test_of_a_card_number_only_the_last_four_digits_stay():
    (row,) = read("email,token,card number\nada@example.com,tok,4111 1111 1111 1881\n")
    assert row.last4 == "1881"


def test_the_columns_of_three_providers():
    stripe = "id,Email,Card ID,Card Last4,Card Brand,Card Exp Month,Card Exp Year\n"
    adyen = "shopperReference,shopperEmail,storedPaymentMethodId,variant,expiryDate\n"
    mollie = "customerId,email,mandateId,cardLabel,cardNumber,cardExpiryDate\n"
    for text, expected in (
        (
            stripe + "cus_1,a@b.c,pm_1,4242,Visa,8,2027\n",
            ("a@b.c", "pm_1", "cus_1", "Visa", "4242", date(2027, 8, 31)),
        ),
        (
            adyen + "shop_1,a@b.c,stored_1,mc,03/2030\n",
            ("a@b.c", "stored_1", "shop_1", "mc", "", date(2030, 3, 31)),
        ),
        (
            mollie + "cst_1,a@b.c,mdt_1,Visa,1881,2028-02-01\n",
            ("a@b.c", "mdt_1", "cst_1", "Visa", "1881", date(2028, 2, 29)),
        ),
    ):
        (row,) = read(text)
        assert tuple(getattr(row, name) for name in NAMES) == expected
