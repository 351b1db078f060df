from odoo import api, fields, models


class SubscriptionSubscribeDialog(models.TransientModel):
    """How the new subscription is paid: with a stored method, or one to be asked for."""

    _inherit = "subscription.subscribe.dialog"

    payer_id = fields.Many2one("res.partner", related="partner_id.commercial_partner_id")
    payment_token_id = fields.Many2one(
        "payment.token",
        string="Payment Method",
        compute="_compute_payment_token_id",
        store=True,
        readonly=False,
        help="Invoices are collected with it when they are due, if the plan says so.",
    )
    collects = fields.Boolean(compute="_compute_collects")
    ask_for_method = fields.Boolean(
        string="Ask the Customer Now",
        compute="_compute_ask_for_method",
        store=True,
        readonly=False,
        help="Shows a QR code: the customer registers a card or a mandate on their phone.",
    )

    @api.depends("partner_id", "company_id")
    def _compute_payment_token_id(self):
        # Another customer's, or another company's, is none of this one.
        self.payment_token_id = False

    @api.depends("plan_id")
    def _compute_collects(self):
        for dialog in self:
            dialog.collects = dialog.plan_id.invoice_mode == "collect"

    @api.depends("plan_id", "company_id", "payment_token_id")
    def _compute_ask_for_method(self):
        for dialog in self:
            collects = dialog.plan_id.invoice_mode == "collect"
            # Some methods may be unable: the page offers the others.
            _enabled, able = dialog.plan_id._get_enabled_providers(dialog.company_id)
            dialog.ask_for_method = bool(collects and not dialog.payment_token_id and able)

    def _prepare_subscription_vals(self):
        """Give the new subscription its payment method."""
        return {
            **super()._prepare_subscription_vals(),
            "payment_token_id": self.payment_token_id.id,
        }

    def action_subscribe(self):
        """Subscribe the customer; show the link for a payment method, if it is wanted."""
        action = super().action_subscribe()
        if not self.ask_for_method or self.payment_token_id:
            return action
        subscription = self.env[action["res_model"]].browse(action["res_id"])
        return subscription.action_ask_for_method()
