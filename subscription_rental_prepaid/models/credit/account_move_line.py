from odoo import models


class AccountMoveLine(models.Model):
    """A line of a billed period: it tops up the credit of its subscription."""

    _inherit = "account.move.line"

    def _prepare_batch_vals(self):
        """Name the period, which credits once."""
        values = super()._prepare_batch_vals()
        return {
            **values,
            "period_id": self.rental_period_id.id,
            "line_id": self.rental_line_id.id,
        }

    def _get_granted_prepaid(self, offer):
        """Return the credit of the subscription, which is topped up."""
        subscription = self.rental_period_id and self.rental_subscription_id
        if not subscription:
            return super()._get_granted_prepaid(offer)
        known = subscription._get_subscribed_prepaid(self.product_id)
        if not known:
            known = super()._get_granted_prepaid(offer)
            known.subscription_id = subscription
        return known

    def _get_credited_batch(self, granted):
        """Find what a credit of a subscription takes back: of its period, or the latest."""
        found = super()._get_credited_batch(granted)
        subscription = self.rental_charge_id and self.rental_subscription_id
        if found or not subscription:
            return found
        batches = subscription._get_subscribed_prepaid(self.product_id).batch_ids
        return batches.filtered("granted").sorted(
            lambda one: (
                one._is_something_left(),
                one.period_id == self.rental_period_id,
                one.id,
            )
        )[-1:]

    def _gives_prepaid_again(self):
        """Know that a credit note gives again what its invoice took off a credit."""
        subscription = self.rental_period_id and self.rental_subscription_id
        known = subscription and subscription._get_subscribed_prepaid(self.product_id)
        return bool(known and self._get_prepaid_offer()) or super()._gives_prepaid_again()

    def _get_prepaid_owner(self):
        """Return the customer of the subscription, whoever pays for it."""
        subscription = self.rental_period_id and self.rental_subscription_id
        return subscription.partner_id if subscription else super()._get_prepaid_owner()
