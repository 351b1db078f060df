from odoo import fields, models


class StockPickingType(models.Model):
    _inherit = "stock.picking.type"

    rental_kind = fields.Selection(
        [("out", "Handover"), ("in", "Rental return")],
        string="Rental",
        readonly=True,
        copy=False,
        help="Goods go to customers who rent them, or come back.",
    )
