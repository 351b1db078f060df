from odoo import api, models


class PaymentProvider(models.Model):
    _inherit = "payment.provider"

    @api.model
    def _is_tokenization_required(self, sale_order_id=None, **kwargs):
        """Require that the method is stored that pays an order with a collected plan."""
        order = self.env["sale.order"].sudo().browse(sale_order_id and int(sale_order_id))
        return order._has_collected_plan() or super()._is_tokenization_required(
            sale_order_id=sale_order_id, **kwargs
        )
