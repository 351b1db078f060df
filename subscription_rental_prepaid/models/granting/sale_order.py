from odoo import models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def action_confirm(self):
        """Refuse to sell packs or credit to nobody in particular (PK2)."""
        for order in self.filtered(lambda one: one.partner_id.is_public):
            for offer in order.order_line.product_id._get_prepaid_offers(order.company_id):
                raise UserError(
                    self.env._(
                        "%(product)s is kept for a customer: choose one by name.",
                        product=offer.display_name,
                    )
                )
        return super().action_confirm()
