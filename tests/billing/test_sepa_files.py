"""The file for the bank, and reading what it answers."""

import io
import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from sepa import answers, latin, pain008

HEAD = pain008.Collection(
    identification="RSC7-4f2a",
    created=datetime(2026, 12, 1, 9, 30),  # noqa: DTZ001
    day=date(2026, 12, 15),
    scheme="CORE",
    sequence="RCUR",
    count=1,
    total=Decimal("29.00"),
    creditor=pain008.Creditor(
        name="Vélo & Søn", identifier="DE98ZZZ09999999999", iban="BE68539007547034"
    ),
)
DEBIT = pain008.Debit(
    end_to_end="RS42",
    amount=Decimal("29.00"),
    reference="RS-2026-0001",
    signed_on=date(2026, 1, 10),
    name="Ada Lövelace",
    iban="NL91ABNA0417164300",
    text="INV/2026/00042",
)
ABROAD = replace(
    DEBIT,
    end_to_end="RS43",
    iban="CH9300762011623852957",
    bic="POFICHBEXXX",
    address=pain008.Address("CH", "Bern", "Bundesplatz", "3", "3003"),
    original=pain008.Original(
        reference="OLD 1", identifier="DE98ZZZ09999999999", name="Old", other_account=True
    ),
    ultimate="Somebody else",
)


def write(version="08", head=HEAD, debits=(DEBIT,)):
    target = io.BytesIO()
    pain008.write(target, version, head, debits)
    return target.getvalue()


def both(debit):
    return replace(HEAD, count=2, total=debit.amount * 2), (debit, debit)


@pytest.mark.parametrize("version", pain008.VERSIONS)
@pytest.mark.parametrize("debit", [DEBIT, ABROAD], ids=["plain", "all"])
def test_the_schema_accepts_what_is_written(version, debit):
    head, debits = both(debit)
    pain008.check(io.BytesIO(write(version, head, debits)), version)


def test_the_file_is_what_was_looked_at_once():
    """Compared by eye with the scheme's implementation guidelines."""
    text = write().decode().partition("?>\n")[2].strip()
    assert text == re.sub(r"\s*\n\s*", "", GOLDEN)


@pytest.mark.parametrize(
    "broken",
    [
        replace(DEBIT, iban="BE68 5390 0754 7034"),
        replace(DEBIT, reference="9" * 36),
        replace(DEBIT, reference=""),
        replace(DEBIT, end_to_end="9" * 36),
    ],
)
def test_what_banks_refuse_does_not_leave(broken):
    content = write(debits=[broken])
    with pytest.raises(pain008.InvalidFileError):
        pain008.check(io.BytesIO(content), "08")


@pytest.mark.parametrize(
    "head", [replace(HEAD, count=2), replace(HEAD, total=Decimal("29.01"))]
)
def test_the_sum_is_that_of_the_debits(head):
    with pytest.raises(pain008.InvalidFileError):
        write(head=head)


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=100))
def test_any_name_and_text_becomes_a_file(name, text, city):
    debit = replace(
        DEBIT,
        name=f"A{name}",
        text=f"I{text}",
        address=pain008.Address("BE", f"B{city}", street=text, number=name),
    )
    content = write(debits=[debit])
    pain008.check(io.BytesIO(content), "08")
    told = etree.fromstring(content)
    names = {etree.QName(one).localname: one.text for one in told.iter() if one.text}
    assert not any(latin.FOREIGN.search(one) for one in names.values())


# === what banks answer === #

PAIN = """<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.{version}">
<CstmrPmtStsRpt><GrpHdr><MsgId>B1</MsgId></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>RSC7</OrgnlMsgId>{group}</OrgnlGrpInfAndSts>{blocks}
</CstmrPmtStsRpt></Document>"""
REJECT = """<OrgnlPmtInfAndSts><OrgnlPmtInfId>RSC7</OrgnlPmtInfId>{status}
<TxInfAndSts><OrgnlEndToEndId>RS42</OrgnlEndToEndId><TxSts>RJCT</TxSts>
<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Closed</AddtlInf></StsRsnInf>
<OrgnlTxRef><MndtRltdInf><MndtId>M1</MndtId></MndtRltdInf></OrgnlTxRef></TxInfAndSts>
</OrgnlPmtInfAndSts>"""
CAMT = """<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.{version}">
<{root}><GrpHdr><MsgId>B2</MsgId></GrpHdr><{part}>
<Acct><Id><IBAN>BE68539007547034</IBAN></Id></Acct>{entries}</{part}></{root}></Document>"""
ENTRY = """<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>{status}
<BookgDt><Dt>2026-12-17</Dt></BookgDt><AcctSvcrRef>{key}</AcctSvcrRef>
<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>UPDD</SubFmlyCd></Fmly></Domn>
</BkTxCd><NtryDtls>{details}</NtryDtls></Ntry>"""
BATCH = "<Btch><PmtInfId>RSC7</PmtInfId><NbOfTxs>3</NbOfTxs></Btch>"
RETURN = """<TxDtls><Refs><EndToEndId>RS42</EndToEndId><MndtId>M1</MndtId></Refs>
<AmtDtls><InstdAmt><Amt Ccy="EUR">29.00</Amt></InstdAmt></AmtDtls>{fee}
<RtrInf><Rsn><Cd>MD06</Cd></Rsn></RtrInf></TxDtls>"""
NEW, OLD = "<Sts><Cd>BOOK</Cd></Sts>", "<Sts>BOOK</Sts>"


