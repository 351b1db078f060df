"""Reading XML by the local names of its elements, whatever their version."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from lxml import etree


def children(parent: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """Yield the elements directly in `parent` that are called `name`."""
    for one in () if parent is None else parent:
        if etree.QName(one).localname == name:
            yield one


def child(parent: etree._Element | None, path: str) -> etree._Element | None:
    """Return the first element at `path`, names apart by slashes; None if there is none."""
    for name in path.split("/"):
        parent = next(children(parent, name), None)
    return parent


def text_of(parent: etree._Element | None, path: str = "") -> str:
    """Return the text at `path`, empty if there is none."""
    found = child(parent, path) if path else parent
    return "" if found is None else (found.text or "").strip()


def date_in(parent: etree._Element | None, path: str) -> date | None:
    """Return the day at `path`, which may hold a date, or one in `Dt` or `DtTm`."""
    for end in ("", "/Dt", "/DtTm"):
        try:
            return date.fromisoformat(text_of(parent, path + end)[:10])
        except ValueError:
            continue
    return None


def amount_in(parent: etree._Element | None, path: str) -> Decimal | None:
    """Return the amount at `path`; None if there is none, or 0, which says nothing."""
    try:
        return Decimal(text_of(parent, path)) or None
    except InvalidOperation:
        return None


def currency_in(parent: etree._Element | None, path: str) -> str:
    """Return the currency of the amount at `path`."""
    found = child(parent, path)
    return "" if found is None else found.get("Ccy", "")
