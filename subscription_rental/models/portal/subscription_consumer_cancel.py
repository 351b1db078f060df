from odoo import models
from odoo.exceptions import UserError

from ...billing import acts, consumer_law, lifecycle


class SubscriptionSubscription(models.Model):
    """What a plan cannot take from consumers: cancelling online (PO4)."""

    _inherit = "subscription.subscription"

    def _keeps_cancel(self):
        """Return whether the customer cancels online, whatever the plan says."""
        self.ensure_one()
        country = self.company_id.sudo().country_id.code
        return self.is_consumer and consumer_law.keeps_cancel(country)

    def _lets_cancel(self):
        """Return whether plan or law let the customer cancel this subscription online."""
        self.ensure_one()
        return self.plan_id.portal_cancel or self._keeps_cancel()

    def _is_held_by_term(self):
        """Return whether it can end with its minimum term only, and not before."""
        self.ensure_one()
        if not self.commitment_end or not self._can(acts.CANCEL_LATER):
            return False
        today = self.company_id._subscription_today()
        return bool(self._get_commitment_problem(self._get_period_end(today)))

    def _can_leave_for_reason(self):
        """Return whether the customer may leave for a reason that a person looks at.

        Where the law knows it, and where a consumer who may cancel finds no other way.
        """
        self.ensure_one()
        country = self.company_id.sudo().country_id.code
        known = consumer_law.is_extraordinary_known(country)
        return self.is_consumer and known and not self._is_over_or_draft()

    def _is_over_or_draft(self):
        self.ensure_one()
        return self.is_closed or self.state == lifecycle.DRAFT

    def _declare_extraordinary(self, person, reason):
        """Keep that the customer leaves for a `reason`, and ask a person to decide.

        :param person: {"name", "email"} as given by who declares it
        """
        self.ensure_one()
        if not self._can_leave_for_reason():
            raise UserError(
                self.env._("This is not possible any more: open the page again.")
            )
        if not reason:
            raise UserError(self.env._("Say why you leave at once, please."))
        before = self.declaration_ids
        declaration = self._declare(
            "extraordinary", person, reason=reason, carried_out=False
        )
        if declaration not in before:
            here = self._in_owner_language()
            here._ask_owner(
                here.env._("Cancelled for a reason"),
                here.env._(
                    "%(customer)s wants to leave at once: %(reason)s. Look at it, end the "
                    "subscription if it holds, and answer.",
                    customer=self.partner_id.display_name,
                    reason=reason,
                ),
            )
        return declaration

    def _declare_cancellation(self, person, reason):
        """Keep that the customer has cancelled just now; return the declaration."""
        self.ensure_one()
        return self._declare(
            "cancellation", person, reason=reason, end=self.date_end or False
        )
