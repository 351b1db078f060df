from odoo import models


class Website(models.Model):
    _inherit = "website"

    def _get_rental_warehouse(self):
        """Return the warehouse that hands over what this website rents; it may be none."""
        self.ensure_one()
        # Visitors see what is free, and no warehouse.
        warehouses = self.env["stock.warehouse"].sudo()
        chosen = self.sudo().warehouse_id
        return chosen or warehouses.search(
            [("company_id", "=", self.sudo().company_id.id)], limit=1
        )
