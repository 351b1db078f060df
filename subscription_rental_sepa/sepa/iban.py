"""Account numbers of the countries in which SEPA direct debits can be collected.

>>> problem("BE68 5390 0754 7034"), problem("be68539007547034")
(None, None)
>>> problem("BE68 5390 0754 7035"), problem("BE68 5390 0754 70"), problem("US12345")
('digits', 'length', 'country')
"""

import re

# Written out: `\d` would be digits of any script, which no bank's schema takes.
SHAPE = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}")
# As the older schema has it: what one file refuses stops the whole collection.
BIC_SHAPE = re.compile(r"[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?")

# So many characters has an IBAN of each country of the European Economic Area.
EEA_LENGTHS = {
    "AT": 20, "BE": 16, "BG": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20,
    "ES": 24, "FI": 18, "FR": 27, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26,
    "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MT": 31, "NL": 18, "NO": 15,
    "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24,
}  # fmt: skip
# Outside it, banks also want the BIC and the address of the debtor.
FAR_LENGTHS = {
    "AD": 24, "AL": 28, "CH": 21, "GB": 22, "GI": 23, "MC": 27, "MD": 24, "ME": 22,
    "MK": 19, "RS": 22, "SM": 27, "VA": 22,
}  # fmt: skip
LENGTHS = EEA_LENGTHS | FAR_LENGTHS

# What may be wrong with an account number.
SHAPE_WRONG = "shape"
COUNTRY_WRONG = "country"
LENGTH_WRONG = "length"
DIGITS_WRONG = "digits"


def normalized(text: str) -> str:
    """Return an account number without spaces, in capitals."""
    return "".join((text or "").split()).upper()


def problem(text: str) -> str | None:
    """Return what is wrong with the account number `text`, None if nothing is."""
    iban = normalized(text)
    if not SHAPE.fullmatch(iban):
        return SHAPE_WRONG
    if iban[:2] not in LENGTHS:
        return COUNTRY_WRONG
    if len(iban) != LENGTHS[iban[:2]]:
        return LENGTH_WRONG
    return None if _remainder(iban) == 1 else DIGITS_WRONG


def with_check_digits(country: str, account: str) -> str:
    """Return the IBAN of an `account` in a `country`.

    >>> with_check_digits("BE", "539007547034")
    'BE68539007547034'
    """
    return f"{country}{98 - _remainder(f'{country}00{account}'):02d}{account}"


def is_bic(text: str) -> bool:
    """Return whether `text` has the shape of a bank's BIC.

    >>> is_bic("GKCCBEBB"), is_bic("GKCCBE")
    (True, False)
    """
    return bool(BIC_SHAPE.fullmatch(normalized(text)))


def is_far(iban: str) -> bool:
    """Return whether the account is outside the European Economic Area.

    >>> is_far("CH9300762011623852957"), is_far("BE68539007547034")
    (True, False)
    """
    return normalized(iban)[:2] in FAR_LENGTHS


def spaced(iban: str) -> str:
    """Return an account number in groups of four, as it is read aloud.

    >>> spaced("BE68539007547034")
    'BE68 5390 0754 7034'
    """
    return " ".join(re.findall(".{1,4}", normalized(iban)))


def hidden(iban: str) -> str:
    """Return the country and the last four characters of an account number only.

    >>> hidden("BE68539007547034") == "BE68 " + 4 * chr(0x2022) + " 7034"
    True
    """
    known = normalized(iban)
    return f"{known[:4]} {4 * chr(0x2022)} {known[-4:]}"


def _remainder(iban: str) -> int:
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97
