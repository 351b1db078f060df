from odoo import models
from odoo.tools.misc import format_date


class SubscriptionSubscription(models.Model):
    """What becomes of the goods when a consumer withdraws from the contract (PO4)."""

    _inherit = "subscription.subscription"

    def _return_deposit(self, today):
        """Give the deposit back at once where no goods are out; else when they are here.

        Until then it may be withheld: article 14 of Directive 2011/83/EU.
        """
        if self._get_out():
            return None
        return super()._return_deposit(today)

    def _get_goods_to_return(self):
        """Return the sentence that names what has to go back, and by when."""
        self.ensure_one()
        units = ", ".join(self._get_out().mapped("display_name"))
        if not units:
            return super()._get_goods_to_return()
        if not self.withdrawn_on:
            return self.env._("You send back within 14 days: %(units)s.", units=units)
        return self.env._(
            "Send back by %(day)s: %(units)s.",
            units=units,
            day=format_date(self.env, self._get_return_by()),
        )
