"""Ten thousand debits: gathered, exported and credited, beside a simple loop."""

import io
import resource
import time
from datetime import date, timedelta

from lxml import etree

from odoo.fields import Command
from odoo.tools import SQL

IBAN = "BE68539007547034"
CREDITOR = "DE98ZZZ09999999999"
SPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


class Debits:
    """Debits of as many invoices, customers and mandates, made by SQL from one of each."""

    def __init__(self, env, count):
        self.env, self.count = env, int(count)
        self.company = env.company
        self.company.currency_id = env.ref("base.EUR")
        self.today = self.company._subscription_today()
        self._enable()
        self._multiply(self._make_first())
        env.cr.execute("ANALYZE")
        env.cr.commit()
        env.invalidate_all()

    def _enable(self):
        """Let the company collect at its bank."""
        env = self.env
        journal = env["account.journal"].search([("type", "=", "bank")], limit=1)
        journal.bank_account_id = env["res.partner.bank"].create(
            {"acc_number": IBAN, "partner_id": self.company.partner_id.id}
        )
        self.company.subscription_creditor_identifier = CREDITOR
        self.provider = env["payment.provider"].search(
            [("code", "=", "rental_sepa"), ("company_id", "=", self.company.id)]
        )
        self.provider.journal_id = journal
        self.provider.state = "enabled"

    def _make_first(self):
        """Return the debit of an invoice of a subscription that runs."""
        env = self.env
        product = env["product.product"].create({"name": "Bike", "type": "service"})
        product.taxes_id = False
        line = {"product_tmpl_id": product.product_tmpl_id.id, "price_unit": 29.0}
        plan = env["subscription.plan"].create(
            {
                "name": "Bike",
                "invoice_mode": "collect",
                "line_ids": [Command.create(line)],
            }
        )
        subscription = env["subscription.subscription"].create(
            {
                "partner_id": env["res.partner"].create({"name": "Ada"}).id,
                "plan_id": plan.id,
                "date_start": self.today,
            }
        )
        subscription._start(self.today)
        mandate = env["subscription.sepa.mandate"].create(
            {
                "partner_id": subscription.partner_id.id,
                "iban": IBAN,
                "signed_on": self.today,
                "subscription_ids": [Command.link(subscription.id)],
            }
        )
        mandate.action_activate()
        move = subscription._bill_due_periods(self.today)
        debit = move._start_charge(self.today)
        debit._charge_with_token()
        debit._write_kept({"rental_debit_day": self.today + timedelta(days=7)})
        env.flush_all()
        return debit

    def _multiply(self, debit):
        """Copy the debit with its customer, mandate, method and invoice."""
        move, mandate = debit.rental_invoice_id, debit.rental_mandate_id
        partner, token = debit.partner_id, debit.token_id
        shift = "{} + number * 1000 + 1000"
        partners = shift.format(partner.id)
        tokens, mandates = shift.format(token.id), shift.format(mandate.id)
        moves, debits = shift.format(move.id), shift.format(debit.id)
        self._copy(partner, id=partners, commercial_partner_id=partners)
        self._copy(token, id=tokens, partner_id=partners)
        self._copy(
            mandate,
            id=mandates,
            token_id=tokens,
            partner_id=partners,
            reference="reference || '-' || number",
        )
        self._copy(
            move,
            id=moves,
            partner_id=partners,
            commercial_partner_id=partners,
            name="name || '-' || number",
            sequence_number="sequence_number + number",
        )
        self._copy(
            debit,
            id=debits,
            token_id=tokens,
            partner_id=partners,
            rental_mandate_id=mandates,
            rental_invoice_id=moves,
            reference="reference || '-' || number",
        )

    def _copy(self, record, **changed):
        """Insert as many copies of a record's row as are missing."""
        self.env.cr.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_name = %s AND is_generated = 'NEVER'",
            [record._table],
        )
        columns = [name for (name,) in self.env.cr.fetchall()]
        told = [
            SQL(changed[one]) if one in changed else SQL.identifier(one) for one in columns
        ]
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s) SELECT %s FROM %s, generate_series(1, %s) number"
                " WHERE id = %s",
                SQL.identifier(record._table),
                SQL(", ").join(SQL.identifier(one) for one in columns),
                SQL(", ").join(told),
                SQL.identifier(record._table),
                self.count - 1,
                record.id,
            )
        )

    def run(self):
        """Gather, export, and read the credit in; then write the same by a simple loop."""
        collections = self.env["subscription.sepa.collection"]
        gather, collection, _mb = _timed(
            lambda: collections._gather(self.company, self.today)
        )
        export, _done, export_mb = _timed(collection.action_export)
        plain, content, plain_mb = _timed(lambda: self._write_plainly(collection))
        self.env.flush_all()
        self.env.invalidate_all()
        answer, _done, _mb = _timed(lambda: self._read_credit(collection))
        return {
            "debits": len(collection.debit_ids),
            "gather": gather,
            "export": export,
            "answer": answer,
            "plain": plain,
            "export_mb": export_mb,
            "plain_mb": plain_mb,
            "file_mb": len(collection.attachment_id.raw or content) / 1e6,
            "paid": collection.paid_count,
        }

    def _write_plainly(self, collection):
        """Write a tree of all debits, record by record, and check it as a whole."""
        root = etree.Element("Document")
        for debit in collection.debit_ids:
            one = etree.SubElement(root, "DrctDbtTxInf")
            mandate = debit.rental_mandate_id
            for name, said in (
                ("EndToEndId", f"RS{debit.id}"),
                ("InstdAmt", f"{debit.amount:.2f}"),
                ("MndtId", mandate.reference),
                ("DtOfSgntr", mandate.signed_on.isoformat()),
                ("Nm", mandate.holder),
                ("IBAN", mandate.iban),
                ("Ustrd", debit.rental_invoice_id.name),
            ):
                etree.SubElement(one, name).text = said
        return etree.tostring(etree.parse(io.BytesIO(etree.tostring(root))))

    def _read_credit(self, collection):
        """Read in that the bank credited all in one sum."""
        content = (
            f'<Document xmlns="{SPACE}"><BkToCstmrStmt><GrpHdr><MsgId>C</MsgId></GrpHdr>'
            f"<Stmt><Acct><Id><IBAN>{IBAN}</IBAN></Id></Acct><Ntry>"
            f'<Amt Ccy="EUR">{collection.total:.2f}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
            f"<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{date.today()}</Dt></BookgDt>"  # noqa: DTZ011
            "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>IDDT</Cd><SubFmlyCd>ESDD</SubFmlyCd>"
            "</Fmly></Domn></BkTxCd><NtryDtls><Btch>"
            f"<PmtInfId>{collection.name}</PmtInfId><NbOfTxs>{self.count}</NbOfTxs>"
            "</Btch></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>"
        )
        files = self.env["subscription.sepa.bank.file"]
        file = files._read_in("c.xml", content.encode(), self.company)
        self.env.flush_all()
        states = set(file.answer_ids.mapped("state"))
        if states != {"applied"}:
            raise AssertionError(file.answer_ids.mapped("note"))


def _timed(work):
    """Return (seconds, what `work` returned, MB by which memory's peak rose)."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return seconds, result, (after - before) / 1024
