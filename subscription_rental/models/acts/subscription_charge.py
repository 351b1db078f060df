from odoo import fields, models


class SubscriptionCharge(models.Model):
    """The charges that a pause made."""

    _inherit = "subscription.charge"

    pause_id = fields.Many2one(
        "subscription.pause", index="btree_not_null", ondelete="set null", copy=False
    )
