"""When a debit is collected, in which sequence, and what a collection is called."""

import re
from datetime import date, timedelta

from . import bank_days

FIRST = "FRST"
RECURRENT = "RCUR"
ONE_OFF = "OOFF"

# The scheme: CORE debits come back until so many bank days after, B2B debits less.
RETURN_DAYS = {"CORE": 5, "B2B": 3}

# What a name may be made of, in a line of a statement.
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9/\-]*")

# Banks take 35 characters: ours name the database's own row, and are never used again.
END_TO_END = "RS{}"


def first_day(today: date, notice: int, lead: int, told_on: date | None = None) -> date:
    """Return the first bank day on which a debit of `today` can be collected.

    :param notice: days between telling the customer and the debit
    :param lead: bank days between the bank's getting the file and the debit
    :param told_on: the day on which the customer was told already, as by the invoice

    >>> first_day(date(2026, 12, 11), 14, 2)
    datetime.date(2026, 12, 28)
    >>> first_day(date(2024, 3, 28), 0, 2), first_day(date(2024, 3, 29), 0, 2)
    (datetime.date(2024, 4, 3), datetime.date(2024, 4, 4))
    """
    told = bank_days.on_or_after((told_on or today) + timedelta(days=notice))
    # On a day on which it is closed, the bank gets nothing.
    return max(told, bank_days.after(bank_days.on_or_after(today), lead))


def debit_day(due: date, earliest: date) -> date:
    """Return the bank day on which what is due on `due` is collected.

    Never before it is due, nor before the customer was told in time.

    >>> debit_day(date(2026, 12, 25), date(2026, 12, 10))
    datetime.date(2026, 12, 28)
    """
    return bank_days.on_or_after(max(due, earliest))


def is_time(due: date, earliest: date) -> bool:
    """Return whether the debit of what is due on `due` is to be made now.

    >>> is_time(date(2024, 2, 1), date(2024, 2, 1))
    True
    >>> is_time(date(2024, 2, 2), date(2024, 2, 1))
    False
    """
    return due <= earliest


def file_day(day: date, lead: int) -> date:
    """Return the last bank day on which the bank takes the file of a debit.

    >>> file_day(date(2026, 12, 28), 2), file_day(date(2026, 12, 28), 1)
    (datetime.date(2026, 12, 23), datetime.date(2026, 12, 24))
    """
    return bank_days.after(day, -lead) if lead else day


def silence_day(day: date, count: int) -> date:
    """Return the day on which a debit of `day` counts as paid if no answer came.

    >>> silence_day(date(2026, 12, 24), 5)
    datetime.date(2027, 1, 4)
    """
    return bank_days.after(day, count)


def sequence(*, recurrent: bool, used: bool, marks_first: bool) -> str:
    """Return the sequence type of a debit.

    RCUR also the first time, as the scheme has it since 2016, but for banks that insist.

    :param used: the bank accepted a debit of this mandate before
    :param marks_first: the bank wants the first one called so

    >>> sequence(recurrent=True, used=False, marks_first=False)
    'RCUR'
    >>> sequence(recurrent=True, used=False, marks_first=True)
    'FRST'
    >>> sequence(recurrent=False, used=False, marks_first=True)
    'OOFF'
    """
    if not recurrent:
        return ONE_OFF
    return FIRST if marks_first and not used else RECURRENT


def end_to_end(number: int) -> str:
    """Return the identification of a debit, which comes back in all answers.

    >>> end_to_end(42), number_of("RS42"), number_of("rs42"), number_of("INV/1")
    ('RS42', 42, None, None)
    """
    return END_TO_END.format(number)


def number_of(identification: str) -> int | None:
    """Return the number of the debit that is called so, None if it is none of ours."""
    prefix = END_TO_END.format("")
    rest = (identification or "").strip().removeprefix(prefix)
    ours = rest.isascii() and rest.isdigit() and end_to_end(int(rest)) == identification
    return int(rest) if ours else None


def words(text: str) -> list[str]:
    """Return the words of a line of a statement that may name a debit or a collection.

    >>> words("SEPA RSC-2026-00001, RS42: returned")
    ['SEPA', 'RSC-2026-00001', 'RS42', 'returned']
    """
    return NAME.findall(text or "")
