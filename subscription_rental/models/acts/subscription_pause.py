from odoo import fields, models


class SubscriptionPause(models.Model):
    """The ledger of pauses: from which day to which a subscription was paused."""

    _name = "subscription.pause"
    _description = "Subscription Pause"
    _order = "date_start desc, id desc"

    subscription_id = fields.Many2one(
        "subscription.subscription", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="subscription_id.company_id", store=True)
    date_start = fields.Date(string="From", required=True)
    date_end = fields.Date(string="To", help="The first day on which it ran again.")
    _one_open_pause = models.UniqueIndex(
        "(subscription_id) WHERE date_end IS NULL", "It is paused already."
    )
    _days_in_order = models.Constraint(
        "CHECK(date_end IS NULL OR date_start <= date_end)",
        "A pause cannot end before it begins.",
    )
