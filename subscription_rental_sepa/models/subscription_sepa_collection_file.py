import hashlib
import tempfile
from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from ..sepa import iban, pain008

# So many debits are in memory at once.
BATCH = 500


class SubscriptionSepaCollection(models.Model):
    """The file of a collection: pain.008, checked against its schema before it leaves."""

    _inherit = "subscription.sepa.collection"

    def _make_file(self):
        """Write the file of this collection, check it, and keep it as an attachment."""
        self.ensure_one()
        company = self.company_id
        version = company.subscription_sepa_version
        head = self._get_head()
        if not head.count:
            raise UserError(
                self.env._("%(name)s has no debits: cancel it.", name=self.name)
            )
        ids = self.debit_ids.ids
        self.env.flush_all()
        with tempfile.TemporaryFile() as file:
            try:
                pain008.write(
                    file, version, head, self._iter_debits(ids, head.creditor.identifier)
                )
                file.seek(0)
                pain008.check(file, version)
            except pain008.InvalidFileError as error:
                raise UserError(
                    self.env._(
                        "The file of %(name)s is not as banks want it, and was not kept: "
                        "%(error)s",
                        name=self.name,
                        error=error,
                    )
                ) from error
            file.seek(0)
            self._keep_file(file.read(), head, version)

    def _keep_file(self, content, head, version):
        """Keep the content of the file, and what identifies it."""
        attachment = self.env["ir.attachment"].create(
            {
                "name": f"{self.name}.xml",
                "raw": content,
                "mimetype": "application/xml",
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        self._write_kept(
            {
                "attachment_id": attachment.id,
                "checksum": hashlib.sha256(content).hexdigest(),
                "exported_at": fields.Datetime.now(),
                "exported_count": head.count,
                "exported_total": float(head.total),
                "version": version,
            }
        )

    def _check_unchanged(self, attachment):
        """Raise UserError unless the file is the one that was exported."""
        if hashlib.sha256(attachment.raw).hexdigest() != self.checksum:
            raise UserError(
                self.env._(
                    "The file of %(name)s was changed after it was exported: do not "
                    "send it.",
                    name=self.name,
                )
            )

    def _get_head(self):
        """Return what the file says of this collection as a whole."""
        self.ensure_one()
        return pain008.Collection(
            identification=self.name,
            created=fields.Datetime.now(),
            day=self.day,
            scheme=self.scheme,
            sequence=self.sequence,
            count=self.debit_count,
            total=exact(self.total),
            creditor=self._get_creditor_vals(),
        )

    def _get_creditor_vals(self):
        """Return who collects, and on which account."""
        self.ensure_one()
        bank = self.journal_id.bank_account_id
        company = self.provider_id.company_id
        return pain008.Creditor(
            name=bank.acc_holder_name or company.name,
            identifier=self.env["res.company"]._get_creditor(company),
            iban=iban.normalized(bank.acc_number),
            bic=iban.normalized(bank.bank_id.bic or ""),
        )

    def _iter_debits(self, ids, identifier):
        """Yield the debits with these ids for the file, a batch of them in memory."""
        for part in split_every(BATCH, ids):
            batch = self.env["payment.transaction"].browse(part)
            for debit in batch:
                yield debit._prepare_debit(identifier)
            # The next ones take the place of these in memory.
            self.env.invalidate_all(flush=False)


def exact(amount):
    """Return an amount of euro as it stands in files."""
    return Decimal(str(amount)).quantize(Decimal("0.01"))
