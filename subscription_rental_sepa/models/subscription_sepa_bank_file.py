import hashlib

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..sepa import answers, iban

# A year of answers of a large creditor is smaller.
LARGEST = 64 * 1024 * 1024


class SubscriptionSepaBankFile(models.Model):
    """A file of answers that the bank gave: pain.002, camt.053 or camt.054 (BI6)."""

    _name = "subscription.sepa.bank.file"
    _inherit = ["subscription.kept.mixin"]
    _description = "Bank File"
    _order = "id desc"

    name = fields.Char(readonly=True, required=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    kind = fields.Char(string="Message", readonly=True)
    identification = fields.Char(readonly=True, help="What the bank calls the file.")
    checksum = fields.Char(readonly=True, required=True, help="SHA-256 of the file.")
    attachment_id = fields.Many2one(
        "ir.attachment", string="File", readonly=True, ondelete="restrict"
    )
    answer_ids = fields.One2many("subscription.sepa.answer", "file_id", readonly=True)
    answer_count = fields.Integer(compute="_compute_answer_count", string="Answers")
    open_count = fields.Integer(compute="_compute_answer_count", string="Not Understood")
    _read_once = models.UniqueIndex(
        "(company_id, checksum)", "This file was read in already."
    )

    @api.depends("answer_ids.state")
    def _compute_answer_count(self):
        for file in self:
            file.answer_count = len(file.answer_ids)
            unclear = file.answer_ids.filtered(lambda one: one.state == "unclear")
            file.open_count = len(unclear)

    @api.model
    def _read_in(self, name, content, company):
        """Read the file of a bank in, once, and do what it says; return it.

        A file that was read in already is returned as it is.
        """
        if not self.env.user.has_group("subscription_rental.group_manager"):
            raise AccessError(self.env._("A subscription manager reads bank files in."))
        checksum = hashlib.sha256(content).hexdigest()
        domain = [("company_id", "=", company.id), ("checksum", "=", checksum)]
        # What a bank says is written by the system.
        if known := self.sudo().search(domain):
            return known
        message = self._parse(name, content)
        self._check_own_accounts(message, company)
        file = self._create_bank_file(name, content, checksum, company)
        file._write_kept({"kind": message.kind, "identification": message.identification})
        rows = self.env["subscription.sepa.answer"]._create_kept(
            [file._prepare_answer_vals(answer) for answer in message.answers]
        )
        rows._apply_answers()
        return file

    @api.model
    def _parse(self, name, content):
        """Return what the file says; raise UserError, with the reason, if nothing."""
        if len(content) > LARGEST:
            raise UserError(self.env._("%(name)s is too large.", name=name))
        try:
            return answers.read(content)
        except answers.UnreadableError as error:
            reasons = {
                answers.TOO_OLD: self.env._(
                    "%(name)s is of the first version, of 2006: ask the bank for a newer "
                    "one.",
                    name=name,
                ),
                answers.DOCTYPE: self.env._(
                    "%(name)s declares a document type, which no bank does: it is not "
                    "read.",
                    name=name,
                ),
            }
            unknown = self.env._(
                "%(name)s is no answer of a bank: pain.002, camt.053 or camt.054 is "
                "wanted.",
                name=name,
            )
            raise UserError(reasons.get(error.args[0], unknown)) from error

    @api.model
    def _check_own_accounts(self, message, company):
        """Raise UserError if the statement is of an account that is not the company's."""
        journals = self.env["account.journal"].sudo().search(
            [("company_id", "=", company.id), ("type", "=", "bank")]
        )  # fmt: skip
        ours = {iban.normalized(one.bank_account_id.acc_number) for one in journals}
        for account in message.accounts:
            if account not in ours:
                raise UserError(
                    self.env._(
                        "%(account)s is no account of %(company)s: this file is of another "
                        "one.",
                        account=iban.spaced(account),
                        company=company.name,
                    )
                )

    @api.model
    def _create_bank_file(self, name, content, checksum, company):
        """Return the record of a file, with its content as it came."""
        file = self._create_kept(
            [{"name": name, "checksum": checksum, "company_id": company.id}]
        )
        attachment = file.env["ir.attachment"].create(
            {
                "name": name,
                "raw": content,
                "mimetype": "application/xml",
                "res_model": self._name,
                "res_id": file.id,
            }
        )
        file._write_kept({"attachment_id": attachment.id})
        return file

    def _prepare_answer_vals(self, answer):
        """Return the values of the row of one answer of this file."""
        self.ensure_one()
        return {
            "file_id": self.id,
            "kind": answer.kind,
            "end_to_end": answer.end_to_end,
            "collection": answer.collection,
            "reason": answer.reason,
            "text": answer.text,
            "amount": float(answer.amount or 0),
            "currency": answer.currency,
            "day": answer.day,
            "fee": float(answer.fee),
            "mandate": answer.mandate,
            "count": answer.count or 0,
            "bank_key": answer.key,
        }
