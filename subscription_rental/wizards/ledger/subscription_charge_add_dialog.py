from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SubscriptionChargeAddDialog(models.TransientModel):
    """Add a one-off amount to a subscription: on its next invoice, or at once."""

    _name = "subscription.charge.add.dialog"
    _inherit = ["subscription.dialog.mixin"]
    _description = "Add a Charge"

    subscription_id = fields.Many2one("subscription.subscription", required=True)
    company_id = fields.Many2one(related="subscription_id.company_id")
    currency_id = fields.Many2one(related="subscription_id.currency_id")
    kind = fields.Selection(
        [("other", "Charge"), ("credit", "Credit")], required=True, default="other"
    )
    product_id = fields.Many2one(
        "product.product",
        required=True,
        domain=[("sale_ok", "=", True)],
        help="Says on which account, with which taxes it is invoiced.",
    )
    name = fields.Char(
        string="Description",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    amount = fields.Monetary(required=True)
    timing = fields.Selection(
        [("next", "On the next invoice"), ("now", "At once")],
        string="Invoice",
        required=True,
        default="next",
    )

    @api.depends("product_id")
    def _compute_name(self):
        for wizard in self:
            lang = wizard.subscription_id.partner_invoice_id.lang
            wizard.name = wizard.product_id.with_context(lang=lang).name

    @api.constrains("amount")
    def _check_charge_amount(self):
        for wizard in self:
            if wizard.currency_id.compare_amounts(wizard.amount, 0) <= 0:
                raise ValidationError(
                    self.env._("Enter an amount above 0; choose Credit to give it back.")
                )

    def action_add(self):
        """Add the charge; open its invoice if it is invoiced at once."""
        self._do_once()
        self.subscription_id.check_access("write")
        if self.timing == "next" and self.subscription_id.is_closed:
            raise ValidationError(
                self.env._("No invoice is to come any more: choose to invoice it at once.")
            )
        # The ledger is the system's: users read it.
        charge = self.env["subscription.charge"].sudo().create(self._prepare_charge_vals())
        if self.timing == "next":
            return {"type": "ir.actions.act_window_close"}
        today = self.company_id._subscription_today()
        invoice = self.subscription_id._invoice_charges(charge, today)
        return invoice._action_view_rental_invoices()

    def _prepare_charge_vals(self):
        sign = -1 if self.kind == "credit" else 1
        return {
            "subscription_id": self.subscription_id.id,
            "kind": self.kind,
            "product_id": self.product_id.id,
            "name": self.name,
            "amount": sign * self.amount,
            # Each time a person adds one, it is another one.
            "source_key": f"by_hand/{uuid4()}",
        }
