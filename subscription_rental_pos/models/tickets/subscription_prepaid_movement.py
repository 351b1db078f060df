from odoo import fields, models


class SubscriptionPrepaidMovement(models.Model):
    _inherit = "subscription.prepaid.movement"

    pos_line_id = fields.Many2one(
        "pos.order.line",
        string="Line of the Ticket",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
