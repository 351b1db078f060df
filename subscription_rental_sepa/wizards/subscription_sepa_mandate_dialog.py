from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.subscription_sepa_mandate import PAPER
from ..sepa import mandates


class SubscriptionSepaMandateDialog(models.TransientModel):
    """A mandate that the customer signs, or has signed, on paper (SE5, BI6)."""

    _name = "subscription.sepa.mandate.dialog"
    _inherit = ["subscription.dialog.mixin"]
    _description = "Enter a SEPA Mandate"

    subscription_id = fields.Many2one(
        "subscription.subscription", required=True, readonly=True
    )
    iban = fields.Char(string="IBAN", required=True)
    bic = fields.Char(string="BIC")
    holder = fields.Char(
        string="Account Holder", compute="_compute_holder", store=True, readonly=False
    )
    scheme = fields.Selection(
        [(mandates.CORE, "CORE: anybody"), (mandates.B2B, "B2B: businesses, no refunds")],
        required=True,
        default=mandates.CORE,
    )
    is_signed = fields.Boolean(string="It Is Signed", default=True)
    reference = fields.Char(
        help="As the signed paper says; empty: the next number is taken.",
    )
    signed_on = fields.Date()
    signed_at = fields.Char(string="Place of Signature")
    scan = fields.Binary(string="Signed Paper")
    scan_name = fields.Char()

    @api.depends("subscription_id")
    def _compute_holder(self):
        for dialog in self:
            dialog.holder = dialog.subscription_id.partner_invoice_id.name

    def action_register(self):
        """Collect the subscription with the mandate; one to be signed is printed."""
        self._do_once()
        subscription = self.subscription_id
        subscription.check_access("write")
        if not subscription.sudo().takes_mandates:
            raise UserError(
                self.env._(
                    "%(name)s has ended, or its company collects no SEPA direct debits.",
                    name=subscription.name,
                )
            )
        mandates_ = self.env["subscription.sepa.mandate"].sudo()
        mandate = mandates_.create([self._prepare_paper_vals()])
        if not self.is_signed:
            return mandate.action_print()
        if not self.signed_on:
            raise UserError(self.env._("Enter the day on which it was signed."))
        mandate._activate_mandate()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _prepare_paper_vals(self):
        """Return the values of the mandate on the paper."""
        self.ensure_one()
        subscription = self.subscription_id
        named = {"reference": self.reference} if self.reference else {}
        return named | {
            "company_id": subscription.company_id.id,
            "partner_id": subscription.partner_invoice_id.id,
            "holder": self.holder,
            "iban": self.iban,
            "bic": self.bic,
            "scheme": self.scheme,
            "signed_how": PAPER,
            "signed_on": self.is_signed and self.signed_on,
            "signed_at": self.is_signed and self.signed_at,
            "scan": self.is_signed and self.scan,
            "scan_name": self.scan_name,
            "subscription_ids": [fields.Command.set(subscription.ids)],
        }
