from odoo import api, models


class PaymentMethod(models.Model):
    _inherit = "payment.method"

    @api.model
    def _get_compatible_payment_methods(
        self, provider_ids, partner_id, *args, force_tokenization=False, **kwargs
    ):
        """Return only methods that can be stored if a plan of the order is collected."""
        order = self.env["sale.order"].sudo().browse(kwargs.get("sale_order_id"))
        # Where no provider is offered, none of its methods is.
        kept = force_tokenization or (provider_ids and order._has_collected_plan())
        return super()._get_compatible_payment_methods(
            provider_ids,
            partner_id,
            *args,
            force_tokenization=bool(kept),
            **kwargs,
        )
