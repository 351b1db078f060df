"""The reasons for which debits come back, as ISO 20022 calls them.

What follows from them is decided by subscription_rental's `billing/refusal.py`.
"""

import re

CODES = frozenset(
    [
        "AC01", "AC04", "AC06", "AC13", "AG01", "AG02", "AM04", "AM05", "BE05",
        "BE06", "CNOR", "CUST", "DNOR", "DUPL", "ED05", "FF01", "FF05", "FOCR",
        "MD01", "MD02", "MD06", "MD07", "MS02", "MS03", "NARR", "RC01", "RR01",
        "RR02", "RR03", "RR04", "SL01", "TM01",
    ]
)  # fmt: skip

WORD = re.compile(r"\b[A-Z]{2}(?:[A-Z]{2}|\d{2})\b")


def find(*said: str | None) -> str:
    """Return the first code that is known in what a bank said, empty if there is none.

    >>> find("/RTYP/RTRN/RRSN/AC04"), find("No reason", "MS03"), find("AB12"), find(None)
    ('AC04', 'MS03', '', '')
    """
    for text in said:
        for word in WORD.findall((text or "").upper()):
            if word in CODES:
                return word
    return ""
