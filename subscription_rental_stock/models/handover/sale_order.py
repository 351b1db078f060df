from odoo import api, fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    rental_shortage = fields.Char(compute="_compute_rental_shortage")

    @api.depends("order_line.rental_shortage")
    @api.depends_context("lang")
    def _compute_rental_shortage(self):
        for order in self:
            sentences = filter(None, order.order_line.mapped("rental_shortage"))
            order.rental_shortage = " ".join(dict.fromkeys(sentences))
