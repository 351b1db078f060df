from odoo import models


class SaleReport(models.Model):
    """Odoo's analysis of sales: what a ticket sells by plans is in it with its order."""

    _inherit = "sale.report"

    def _where_pos(self):
        """Leave out lines of tickets that the order which they have made counts."""
        return f"{super()._where_pos()} AND l.rental_kind IS NULL"
