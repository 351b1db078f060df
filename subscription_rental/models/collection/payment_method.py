from odoo import api, models

from odoo.addons.payment import utils as payment_utils
from odoo.addons.payment.const import REPORT_REASONS_MAPPING


class PaymentMethod(models.Model):
    _inherit = "payment.method"

    def _is_kept_by(self, providers):
        """Return whether one of `providers` keeps this method, to charge it again.

        The hook of providers: an override knows one that keeps what Odoo says is not kept.
        """
        self.ensure_one()
        return bool(providers) and self.support_tokenization

    @api.model
    def _get_compatible_payment_methods(
        self, provider_ids, partner_id, *args, force_tokenization=False, **kwargs
    ):
        """Return only methods that can be stored if a plan of the order is collected."""
        order = self.env["sale.order"].sudo().browse(kwargs.get("sale_order_id"))
        found = super()._get_compatible_payment_methods(
            provider_ids, partner_id, *args, **kwargs
        )
        # Where no provider is offered, none of its methods is.
        if not (force_tokenization or (provider_ids and order._has_collected_plan())):
            return found
        offered = self.env["payment.provider"].browse(provider_ids)
        kept = found.filtered(lambda one: one._is_kept_by(one.provider_ids & offered))
        payment_utils.add_to_report(
            kwargs.get("report"),
            found - kept,
            available=False,
            reason=REPORT_REASONS_MAPPING["tokenization_not_supported"],
        )
        return kept
