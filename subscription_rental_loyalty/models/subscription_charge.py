from odoo import api, fields, models

from odoo.addons.subscription_rental.billing.proration import exact


class SubscriptionCharge(models.Model):
    """What a gift card or an eWallet has paid of a first bill, taxes included."""

    _inherit = "subscription.charge"

    is_payment = fields.Boolean(
        string="Paid",
        readonly=True,
        help="By a gift card or an eWallet: it may be more than the bill is before taxes.",
    )

    def _get_tax_rates(self, amount):
        """Let a payment take no part of what is charged before taxes."""
        without, taxed = super()._get_tax_rates(amount)
        return (exact(0), taxed) if self.is_payment else (without, taxed)

    @api.model
    def _get_totals_with(self, pairs, charged):
        """Count before taxes without payments: they pay what is due with taxes."""
        without, taxed = super()._get_totals_with(pairs, charged)
        paid = [credit._get_taxed(part)[0] for credit, part in pairs if credit.is_payment]
        return without - sum(paid), taxed
