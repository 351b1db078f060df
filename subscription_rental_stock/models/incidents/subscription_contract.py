from odoo import models


class SubscriptionSubscription(models.Model):
    """What the contract says of the cover."""

    _inherit = "subscription.subscription"

    def _is_covered(self):
        """Return whether a line of this subscription covers another one's product."""
        self.ensure_one()
        products = self._get_contract_lines().product_id
        return bool(products & products.product_tmpl_id.rental_cover_product_id)