def pain(group="", blocks="", version="10"):
    text = PAIN.format(group=group, blocks=blocks, version=version)
    return answers.read(text.encode()).answers


def camt(*entries, kind="053", version="08"):
    root = "BkToCstmrStmt" if kind == "053" else "BkToCstmrDbtCdtNtfctn"
    part = "Stmt" if kind == "053" else "Ntfctn"
    text = CAMT.format(
        kind=kind, version=version, root=root, part=part, entries="".join(entries)
    )
    return answers.read(text.encode())


def entry(details, *, sign="DBIT", amount="29.00", status=NEW, family="IDDT", key="K"):
    return ENTRY.format(
        details=details, sign=sign, amount=amount, status=status, family=family, key=key
    )


@pytest.mark.parametrize("version", ["03", "10"])
def test_one_debit_that_was_refused(version):
    (one,) = pain(blocks=REJECT.format(status=""), version=version)
    assert (one.kind, one.end_to_end, one.reason) == ("rejected", "RS42", "AC04")
    assert (one.text, one.mandate) == ("Closed", "M1")


def test_all_others_of_an_accepted_collection():
    told = pain(blocks=REJECT.format(status="<PmtInfSts>ACCP</PmtInfSts>"))
    assert [(one.kind, one.end_to_end or one.collection) for one in told] == [
        ("rejected", "RS42"),
        ("accepted", "RSC7"),
    ]


def test_a_whole_file_that_was_refused():
    reason = "<StsRsnInf><Rsn><Cd>FF01</Cd></Rsn></StsRsnInf>"
    (one,) = pain(group=f"<GrpSts>RJCT</GrpSts>{reason}")
    assert (one.kind, one.collection, one.reason) == ("rejected", "RSC7", "FF01")


@pytest.mark.parametrize("status", ["PDNG", "PART", "RCVD", "ELSE"])
def test_what_says_nothing_yet_is_no_answer(status):
    assert pain(group=f"<GrpSts>{status}</GrpSts>") == ()


@pytest.mark.parametrize(
    ("kind", "version", "status"),
    [("053", "02", OLD), ("053", "08", NEW), ("054", "04", OLD), ("054", "10", NEW)],
)
def test_a_return_and_its_fee(kind, version, status):
    fee = "<Chrgs><Rcrd><Amt Ccy='EUR'>3.50</Amt></Rcrd></Chrgs>"
    made = entry(RETURN.format(fee=fee), amount="32.50", status=status)
    (one,) = camt(made, kind=kind, version=version).answers
    assert (one.kind, one.end_to_end, one.reason) == ("returned", "RS42", "MD06")
    assert (one.amount, one.fee) == (Decimal("29.00"), Decimal("3.50"))
    assert (one.day, one.currency) == (date(2026, 12, 17), "EUR")


def test_a_fee_that_is_not_named_is_the_rest():
    (one,) = camt(entry(RETURN.format(fee=""), amount="32.50")).answers
    assert one.fee == Decimal("3.50")


def test_the_rest_of_a_collective_entry_is_no_fee():
    told = camt(entry(2 * RETURN.format(fee=""), amount="58.00")).answers
    assert [one.fee for one in told] == [Decimal(), Decimal()]


def test_a_batch_credit_is_read_before_a_return():
    back, batch = entry(RETURN.format(fee="")), entry(BATCH, sign="CRDT", amount="87.00")
    first, second = camt(back, batch).answers
    assert (first.kind, first.collection, first.count) == ("booked", "RSC7", 3)
    assert first.amount == Decimal("87.00")
    assert second.kind == "returned"


