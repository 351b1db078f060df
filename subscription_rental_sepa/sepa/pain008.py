"""The file in which a bank is asked to collect debits: pain.008 of ISO 20022.

It is written and checked as a stream: ten thousand debits take no more memory than ten.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from .latin import latin

# Version 8 is that of the rulebooks since 2023; version 2 is for banks that lag behind.
VERSIONS = ("08", "02")
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.008.001.{}"
START = '<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{}"><CstmrDrctDbtInitn>'
END = b"</PmtInf></CstmrDrctDbtInitn></Document>\n"
SCHEMAS = Path(__file__).parent / "schemas"

# So long may names, texts, identifications and the parts of an address be.
NAME, TEXT, IDENTIFICATION = 70, 140, 35
ADDRESS = (
    ("StrtNm", "street", 70),
    ("BldgNb", "number", 16),
    ("PstCd", "zip_code", 16),
    ("TwnNm", "city", 35),
    ("Ctry", "country", 2),
)
# What the scheme calls an account of the same debtor that another one took the place of.
OTHER_ACCOUNT = "SMNDA"


class InvalidFileError(ValueError):
    """A file that its schema refuses: it must not leave the house."""


@dataclass(frozen=True)
class Address:
    """Where somebody lives, in parts: banks take no lines since November 2026."""

    country: str
    city: str
    street: str = ""
    number: str = ""
    zip_code: str = ""


@dataclass(frozen=True)
class Creditor:
    """Who collects, and on which account."""

    name: str
    identifier: str
    iban: str
    bic: str = ""


@dataclass(frozen=True)
class Original:
    """What stood on a mandate before it was amended; told once, with the next debit."""

    reference: str = ""
    identifier: str = ""
    name: str = ""
    other_account: bool = False

    def __bool__(self) -> bool:
        """Return whether anything was amended."""
        return bool(self.reference or self.identifier or self.name or self.other_account)


@dataclass(frozen=True)
class Debit:
    """One debit: how much, from whom, by which mandate."""

    end_to_end: str
    amount: Decimal
    reference: str
    signed_on: date
    name: str
    iban: str
    text: str
    bic: str = ""
    address: Address | None = None
    original: Original = field(default_factory=Original)
    ultimate: str = ""


@dataclass(frozen=True)
class Collection:
    """The debits of one day, scheme and sequence, and their sum."""

    identification: str
    created: datetime
    day: date
    scheme: str
    sequence: str
    count: int
    total: Decimal
    creditor: Creditor


def write(
    target: BinaryIO, version: str, head: Collection, debits: Iterable[Debit]
) -> None:
    """Write the file of a collection to `target`.

    Raises InvalidFileError if `debits` are not as many, and not as much, as `head` says.
    """
    writer = _Writer(version)
    count, total = 0, Decimal()
    target.write(START.format(NAMESPACE.format(version)).encode())
    target.write(etree.tostring(writer.group(head)))
    target.write(b"<PmtInf>")
    target.writelines(etree.tostring(part) for part in writer.block(head))
    for debit in debits:
        target.write(etree.tostring(writer.debit(debit)))
        count += 1
        total += debit.amount
    target.write(END)
    if (count, total) != (head.count, head.total):
        raise InvalidFileError(f"{count} debits of {total}: {head.count}, {head.total}")


def check(source: BinaryIO, version: str) -> None:
    """Raise InvalidFileError unless the schema of its version accepts a file.

    >>> from io import BytesIO
    >>> check(BytesIO(b'<Document xmlns="urn:x"/>'), "08")
    Traceback (most recent call last):
        ...
    sepa.pain008.InvalidFileError: ...
    """
    try:
        for _event, element in etree.iterparse(source, schema=_schema(version)):
            # What was looked at is forgotten.
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise InvalidFileError(str(error)) from error


@cache
def _schema(version: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(SCHEMAS / f"pain.008.001.{version}.xsd")))


class _Writer:
    """Makes the elements of one version."""

    def __init__(self, version: str) -> None:
        self.version = version

    def node(self, name: str, *inner: etree._Element | str | None) -> etree._Element:
        """Return an element of text or of other elements; None is left out."""
        made = etree.Element(name)
        for one in inner:
            if isinstance(one, str):
                made.text = one
            elif one is not None:
                made.append(one)
        return made

    def nest(self, path: str, *inner: etree._Element | str) -> etree._Element:
        """Return elements one in the other, as `A/B/C` says."""
        outer, *names = path.split("/")
        if not names:
            return self.node(outer, *inner)
        return self.node(outer, self.nest("/".join(names), *inner))

    def group(self, head: Collection) -> etree._Element:
        return self.node(
            "GrpHdr",
            self.node("MsgId", head.identification),
            self.node("CreDtTm", head.created.replace(microsecond=0).isoformat()),
            self.node("NbOfTxs", str(head.count)),
            self.node("CtrlSum", _euro(head.total)),
            self.nest("InitgPty/Nm", latin(head.creditor.name, NAME)),
        )

    def block(self, head: Collection) -> Iterable[etree._Element]:
        creditor = head.creditor
        yield self.node("PmtInfId", head.identification)
        yield self.node("PmtMtd", "DD")
        yield self.node("BtchBookg", "true")
        yield self.node("NbOfTxs", str(head.count))
        yield self.node("CtrlSum", _euro(head.total))
        yield self.node(
            "PmtTpInf",
            self.nest("SvcLvl/Cd", "SEPA"),
            self.nest("LclInstrm/Cd", head.scheme),
            self.node("SeqTp", head.sequence),
        )
        yield self.node("ReqdColltnDt", head.day.isoformat())
        yield self.nest("Cdtr/Nm", latin(creditor.name, NAME))
        yield self.nest("CdtrAcct/Id/IBAN", creditor.iban)
        yield self.bank("CdtrAgt", creditor.bic)
        yield self.node("ChrgBr", "SLEV")
        yield self.scheme_id("CdtrSchmeId", creditor.identifier)

    def debit(self, debit: Debit) -> etree._Element:
        ultimate = latin(debit.ultimate, NAME)
        return self.node(
            "DrctDbtTxInf",
            self.nest("PmtId/EndToEndId", debit.end_to_end),
            self.amount(debit.amount),
            self.nest("DrctDbtTx/MndtRltdInf", *self.mandate(debit)),
            self.bank("DbtrAgt", debit.bic),
            self.debtor(debit),
            self.nest("DbtrAcct/Id/IBAN", debit.iban),
            self.nest("UltmtDbtr/Nm", ultimate) if ultimate else None,
            self.nest("RmtInf/Ustrd", latin(debit.text, TEXT)),
        )

    def amount(self, amount: Decimal) -> etree._Element:
        made = self.node("InstdAmt", _euro(amount))
        made.set("Ccy", "EUR")
        return made

    def bank(self, name: str, bic: str) -> etree._Element:
        """Return a bank by its BIC; without one it is found by the account."""
        if bic:
            kind = "BIC" if self.version == "02" else "BICFI"
            return self.nest(f"{name}/FinInstnId/{kind}", bic)
        return self.nest(f"{name}/FinInstnId/Othr/Id", "NOTPROVIDED")

    def debtor(self, debit: Debit) -> etree._Element:
        address = debit.address
        parts = [
            self.node(name, latin(getattr(address, part), length))
            for name, part, length in ADDRESS
            if address and latin(getattr(address, part), length)
        ]
        place = self.node("PstlAdr", *parts) if parts else None
        return self.node("Dbtr", self.node("Nm", latin(debit.name, NAME)), place)

    def mandate(self, debit: Debit) -> Iterable[etree._Element]:
        yield self.node("MndtId", debit.reference)
        yield self.node("DtOfSgntr", debit.signed_on.isoformat())
        if debit.original:
            yield self.node("AmdmntInd", "true")
            yield self.node("AmdmntInfDtls", *self.amended(debit.original))

    def amended(self, original: Original) -> Iterable[etree._Element]:
        if original.reference:
            yield self.node("OrgnlMndtId", original.reference)
        if original.identifier or original.name:
            yield self.scheme_id(
                "OrgnlCdtrSchmeId", original.identifier, name=latin(original.name, NAME)
            )
        if original.other_account:
            yield self.nest("OrgnlDbtrAcct/Id/Othr/Id", OTHER_ACCOUNT)

    def scheme_id(self, tag: str, identifier: str, name: str = "") -> etree._Element:
        private = self.nest(
            "Id/PrvtId/Othr",
            self.node("Id", identifier),
            self.nest("SchmeNm/Prtry", "SEPA"),
        )
        return self.node(
            tag, self.node("Nm", name) if name else None, private if identifier else None
        )


def _euro(amount: Decimal) -> str:
    return f"{amount:.2f}"
