from odoo import api, fields, models
from odoo.exceptions import UserError


class SubscriptionPrepaidRequestDialog(models.TransientModel):
    """Ask a customer for a monthly amount, which is credit to be spent (PK4)."""

    _name = "subscription.prepaid.request.dialog"
    _description = "Request a Recurring Payment"
    _inherit = ["subscription.dialog.mixin"]

    partner_id = fields.Many2one("res.partner", string="Customer", required=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="plan_id.currency_id")
    plan_id = fields.Many2one(
        "subscription.plan",
        compute="_compute_plan_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('has_credit', '=', True), ('company_id', 'in', (company_id, False))]",
    )
    amount = fields.Monetary(
        compute="_compute_amount", store=True, readonly=False, precompute=True
    )
    date_start = fields.Date(
        string="Starts On", required=True, default=fields.Date.context_today
    )

    @api.depends("company_id")
    def _compute_plan_id(self):
        for dialog in self:
            dialog.plan_id = self.env["subscription.plan"].search(
                [
                    ("has_credit", "=", True),
                    ("company_id", "in", (dialog.company_id.id, False)),
                ],
                limit=1,
            )

    @api.depends("plan_id")
    def _compute_amount(self):
        for dialog in self:
            dialog.amount = dialog.plan_id.credit_amount

    def action_request(self):
        """Subscribe the customer to the amount; show the link for a payment method."""
        self.ensure_one()
        if not self.plan_id._get_topping_lines():
            raise UserError(self.env._("Choose a plan that gives credit."))
        if self.amount <= 0:
            raise UserError(self.env._("Enter an amount above 0."))
        self._do_once()
        subscription = self.env["subscription.subscription"].create(
            {
                "partner_id": self.partner_id.id,
                "plan_id": self.plan_id.id,
                "company_id": self.company_id.id,
                "date_start": self.date_start,
            }
        )
        self._set_amount(subscription)
        subscription.action_activate()
        if self.plan_id.invoice_mode == "collect":
            return subscription.action_ask_for_method()
        return {
            "type": "ir.actions.act_window",
            "res_model": "subscription.subscription",
            "res_id": subscription.id,
            "view_mode": "form",
        }

    def _set_amount(self, subscription):
        """Let the new subscription's credit cost the amount; other products stay."""
        lines = self.plan_id._get_topping_lines()
        templates = lines.product_tmpl_id
        credit = subscription.line_ids.filtered(
            lambda line: line.product_id.product_tmpl_id in templates
        )
        credit[1:].unlink()
        credit[:1].write({"quantity": 1.0, "price_unit": self.amount, "phases": False})
