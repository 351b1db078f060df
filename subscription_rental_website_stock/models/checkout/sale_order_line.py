from odoo import fields, models


class SaleOrderLine(models.Model):
    """What customers of the shop were promised."""

    _name = "sale.order.line"
    _inherit = ["sale.order.line", "subscription.kept.mixin"]
    _keeps_readonly = False

    rental_promised_on = fields.Date(
        string="Free On",
        readonly=True,
        copy=False,
        kept=True,
        help="It was rented out when it was ordered in the shop: the customer was told "
        "that it is free on this day.",
    )