def test_what_is_not_booked_or_no_debit_is_left():
    waiting = entry(BATCH, sign="CRDT", status="<Sts><Cd>PDNG</Cd></Sts>")
    transfer = "<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs></TxDtls>"
    other = entry(transfer, sign="CRDT", family="RCDT")
    assert camt(waiting, other).answers == ()


def test_a_return_without_its_element_is_one_all_the_same():
    words = "<AddtlTxInf>/RTYP/RTRN/RRSN/AC04</AddtlTxInf>"
    details = f"<TxDtls><Refs><EndToEndId>RS42</EndToEndId></Refs>{words}</TxDtls>"
    (one,) = camt(entry(details)).answers
    assert (one.kind, one.reason, one.amount) == ("returned", "AC04", Decimal("29.00"))


def test_the_account_is_told():
    assert camt().accounts == ("BE68539007547034",)


EVIL = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>&x;
</BkToCstmrStmt></Document>"""
OLDEST = CAMT.format(
    kind="054", version="01", root="BkToCstmrDbtCdtNtfctn", part="Ntfctn", entries=""
).encode()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "not XML"),
        (b"{}", "not XML"),
        (EVIL, "document type"),
        (b"<Document/>", "not an answer"),
        (write(), "not an answer"),
        (OLDEST, "too old"),
    ],
)
def test_what_is_no_answer_is_refused(content, why):
    with pytest.raises(answers.UnreadableError, match=why):
        answers.read(content)


GOLDEN = """<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.008.001.08">
 <CstmrDrctDbtInitn>
  <GrpHdr>
   <MsgId>RSC7-4f2a</MsgId>
   <CreDtTm>2026-12-01T09:30:00</CreDtTm>
   <NbOfTxs>1</NbOfTxs>
   <CtrlSum>29.00</CtrlSum>
   <InitgPty>
    <Nm>Velo + Son</Nm>
   </InitgPty>
  </GrpHdr>
  <PmtInf>
   <PmtInfId>RSC7-4f2a</PmtInfId>
   <PmtMtd>DD</PmtMtd>
   <BtchBookg>true</BtchBookg>
   <NbOfTxs>1</NbOfTxs>
   <CtrlSum>29.00</CtrlSum>
   <PmtTpInf>
    <SvcLvl>
     <Cd>SEPA</Cd>
    </SvcLvl>
    <LclInstrm>
     <Cd>CORE</Cd>
    </LclInstrm>
    <SeqTp>RCUR</SeqTp>
   </PmtTpInf>
   <ReqdColltnDt>2026-12-15</ReqdColltnDt>
   <Cdtr>
    <Nm>Velo + Son</Nm>
   </Cdtr>
   <CdtrAcct>
    <Id>
     <IBAN>BE68539007547034</IBAN>
    </Id>
   </CdtrAcct>
   <CdtrAgt>
    <FinInstnId>
     <Othr>
      <Id>NOTPROVIDED</Id>
     </Othr>
    </FinInstnId>
   </CdtrAgt>
   <ChrgBr>SLEV</ChrgBr>
   <CdtrSchmeId>
    <Id>
     <PrvtId>
      <Othr>
       <Id>DE98ZZZ09999999999</Id>
       <SchmeNm>
        <Prtry>SEPA</Prtry>
       </SchmeNm>
      </Othr>
     </PrvtId>
    </Id>
   </CdtrSchmeId>
   <DrctDbtTxInf>
    <PmtId>
     <EndToEndId>RS42</EndToEndId>
    </PmtId>
    <InstdAmt Ccy="EUR">29.00</InstdAmt>
    <DrctDbtTx>
     <MndtRltdInf>
      <MndtId>RS-2026-0001</MndtId>
      <DtOfSgntr>2026-01-10</DtOfSgntr>
     </MndtRltdInf>
    </DrctDbtTx>
    <DbtrAgt>
     <FinInstnId>
      <Othr>
       <Id>NOTPROVIDED</Id>
      </Othr>
     </FinInstnId>
    </DbtrAgt>
    <Dbtr>
     <Nm>Ada Lovelace</Nm>
    </Dbtr>
    <DbtrAcct>
     <Id>
      <IBAN>NL91ABNA0417164300</IBAN>
     </Id>
    </DbtrAcct>
    <RmtInf>
     <Ustrd>INV/2026/00042</Ustrd>
    </RmtInf>
   </DrctDbtTxInf>
  </PmtInf>
 </CstmrDrctDbtInitn>
</Document>"""
