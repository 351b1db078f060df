from odoo import api, models


class PaymentProvider(models.Model):
    _inherit = "payment.provider"

    @api.model
    def _get_compatible_providers(
        self, company_id, partner_id, amount, *args, is_express_checkout=False, **kwargs
    ):
        """Offer no express checkout of a cart that packs or credit pay a part of.

        It asks for the whole amount, which only the last page tells apart.
        """
        order = self.env["sale.order"].sudo().browse(kwargs.get("sale_order_id"))
        if is_express_checkout and order._has_prepaids():
            return self.browse()
        return super()._get_compatible_providers(
            company_id,
            partner_id,
            amount,
            *args,
            is_express_checkout=is_express_checkout,
            **kwargs,
        )
