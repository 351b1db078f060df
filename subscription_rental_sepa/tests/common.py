import base64
from datetime import date

from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import new_test_user

from odoo.addons.subscription_rental.tests.common import SubscriptionCommon

from ..models.payment_provider import CODE

CREDITOR = "DE98ZZZ09999999999"
OWN_IBAN = "BE68539007547034"
IBAN = "NL91ABNA0417164300"
OTHER_IBAN = "DE89370400440532013000"
SPACE = "urn:iso:std:iso:20022:tech:xsd:"


class SepaCommon(SubscriptionCommon):
    """A company in euro that collects at its bank, and a customer with a mandate."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.env.ref("base.EUR")
        cls.euro.active = True
        cls.company.currency_id = cls.euro
        cls._enable_sepa(cls.company, cls.company_data["default_journal_bank"])
        cls.partner_a.write(
            {
                "name": "Ada Lovelace",
                "email": "ada@example.com",
                "property_payment_term_id": cls.env.ref(
                    "account.account_payment_term_immediate"
                ).id,
            }
        )
        cls.plan = cls._plan(price=29.0, invoice_mode="collect", name="Collected")
        cls.product.taxes_id = False
        cls.plan._approve_sending(cls.company)

    @classmethod
    def _enable_sepa(cls, company, journal):
        """Let a company collect by files on a journal's account."""
        company.subscription_creditor_identifier = CREDITOR
        journal.bank_account_id = cls.env["res.partner.bank"].create(
            {"acc_number": OWN_IBAN, "partner_id": company.partner_id.id}
        )
        cls.sepa = cls.env["payment.provider"].search(
            [("code", "=", CODE), ("company_id", "=", company.id)]
        )
        cls.sepa.journal_id = journal
        cls.sepa.write({"state": "enabled", "is_published": True})

    @classmethod
    def _mandate(cls, **values):
        """Return a mandate that is signed, and not active yet."""
        return cls.env["subscription.sepa.mandate"].create(
            {
                "partner_id": cls.partner_a.id,
                "iban": IBAN,
                "signed_on": "2024-01-01",
                **values,
            }
        )

    @classmethod
    def _active(cls, subscriptions=None, **values):
        """Return an active mandate for these subscriptions, known to the bank."""
        ids = subscriptions.ids if subscriptions else []
        mandate = cls._mandate(subscription_ids=[(6, 0, ids)], **values)
        mandate.action_activate()
        if mandate.state == "unconfirmed":
            mandate.action_confirm()
        return mandate

    def _job(self, name, method, day):
        """Run one of the jobs' own loops, which commit, on that day."""
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cursor:
            env = self.env(cr=cursor, su=True)
            job = env[name].with_company(self.company)
            getattr(job, method)(self.company.with_env(env), date.fromisoformat(day))
        self.env.invalidate_all()

    def _collect(self, day):
        """Make the debits that are to be made on that day; return all, oldest first."""
        self._job("subscription.collection.job", "_collect_company", day)
        return self._debits()

    def _debits(self):
        return self.env["payment.transaction"].search(
            [("rental_mandate_id", "!=", False)], order="id"
        )

    def _gather(self, day):
        """Let the day's job gather; return the collections, oldest first."""
        self._job("subscription.sepa.job", "_collect_by_files", day)
        return self.env["subscription.sepa.collection"].search([], order="id")

    def _debit(self, **values):
        """Return the debit of a first invoice of 1 January, made on that day."""
        subscription = self._subscription(**values)
        self._active(subscription)
        self._bill(subscription, "2024-01-01")
        return self._collect("2024-01-01")[-1:]

    def _exported(self, count=1, **values):
        """Return a collection of so many debits that the bank has."""
        for _number in range(count):
            self._debit(**values)
        collection = self._gather("2024-01-10")[-1:]
        collection.action_export()
        return collection

    def _file(self, collection):
        """Return {local name: [text]} of all that a file says."""
        found = {}
        for one in etree.fromstring(collection.attachment_id.raw).iter():
            name = etree.QName(one).localname
            found.setdefault(name, []).append((one.text or "").strip())
        return found

    def _read_in(self, content, name="answer.xml"):
        """Read a file of the bank in, as a manager does in the dialog; return it."""
        data = base64.b64encode(content.encode())
        dialog = self.env["subscription.sepa.upload.dialog"].create(
            {"content": data, "name": name}
        )
        action = dialog.action_read()
        return self.env[action["res_model"]].browse(action["res_id"])

    def _book(self, day="2024-01-15"):
        """Let the collection job book what was paid."""
        self._job("subscription.collection.job", "_collect_company", day)

    def _second(self):
        """Return another manager of the company."""
        return new_test_user(
            self.env,
            login="second",
            groups="subscription_rental.group_manager",
            company_id=self.company.id,
        )

    def assertRefused(self, text, work, *arguments, **options):
        """Check that `work` is refused with a sentence that has `text`, and undone."""
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            work(*arguments, **options)
        self.env.invalidate_all()
        self.assertIn(text, str(caught.exception))

    # === a bank === #

    def _pain(self, collection, *rejects, group=""):
        """Return a status report: rejects are (debit, reason)."""
        told = "".join(
            f"<TxInfAndSts><OrgnlEndToEndId>RS{debit.id}</OrgnlEndToEndId>"
            f"<TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>{reason}</Cd></Rsn></StsRsnInf>"
            "</TxInfAndSts>"
            for debit, reason in rejects
        )
        return (
            f'<Document xmlns="{SPACE}pain.002.001.10"><CstmrPmtStsRpt>'
            "<GrpHdr><MsgId>S1</MsgId></GrpHdr><OrgnlGrpInfAndSts>"
            f"<OrgnlMsgId>{collection.name}</OrgnlMsgId>{group}</OrgnlGrpInfAndSts>"
            f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{collection.name}</OrgnlPmtInfId>{told}"
            "</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"
        )

    def _camt(self, *entries, account=OWN_IBAN, message="camt.053.001.08"):
        """Return a statement of these entries."""
        return (
            f'<Document xmlns="{SPACE}{message}"><BkToCstmrStmt><GrpHdr><MsgId>C1</MsgId>'
            f"</GrpHdr><Stmt><Acct><Id><IBAN>{account}</IBAN></Id></Acct>"
            f"{''.join(entries)}</Stmt></BkToCstmrStmt></Document>"
        )

    def _entry(self, amount, sign, details, key):
        return (
            f'<Ntry><Amt Ccy="EUR">{amount:.2f}</Amt><CdtDbtInd>{sign}</CdtDbtInd>'
            "<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2024-01-17</Dt></BookgDt>"
            f"<AcctSvcrRef>{key}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly>"
            "<Cd>IDDT</Cd><SubFmlyCd>ESDD</SubFmlyCd></Fmly></Domn></BkTxCd>"
            f"<NtryDtls>{details}</NtryDtls></Ntry>"
        )

    def _credit(self, collection, amount=None, count=None):
        """Return the entry of a collection that was credited in one sum."""
        amount = collection.total if amount is None else amount
        count = collection.debit_count if count is None else count
        details = (
            f"<Btch><PmtInfId>{collection.name}</PmtInfId><NbOfTxs>{count}</NbOfTxs></Btch>"
        )
        return self._entry(amount, "CRDT", details, f"B{collection.id}")

    def _return(self, debit, reason, *, fee=0, **said):
        """Return the entry of a debit that came back."""
        values = {"name": f"RS{debit.id}", "mandate": "", "amount": debit.amount, **said}
        mandate = values["mandate"] and f"<MndtId>{values['mandate']}</MndtId>"
        details = (
            f"<TxDtls><Refs><EndToEndId>{values['name']}</EndToEndId>{mandate}</Refs>"
            f'<AmtDtls><InstdAmt><Amt Ccy="EUR">{values["amount"]:.2f}</Amt></InstdAmt>'
            f"</AmtDtls><RtrInf><Rsn><Cd>{reason}</Cd></Rsn></RtrInf></TxDtls>"
        )
        return self._entry(values["amount"] + fee, "DBIT", details, f"R{debit.id}{reason}")
