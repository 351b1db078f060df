from odoo import models


class SubscriptionSubscription(models.Model):
    """The terms that were accepted in the shop."""

    _inherit = "subscription.subscription"

    def _prepare_contract_vals(self):
        """Keep the terms as they were when the customer accepted them in the shop."""
        values = super()._prepare_contract_vals()
        order = self.sale_order_id
        accepted = (order.rental_accepted_terms or {}).get(str(self.plan_id.id))
        if accepted:
            values |= {
                "contract_terms": accepted["terms"],
                "contract_version": accepted["version"],
                "signed_by": order.partner_id.name,
                "signed_on": order.rental_accepted_on,
            }
        return values
