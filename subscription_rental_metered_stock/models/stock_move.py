from odoo import fields, models


class StockMove(models.Model):
    """What the counter of the unit showed that is about to be handed over (PL15)."""

    _inherit = "stock.move"

    rental_counter = fields.Char(string="Counter", copy=False)
