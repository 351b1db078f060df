from odoo import models

from odoo.addons.subscription_rental.billing.proration import exact


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _get_units(self):
        """Return how many units of the product this line is about, exactly."""
        self.ensure_one()
        return exact(
            self.product_uom_id._compute_quantity(
                self.product_uom_qty, self.product_id.uom_id
            )
        )
