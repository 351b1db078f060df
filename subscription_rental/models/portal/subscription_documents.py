import pytz

from odoo import models

from ...billing import consumer_law, lifecycle

# The documents of a subscription, and the reports that print them.
DOCUMENTS = {
    "contract": "subscription_rental.subscription_contract_report",
    "withdrawal": "subscription_rental.subscription_withdrawal_report",
    "mandate": "subscription_rental.subscription_mandate_report",
}


class SubscriptionSubscription(models.Model):
    """The documents that a customer takes from the page of a subscription (SE11)."""

    _inherit = "subscription.subscription"

    def _get_portal_documents(self, today):
        """Return the names of the DOCUMENTS that the customer may take on `today`."""
        self.ensure_one()
        offered = {
            "contract": self.state != lifecycle.DRAFT,
            "withdrawal": self._offers_withdrawal(today),
            "mandate": self.has_mandate,
        }
        return [name for name in DOCUMENTS if offered[name]]

    def _offers_withdrawal(self, today):
        """Return whether the customer is offered the withdrawal form on `today`.

        While the 14 days run: they are counted from the latest of order, start and
        handover, so that nobody looks for it in vain.
        """
        self.ensure_one()
        if not self.is_consumer or not self._is_under_directive():
            return False
        if self.is_waiting or self.state == lifecycle.DRAFT:
            return True
        return today <= self._get_last_withdrawal_day()

    def _is_under_directive(self):
        """Return whether Directive 2011/83/EU holds where the company is."""
        self.ensure_one()
        country = self.company_id.sudo().country_id.code
        return consumer_law.is_under_directive(country)

    def _get_conclusion_day(self):
        """Return the day on which the contract was concluded, in the company's time zone.

        When it was signed, else when it was ordered. What was made without an order, or
        moved in, was concluded by its start at the latest.
        """
        self.ensure_one()
        ordered = self.signed_on or self.sale_order_id.sudo().date_order
        zone = pytz.timezone(self.company_id.subscription_tz or "UTC")
        moment = pytz.utc.localize(ordered or self.create_date)
        day = moment.astimezone(zone).date()
        return day if ordered else min(day, self.date_start or day)
