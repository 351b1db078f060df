from odoo import api, fields, models

from odoo.addons.subscription_rental.billing.metering import Tier
from odoo.addons.subscription_rental.billing.proration import exact


class SubscriptionTariffTier(models.Model):
    """The price of each unit beyond a number of them that is not included."""

    _name = "subscription.tariff.tier"
    _inherit = ["subscription.typed.mixin"]
    _description = "Tier of a Tariff"
    _order = "tariff_id, above, id"

    tariff_id = fields.Many2one(
        "subscription.tariff", required=True, ondelete="cascade", index=True
    )
    currency_id = fields.Many2one(related="tariff_id.currency_id")
    above = fields.Float(
        string="From",
        digits=(16, 3),
        help="So many units above what is included, per interval: 0 is from the first on.",
    )
    price_unit = fields.Float(string="Price per Unit", digits=(16, 6), required=True)
    _not_negative = models.Constraint(
        "CHECK(above >= 0 AND price_unit >= 0)", "Tiers and their prices are not below 0."
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Add tiers, unless customers agreed on the tariff without them."""
        tiers = super().create(vals_list)
        tiers.tariff_id._check_unused()
        return tiers

    def write(self, vals):
        """Refuse to change what customers agreed on."""
        self.tariff_id._check_unused()
        return super().write(vals)

    def unlink(self):
        """Refuse to delete what customers agreed on."""
        self.tariff_id._check_unused()
        return super().unlink()

    def _get_rule_tier(self):
        """Return the `Tier` that the rules work with."""
        self.ensure_one()
        return Tier(exact(self.above), exact(self.price_unit))
