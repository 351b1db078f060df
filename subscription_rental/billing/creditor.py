"""The number by which banks know who collects SEPA direct debits.

>>> is_creditor_identifier("DE98 ZZZ0 9999 9999 99")
True
>>> is_creditor_identifier("DE99ZZZ09999999999")
False
"""

import re

SHAPE = re.compile(r"([A-Z]{2})(\d{2})([A-Z0-9]{3})([A-Z0-9]{1,28})")


def normalized(text: str) -> str:
    """Return a creditor identifier without spaces, in capitals."""
    return "".join(text.split()).upper()


def is_creditor_identifier(text: str) -> bool:
    """Return whether `text` has the shape and check digits of a creditor identifier.

    The three characters in the middle are the creditor's own and do not count (EPC262-08).
    """
    found = SHAPE.fullmatch(normalized(text))
    if not found:
        return False
    country, check, _business, national = found.groups()
    digits = "".join(str(int(sign, 36)) for sign in f"{national}{country}00")
    return int(check) == 98 - int(digits) % 97
