from odoo import api, fields, models

# What became of a billed period of which something is to be done.
UNSETTLED = ("draft", "open")


class SubscriptionSubscription(models.Model):
    """The billed periods that are not paid: they stand first on the page (LC7)."""

    _inherit = "subscription.subscription"

    unpaid_period_ids = fields.Many2many(
        "subscription.period", string="Unpaid Periods", compute="_compute_unpaid_periods"
    )

    @api.depends("period_ids.voided_at")
    def _compute_unpaid_periods(self):
        for subscription in self:
            billed = subscription._get_billed_slots()
            subscription.unpaid_period_ids = billed.filtered(
                lambda slot: slot.invoice_state in UNSETTLED
            ).sorted("date_start")
