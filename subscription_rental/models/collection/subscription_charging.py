from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...billing import lifecycle

# So long before its card expires a subscription is marked.
AHEAD = timedelta(days=30)
# In these it is billed on, so that it needs a method.
COLLECTED = (lifecycle.SCHEDULED, lifecycle.ACTIVE, lifecycle.SUSPENDED)


class SubscriptionSubscription(models.Model):
    """Charging what is owed by hand, and what is missing to charge at all."""

    _inherit = "subscription.subscription"

    open_invoice_count = fields.Integer(
        string="Unpaid Invoices", compute="_compute_open_invoices"
    )
    can_charge = fields.Boolean(
        compute="_compute_open_invoices",
        help="Something is unpaid, and there is a payment method to charge.",
    )
    payment_expiry = fields.Date(
        related="payment_token_id.rental_expiry", string="Expires With"
    )

    @api.depends("payment_token_id")
    def _compute_open_invoices(self):
        for subscription in self:
            found = subscription._origin._get_open_invoices()
            subscription.open_invoice_count = len(found)
            free = found.filtered(lambda move: not move._is_being_paid())
            subscription.can_charge = bool(
                subscription.is_collected and subscription.payment_token_id and free
            )

    def action_charge_now(self):
        """Charge the stored method for what is unpaid of this subscription."""
        self.ensure_one()
        self.check_access("write")
        moves = self._get_open_invoices().filtered(lambda move: not move._is_being_paid())
        if not moves or not self.payment_token_id:
            raise UserError(
                self.env._("Nothing of %(name)s is to be charged.", name=self.display_name)
            )
        return moves.sudo(False).action_rental_retry()

    @api.depends("needs_method", "payment_token_id")
    def _compute_alert(self):
        return super()._compute_alert()

    def _get_alerts(self):
        """Add the alerts for a method that is missing, or expires within a month."""
        found = super()._get_alerts()
        if self.state not in COLLECTED:
            return found
        # The day on which the user's own record stops working.
        expiry = self.payment_token_id.sudo().rental_expiry
        soon = self.company_id._subscription_today() + AHEAD
        facts = {
            "no_method": self.needs_method,
            "expiring": self.is_collected and expiry and expiry <= soon,
        }
        return found | {name for name, fact in facts.items() if fact}
