from odoo import models


class SubscriptionSubscription(models.Model):
    """What was accepted in the shop, and what follows for the customer."""

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

    def _get_next_sentences(self):
        """Return what happens next with this subscription: sentences for its customer."""
        self.ensure_one()
        sentences = [self._get_customer_headline()]
        if self.payment_method_name and self.next_invoice_date:
            sentences.append(
                self.env._("It is paid with %(method)s.", method=self.payment_method_name)
            )
        return [sentence for sentence in sentences if sentence]
