from odoo import fields, models

UNITS = [("day", "Days"), ("week", "Weeks"), ("month", "Months"), ("year", "Years")]


class ProductTemplate(models.Model):
    """How long what is bought is held, before it is due for renewal (DD3)."""

    _inherit = "product.template"

    rental_duration_count = fields.Integer(
        string="Held For",
        company_dependent=True,
        help="Due dates of this product are so much later than their start; 0 leaves it "
        "to each due date.",
    )
    rental_duration_unit = fields.Selection(
        UNITS, string="Unit of Duration", company_dependent=True
    )
