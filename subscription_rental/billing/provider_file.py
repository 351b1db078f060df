r"""What payment providers export of their customers' cards, read row by row.

Each names its columns in its own way; what they mean is the same.

>>> rows = read("Email,id,Card ID,Card Brand,Card Last4,Card Exp Month,Card Exp Year\n"
...             "ada@example.com,cus_1,pm_1,Visa,4242,8,2027\n")
>>> (row,) = rows
>>> row.customer, row.reference, row.holder, str(row.expiry)
('ada@example.com', 'pm_1', 'cus_1', '2027-08-31')
"""

import calendar
import csv
import io
import re
from dataclasses import dataclass
from datetime import date

# {what it means: how it is called, the first that is there and filled}, without blanks,
# capitals and signs.
COLUMNS = {
    "customer": (
        "customer",
        "customeremail",
        "email",
        "shopperemail",
        "customerref",
        "ref",
    ),
    "reference": (
        "providerreference",
        "reference",
        "paymentmethodid",
        "paymentmethod",
        "storedpaymentmethodid",
        "recurringdetailreference",
        "mandateid",
        "cardid",
        "token",
    ),
    "holder": (
        "secondreference",
        "customerid",
        "shopperreference",
        "profileid",
        "id",
    ),
    "brand": ("brand", "cardbrand", "paymentmethodvariant", "variant", "cardlabel"),
    "last4": ("last4", "cardlast4", "lastfour", "cardnumber", "cardsummary"),
    "expiry": ("expiry", "expirydate", "cardexpirydate", "cardexpiry"),
    "month": ("expmonth", "cardexpmonth", "expirymonth"),
    "year": ("expyear", "cardexpyear", "expiryyear"),
}
NEEDED = ("customer", "reference")
ISO = re.compile(r"(\d{4})-(\d{1,2})(-\d{1,2})?")
SHORT = re.compile(r"(\d{1,2})\s*/\s*(\d{4}|\d{2})")


@dataclass(frozen=True)
class Row:
    """One card of one customer.

    :param number: of the line in the file; the one below the heads is 2
    :param reference: what the provider knows the card by
    :param holder: what it knows the customer by; "" where the file has none
    :param expiry: the last day on which it is valid, None where the file has none
    :param unreadable: what was meant to be an expiry, and is none
    """

    number: int
    customer: str
    reference: str
    holder: str = ""
    brand: str = ""
    last4: str = ""
    expiry: date | None = None
    unreadable: str = ""


class UnknownColumnsError(ValueError):
    """A file lacks a column that is needed: `missing` are their meanings."""

    def __init__(self, missing: list[str]) -> None:
        """Keep what is missing on the error."""
        super().__init__(", ".join(missing))
        self.missing = missing


def read(text: str) -> list[Row]:
    """Return the rows of a file, lines that are empty left out.

    Raises:
        UnknownColumnsError: nothing in it says whose card it is, or by what it is known.
    """
    heads, *lines = [*csv.reader(io.StringIO(text.lstrip("\ufeff")), _dialect(text))] or [
        []
    ]
    places = _find_columns(heads)
    missing = [meaning for meaning in NEEDED if not places[meaning]]
    if missing:
        raise UnknownColumnsError(missing)
    return [
        _read_row(number, line, places)
        for number, line in enumerate(lines, start=2)
        if any(cell.strip() for cell in line)
    ]


def _dialect(text: str) -> type[csv.Dialect]:
    """Return how cells are parted: by what stands most often in the heads."""
    heads = text.partition("\n")[0]

    class Found(csv.excel):
        delimiter = max((",", ";", "\t"), key=heads.count)

    return Found


def _find_columns(heads: list[str]) -> dict[str, list[int]]:
    """Return {meaning: places of its columns}, the best one first."""
    known = [re.sub(r"[^a-z0-9]", "", head.lower()) for head in heads]
    return {
        meaning: [known.index(name) for name in names if name in known]
        for meaning, names in COLUMNS.items()
    }


def _read_row(number: int, line: list[str], places: dict[str, list[int]]) -> Row:
    cells = {
        meaning: next(
            (line[n].strip() for n in found if n < len(line) and line[n].strip()), ""
        )
        for meaning, found in places.items()
    }
    month, year = cells.pop("month"), cells.pop("year")
    told = cells.pop("expiry") or (f"{month}/{year}" if month or year else "")
    expiry = read_expiry(told)
    cells["last4"] = re.sub(r"\D", "", cells["last4"])[-4:]
    return Row(number, expiry=expiry, unreadable="" if expiry else told, **cells)


def read_expiry(text: str) -> date | None:
    """Return the last day of the month that a card is valid in, None if it says none.

    >>> [str(read_expiry(one)) for one in ("8/27", "08/2027", "2027-08-01", "13/27", "")]
    ['2027-08-31', '2027-08-31', '2027-08-31', 'None', 'None']
    """
    text = text.strip()
    if found := ISO.fullmatch(text):
        year, month = int(found[1]), int(found[2])
    elif found := SHORT.fullmatch(text):
        month, year = int(found[1]), int(found[2])
        year += 2000 if year < 100 else 0
    else:
        return None
    if not 1 <= month <= 12 or not 2000 <= year <= 2099:
        return None
    return date(year, month, calendar.monthrange(year, month)[1])
