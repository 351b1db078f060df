"""The entry of a collection, and what corrects it: what must always hold (BI6)."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sepa import entries

MONEY = st.decimals("0.01", "99999.99", places=2)
DEBITS = st.lists(st.tuples(MONEY, MONEY), min_size=1, max_size=20).map(
    lambda amounts: [
        entries.Side(number, amount, balance)
        for number, (amount, balance) in enumerate(amounts, start=1)
    ]
)


def add(sides):
    return (
        sum((one.amount for one in sides), Decimal()),
        sum((one.balance for one in sides), Decimal()),
    )


def waiting(sides):
    return [one for one in sides if one.debit is None]


@given(DEBITS)
def test_every_entry_is_balanced_however_it_was_rounded(debits):
    for entry in (entries.collected(debits), *map(entries.corrected, debits)):
        assert add(entry) == (0, 0)


@given(DEBITS)
def test_the_bank_sees_one_sum_and_each_customer_their_own(debits):
    entry = entries.collected(debits)
    assert [one.amount for one in waiting(entry)] == [add(debits)[0]]
    own = {one.debit: -one.amount for one in entry if one.debit}
    assert own == {one.debit: one.amount for one in debits}


@given(DEBITS, st.data())
def test_a_correction_takes_one_debit_back_and_no_other(debits, data):
    back = data.draw(st.sets(st.sampled_from(debits)))
    rows = [
        *entries.collected(debits),
        *(row for one in back for row in entries.corrected(one)),
    ]
    for debit in debits:
        left = add([row for row in rows if row.debit == debit.debit])
        assert left == ((0, 0) if debit in back else (-debit.amount, -debit.balance))
    assert add(waiting(rows)) == add([one for one in debits if one not in back])
