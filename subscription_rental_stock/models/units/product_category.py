from odoo import fields, models


class ProductCategory(models.Model):
    _inherit = "product.category"

    rental_valuation = fields.Selection(
        [
            ("goods", "Goods: valued in stock, also while rented out"),
            ("asset", "Asset: no stock value, each unit carries its cost"),
        ],
        string="Rented Units Are",
        default="goods",
        required=True,
        help="Assets have a register of their units, with cost and dates, to export.",
    )
