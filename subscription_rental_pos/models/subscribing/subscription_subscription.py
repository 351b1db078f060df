from odoo import fields, models


class SubscriptionSubscription(models.Model):
    """Where a subscription was sold: till and shop (SE9)."""

    _inherit = "subscription.subscription"

    pos_config_id = fields.Many2one(
        "pos.config",
        string="Till",
        copy=False,
        kept=True,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="At which it was sold.",
    )
    pos_warehouse_id = fields.Many2one(
        "stock.warehouse",
        string="Shop",
        copy=False,
        kept=True,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The warehouse of the shop at which it was sold.",
    )
