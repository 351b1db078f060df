"""What banks answer: pain.002, camt.053 and camt.054, of all versions but the first.

The elements are read by their names alone, so one reader does for all versions.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from lxml import etree

from . import bookings
from .nodes import child, children, date_in, text_of

# The bank took it. It was collected. It was refused before the day. It came back after it.
ACCEPTED = "accepted"
BOOKED = bookings.BOOKED
REJECTED = "rejected"
RETURNED = bookings.RETURNED

STATUS = {
    **dict.fromkeys(("ACCP", "ACTC", "ACSP", "ACSC", "ACWC"), ACCEPTED),
    "RJCT": REJECTED,
}

STATUS_REPORT = "pain.002"
KINDS = {
    "CstmrPmtStsRpt": STATUS_REPORT,
    "BkToCstmrStmt": "camt.053",
    "BkToCstmrDbtCdtNtfctn": "camt.054",
}

# Why a file cannot be read.
NOT_XML = "not XML"
DOCTYPE = "document type"
NOT_AN_ANSWER = "not an answer"
TOO_OLD = "too old"


class UnreadableError(ValueError):
    """A file that is no answer that we can read; the first argument says why."""


@dataclass(frozen=True)
class Answer:
    """What a bank says of one debit, or of all of a collection."""

    kind: str
    # Which debit, or else which collection.
    end_to_end: str = ""
    collection: str = ""
    reason: str = ""
    text: str = ""
    amount: Decimal | None = None
    currency: str = ""
    day: date | None = None
    fee: Decimal = field(default_factory=Decimal)
    mandate: str = ""
    count: int | None = None
    # What the bank calls its booking.
    key: str = ""


@dataclass(frozen=True)
class Message:
    """A file that was read: its kind, the accounts it is about, and its answers."""

    kind: str
    version: str
    identification: str
    accounts: tuple[str, ...]
    answers: tuple[Answer, ...]


def read(content: bytes) -> Message:
    """Return what a bank's file says; raise UnreadableError if it says nothing.

    >>> read(b"Hello")
    Traceback (most recent call last):
        ...
    sepa.answers.UnreadableError: not XML
    """
    root = _parse(content)
    kind = next((KINDS[name] for name in map(_name, root) if name in KINDS), None)
    if not kind:
        raise UnreadableError(NOT_AN_ANSWER)
    space = etree.QName(root).namespace or ""
    version = space.rpartition(".")[2]
    if version == "01":
        raise UnreadableError(TOO_OLD)
    body = root[0]
    found = _statuses(body) if kind == STATUS_REPORT else _bookings(body)
    return Message(
        kind=kind,
        version=version,
        identification=text_of(body, "GrpHdr/MsgId"),
        accounts=tuple(sorted(_accounts(body))),
        answers=tuple(found),
    )


def _parse(content: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(NOT_XML) from error
    if root.getroottree().docinfo.internalDTD is not None:
        # Banks send none; they can be made to read other files.
        raise UnreadableError(DOCTYPE)
    if not len(root):
        raise UnreadableError(NOT_AN_ANSWER)
    return root


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _accounts(body: etree._Element) -> set[str]:
    found = {
        text_of(part, "Acct/Id/IBAN") for name in ("Stmt", "Ntfctn")
        for part in children(body, name)
    }  # fmt: skip
    return found - {""}


# === pain.002: the bank looked at the file === #


def _statuses(body: etree._Element) -> Iterator[Answer]:
    """Yield single debits first, then what is said of all others of the collection."""
    group = child(body, "OrgnlGrpInfAndSts")
    whole = text_of(group, "GrpSts")
    blocks = list(children(body, "OrgnlPmtInfAndSts"))
    for block in (body, *blocks):
        status = text_of(block, "PmtInfSts") or whole
        for one in children(block, "TxInfAndSts"):
            yield from _status_of_debit(one, text_of(one, "TxSts") or status)
    message = text_of(group, "OrgnlMsgId")
    for block in blocks:
        status = text_of(block, "PmtInfSts")
        name = text_of(block, "OrgnlPmtInfId") or message
        yield from _status(block, status, collection=name)
    yield from _status(group, whole, collection=message)


def _status_of_debit(one: etree._Element, status: str) -> Iterator[Answer]:
    origin = child(one, "OrgnlTxRef")
    yield from _status(
        one,
        status,
        end_to_end=text_of(one, "OrgnlEndToEndId"),
        mandate=text_of(origin, "MndtRltdInf/MndtId"),
        day=date_in(origin, "ReqdColltnDt"),
        key=text_of(one, "StsId"),
    )


def _status(part: etree._Element | None, status: str, **said: object) -> Iterator[Answer]:
    if part is None or status not in STATUS:
        return
    told = list(children(part, "StsRsnInf"))
    codes = [text_of(one, "Rsn/Cd") or text_of(one, "Rsn/Prtry") for one in told]
    words = [text_of(info) for one in told for info in children(one, "AddtlInf")]
    yield Answer(
        kind=STATUS[status],
        reason=next(filter(None, codes), ""),
        text=" ".join(filter(None, words)),
        **said,
    )


# === camt: the bank booked something === #


def _bookings(body: etree._Element) -> Iterator[Answer]:
    """Yield what was collected first: it comes back after that."""
    found = [
        Answer(**facts)
        for part in ("Stmt", "Ntfctn")
        for statement in children(body, part)
        for facts in bookings.read(statement)
    ]
    yield from (one for one in found if one.kind == BOOKED)
    yield from (one for one in found if one.kind != BOOKED)
