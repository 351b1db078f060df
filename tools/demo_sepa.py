"""A customer of the demo's business who pays by SEPA mandate: one debit comes back."""

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo.fields import Command

ADDON = "subscription_rental"
CREDITOR = "BE68ZZZ0123456789"
OWN_ACCOUNT, ACCOUNT = "BE68539007547034", "BE43068999999501"
SPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
BEGAN = 65  # days ago
BACK_AFTER = 4


class DirectDebit:
    """The bank's mailbox: files go out in time, answers come in, one with a return."""

    def __init__(self, env, company, today):
        """Let the company collect at its bank; a customer signs a mandate on paper."""
        self.env, self.company = env, company
        self.start = today - relativedelta(days=BEGAN)
        self.collections = env["subscription.sepa.collection"]
        self._enable()
        partner = env.ref(f"{ADDON}.partner_theatre").copy({"name": "Puppet theatre"})
        now = env.ref("account.account_payment_term_immediate")
        partner.property_payment_term_id = now
        self.subscription = env["subscription.subscription"].create(
            {
                "partner_id": partner.id,
                "plan_id": self._plan().id,
                "date_start": self.start,
            }
        )

    def _enable(self):
        company = self.company
        company.subscription_creditor_identifier = CREDITOR
        journal = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
        )
        journal.bank_account_id = self.env["res.partner.bank"].create(
            {"acc_number": OWN_ACCOUNT, "partner_id": company.partner_id.id}
        )
        provider = self.env["payment.provider"].search(
            [("code", "=", "rental_sepa"), ("company_id", "=", company.id)]
        )
        provider.journal_id = journal
        provider.write({"state": "enabled", "is_published": True})

    def _plan(self):
        product = self.env["product.product"].create(
            {
                "name": "Stage lights",
                "type": "service",
                "taxes_id": [Command.set(self.company.account_sale_tax_id.ids)],
            }
        )
        line = {"product_tmpl_id": product.product_tmpl_id.id, "price_unit": 45.0}
        plan = self.env["subscription.plan"].create(
            {
                "name": "Stage lights, by direct debit",
                "invoice_mode": "collect",
                "line_ids": [Command.create(line)],
            }
        )
        plan._approve_sending(self.company)
        return plan

    def live(self, day):
        """Play one day: sign, gather, export what the bank wants, read its answers in."""
        if day >= self.start:
            with freeze_time(f"{day} 12:00:00"):
                self._live(day)

    def _live(self, day):
        if day == self.start:
            self._sign(day)
        self.collections._gather(self.company, day)
        for collection in self.collections.search([("state", "in", ["draft", "sent"])]):
            if collection.state == "draft" and collection.file_day <= day:
                collection.action_export()
                collection.action_sent()
            elif collection.state == "sent" and collection.day == day:
                self._answer("credit", self._credit(collection), day)
        back = day - relativedelta(days=BACK_AFTER)
        if self.start + relativedelta(days=40) < back:
            self._return(back, day)

    def _sign(self, day):
        self.subscription._activate(day)
        mandate = self.env["subscription.sepa.mandate"].create(
            {
                "partner_id": self.subscription.partner_invoice_id.id,
                "iban": ACCOUNT,
                "signed_on": day,
                "signed_at": "Brussels",
                "subscription_ids": [Command.link(self.subscription.id)],
            }
        )
        mandate.action_activate()

    def _return(self, back, day):
        """Let the debit of that day come back, if there was one, and the fee be told."""
        debit = self.env["payment.transaction"].search(
            [
                ("rental_debit_day", "=", back),
                ("rental_mandate_id", "!=", False),
                ("rental_outcome", "=", "done"),
            ],
            limit=1,
        )
        if debit:
            self._answer("return", self._comes_back(debit), day)

    def _answer(self, name, entry, day):
        content = (
            f'<Document xmlns="{SPACE}"><BkToCstmrStmt><GrpHdr><MsgId>{day}</MsgId>'
            f"</GrpHdr><Stmt><Acct><Id><IBAN>{OWN_ACCOUNT}</IBAN></Id></Acct>"
            f"<Ntry>{entry}</Ntry></Stmt></BkToCstmrStmt></Document>"
        )
        files = self.env["subscription.sepa.bank.file"]
        files._read_in(f"camt-{day}-{name}.xml", content.encode(), self.company)
        job = self.env["subscription.collection.job"].with_company(self.company)
        job._collect_company(self.company, day)

    @staticmethod
    def _credit(collection):
        return (
            f'<Amt Ccy="EUR">{collection.total:.2f}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
            f"<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{collection.day}</Dt></BookgDt>"
            "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>IDDT</Cd><SubFmlyCd>ESDD</SubFmlyCd>"
            "</Fmly></Domn></BkTxCd><NtryDtls><Btch>"
            f"<PmtInfId>{collection.name}</PmtInfId>"
            f"<NbOfTxs>{collection.debit_count}</NbOfTxs></Btch></NtryDtls>"
        )

    @staticmethod
    def _comes_back(debit):
        return (
            f'<Amt Ccy="EUR">{debit.amount + 3.5:.2f}</Amt><CdtDbtInd>DBIT</CdtDbtInd>'
            "<Sts><Cd>BOOK</Cd></Sts><NtryDtls><TxDtls>"
            f"<Refs><EndToEndId>RS{debit.id}</EndToEndId></Refs><AmtDtls><InstdAmt>"
            f'<Amt Ccy="EUR">{debit.amount:.2f}</Amt></InstdAmt></AmtDtls>'
            "<RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf></TxDtls></NtryDtls>"
        )
