"""The entries of bank statements (camt.053) and notifications (camt.054) about debits."""

from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

from . import debits, reasons
from .nodes import amount_in, child, children, currency_in, date_in, text_of

BOOKED = "booked"
RETURNED = "returned"

# What banks call the family of direct debits that they collect for us.
DIRECT_DEBITS = "IDDT"
CREDIT, DEBIT = "CRDT", "DBIT"
FINAL = "BOOK"


def read(statement: etree._Element) -> Iterator[dict]:
    """Yield the facts of each debit, and of each collection, that was booked."""
    for number, entry in enumerate(children(statement, "Ntry")):
        status = text_of(entry, "Sts/Cd") or text_of(entry, "Sts")
        if status == FINAL:
            yield from _read_entry(entry, str(number))


def _read_entry(entry: etree._Element, number: str) -> Iterator[dict]:
    reference = text_of(entry, "AcctSvcrRef") or text_of(entry, "NtryRef") or number
    parts = list(children(entry, "NtryDtls"))
    found = [one for part in parts for one in children(part, "TxDtls")]
    for index, one in enumerate(found):
        yield from _read_debit(entry, one, f"{reference}/{index}", alone=len(found) == 1)
    if not found and _is_of_debits(entry):
        yield from _read_batches(entry, parts, reference)


def _read_batches(
    entry: etree._Element, parts: list[etree._Element], reference: str
) -> Iterator[dict]:
    """Yield the collections that the bank credited, or took back, in one sum."""
    batches = [one for part in parts for one in children(part, "Btch")]
    for index, batch in enumerate(batches or [entry]):
        amount = amount_in(batch, "TtlAmt") or amount_in(entry, "Amt")
        count = text_of(batch, "NbOfTxs")
        yield {
            "kind": BOOKED if _sign(entry) == CREDIT else RETURNED,
            "collection": text_of(batch, "PmtInfId") or text_of(batch, "MsgId"),
            "amount": amount,
            "currency": currency_in(entry, "Amt"),
            "day": date_in(entry, "BookgDt"),
            "count": int(count) if count.isdigit() else None,
            "text": text_of(entry, "AddtlNtryInf"),
            "key": f"{reference}/{index}",
        }


def _read_debit(
    entry: etree._Element, one: etree._Element, key: str, *, alone: bool
) -> Iterator[dict]:
    name = text_of(one, "Refs/EndToEndId")
    returned = child(one, "RtrInf")
    concerned = (
        returned is not None
        or _is_of_debits(entry)
        or _is_of_debits(one)
        or debits.number_of(name) is not None
    )
    if not concerned:
        return
    sign = text_of(one, "CdtDbtInd") or _sign(entry)
    amount, currency = _amount(entry, one, alone=alone)
    booked = sign == CREDIT and returned is None
    yield {
        "kind": BOOKED if booked else RETURNED,
        "end_to_end": name,
        "collection": "" if name else text_of(one, "Refs/PmtInfId"),
        "amount": amount,
        "currency": currency,
        "day": date_in(entry, "BookgDt"),
        "mandate": text_of(one, "Refs/MndtId"),
        "key": key,
        **({} if booked else _reason(entry, one)),
        **({} if booked else {"fee": _fee(entry, one, amount, alone=alone)}),
    }


def _sign(entry: etree._Element) -> str:
    return text_of(entry, "CdtDbtInd")


def _is_of_debits(part: etree._Element) -> bool:
    family = text_of(part, "BkTxCd/Domn/Fmly/Cd")
    return family == DIRECT_DEBITS or "direct debit" in _words(part).lower()


def _words(part: etree._Element) -> str:
    return " ".join(
        text_of(part, path)
        for path in ("BkTxCd/Prtry/Cd", "AddtlNtryInf", "AddtlTxInf")
        if text_of(part, path)
    )


def _amount(
    entry: etree._Element, one: etree._Element, *, alone: bool
) -> tuple[Decimal | None, str]:
    """Return what was collected: an entry may hold the fee of its return as well."""
    for path in ("AmtDtls/InstdAmt/Amt", "Amt", "AmtDtls/TxAmt/Amt"):
        if amount := amount_in(one, path):
            return amount, currency_in(one, path)
    amount = amount_in(entry, "Amt") if alone else None
    return amount, currency_in(entry, "Amt")


def _reason(entry: etree._Element, one: etree._Element) -> dict[str, str]:
    told = child(one, "RtrInf")
    code = text_of(told, "Rsn/Cd") or text_of(told, "Rsn/Prtry")
    words = [text_of(info) for info in children(told, "AddtlInf")]
    said = " ".join(filter(None, [*words, _words(one)]))
    return {"reason": code or reasons.find(said, _words(entry)), "text": said}


def _fee(
    entry: etree._Element, one: etree._Element, amount: Decimal | None, *, alone: bool
) -> Decimal:
    """Return what the bank charges for a return: said, or the rest of the entry."""
    said = _charges(one) or (_charges(entry) if alone else Decimal())
    whole = amount_in(entry, "Amt")
    if not said and alone and amount and whole and whole > amount:
        return whole - amount
    return said


def _charges(part: etree._Element) -> Decimal:
    charges = child(part, "Chrgs")
    records = list(children(charges, "Rcrd"))
    found = [
        amount_in(one, "Amt") for one in records or [charges]
        if text_of(one, "CdtDbtInd") != CREDIT
    ]  # fmt: skip
    return sum(filter(None, found), Decimal())
