from odoo import fields, models


class SaleOrder(models.Model):
    """The order that a ticket makes as it is paid, of what it sells by plans (SE10)."""

    _name = "sale.order"
    _inherit = ["sale.order", "subscription.kept.mixin"]
    _keeps_readonly = False

    rental_pos_order_id = fields.Many2one(
        "pos.order",
        string="Ticket",
        copy=False,
        readonly=True,
        kept=True,
        ondelete="restrict",
        help="It was sold at a till by this ticket, which has paid its first invoice.",
    )
    _rental_one_per_ticket = models.UniqueIndex(
        "(rental_pos_order_id) WHERE rental_pos_order_id IS NOT NULL",
        "A ticket makes one order.",
    )

    def _prepare_rental_subscription_vals(self, plan, lines):
        """Keep at which till and in which shop it was sold (SE9)."""
        return {
            **super()._prepare_rental_subscription_vals(plan, lines),
            "pos_config_id": self.rental_pos_order_id.config_id.id,
            "pos_warehouse_id": self.warehouse_id.id,
        }


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    rental_ticket_uuid = fields.Char(
        string="Line of the Ticket",
        copy=False,
        readonly=True,
        kept=True,
        help="Its uuid at the till: the same line is sold once.",
    )
    _rental_one_per_uuid = models.UniqueIndex(
        "(rental_ticket_uuid) WHERE rental_ticket_uuid IS NOT NULL",
        "A line of a ticket is sold once.",
    )
