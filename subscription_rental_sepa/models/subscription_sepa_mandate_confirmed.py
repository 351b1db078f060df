from odoo import models
from odoo.exceptions import UserError

from odoo.addons.subscription_rental.locking import lock

from ..sepa import mandates


class SubscriptionSepaMandate(models.Model):
    """A B2B mandate is used when the customer's bank has registered it, and not before."""

    _inherit = "subscription.sepa.mandate"

    def _ask_for_confirmation(self):
        """Ask who looks after the subscriptions to have the customer's bank confirm."""
        self.ensure_one()
        here = self.sudo().subscription_ids._in_owner_language()
        here._ask_owner(
            here.env._("B2B mandate: has the bank registered it?"),
            here.env._(
                "%(mandate)s is signed. Nothing is debited before the customer's bank has "
                "registered it: have the customer tell you, then confirm it there.",
                mandate=self._get_html_link(),
            ),
        )

    def action_confirm(self):
        """Take the word of the customers' banks: these B2B mandates are collected with."""
        self._check_manager()
        lock(self)
        for mandate in self:
            if mandate.state != mandates.UNCONFIRMED:
                raise UserError(
                    self.env._(
                        "%(reference)s does not wait for its bank.",
                        reference=mandate.reference,
                    )
                )
            mandate._check_signed()
            mandate._make_method(mandate._get_mandate_provider())
            today = mandate.company_id._subscription_today()
            mandate._write_kept({"confirmed_on": today})
