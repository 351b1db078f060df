from odoo import api, fields, models

from ...locking import lock


class SubscriptionPartDialog(models.TransientModel):
    """Invoice a part of the next period now; the rest is billed on its day."""

    _name = "subscription.part.dialog"
    _inherit = ["subscription.dialog.mixin"]
    _description = "Invoice a Part"

    subscription_id = fields.Many2one("subscription.subscription", required=True)
    currency_id = fields.Many2one(related="subscription_id.currency_id")
    percent = fields.Float(string="Part", default=50.0, required=True)
    amount_whole = fields.Monetary(string="Next Period", compute="_compute_amounts")
    amount_before = fields.Monetary(string="Invoiced Before", compute="_compute_amounts")
    amount_now = fields.Monetary(
        string="Invoiced Now", compute="_compute_amounts", help="Before taxes."
    )
    amount_rest = fields.Monetary(
        string="Billed on Its Day", compute="_compute_amounts", help="Before taxes."
    )

    @api.depends("subscription_id", "percent")
    def _compute_amounts(self):
        for ask in self:
            subscription = ask.subscription_id
            _period, amounts = subscription._get_next_amounts()
            ask.amount_whole = sum(amount for _line, amount in amounts)
            ask.amount_before = subscription._get_invoiced_part()
            ask.amount_now = sum(subscription._get_part_amounts(ask.percent).values())
            ask.amount_rest = ask.amount_whole - ask.amount_before - ask.amount_now

    def action_invoice(self):
        """Invoice the part of the next period; open the invoice."""
        self._do_once()
        subscription = self.subscription_id
        subscription.check_access("write")
        # Neither the job nor another person may bill it in the meantime.
        lock(subscription.sudo())
        today = subscription.company_id._subscription_today()
        invoice = subscription._invoice_part(self.percent, today)
        return invoice.sudo(False)._action_view_rental_invoices()
