from odoo import fields, models


class SubscriptionPrepaidBatch(models.Model):
    _inherit = "subscription.prepaid.batch"

    pos_line_id = fields.Many2one(
        "pos.order.line",
        string="Line of the Ticket",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    pos_order_id = fields.Many2one(related="pos_line_id.order_id", string="Ticket")
