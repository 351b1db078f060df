from odoo import models
from odoo.exceptions import UserError

from odoo.addons.subscription_rental.billing import lifecycle
from odoo.addons.subscription_rental.locking import lock


class SubscriptionSubscription(models.Model):
    """A swap that the customer asks for in the portal (PL8, RG4)."""

    _inherit = "subscription.subscription"

    def _get_swap_problem(self):
        """Return why this customer cannot ask for a swap alone, as a sentence; or ""."""
        self.ensure_one()
        if not self.plan_id.portal_swap:
            return self.env._("Your plan has no swaps here: ask us, please.")
        if self.state != lifecycle.ACTIVE:
            return self.env._("Only while your subscription runs, you can ask for a swap.")
        return ""

    def _get_units_to_swap(self):
        """Return the units that this customer may ask to have swapped."""
        self.ensure_one()
        if self._get_swap_problem():
            return self._get_out().browse()
        return self._get_units_to_report() - self._get_open_moves("in").rental_assignment_id

    def _check_swappable(self, unit):
        """Raise UserError, as a sentence to the customer, unless `unit` may be swapped."""
        if problem := self._get_swap_problem():
            raise UserError(problem)
        if not unit or unit not in self._get_out():
            raise UserError(self.env._("Choose one of the units that you have, please."))
        self._check_unreported(unit)
        if unit not in self._get_units_to_swap():
            raise UserError(self.env._("It is asked back already: send it back, please."))

    def _ask_for_swap(self, unit, reason, note, photos):
        """Return the incident that asks the owner to swap `unit`, with the reason given.

        :param photos: [(name, content)]
        """
        self.ensure_one()
        # Whoever clicks twice asks once.
        lock(self)
        self.invalidate_recordset(["incident_ids"])
        self._check_swappable(unit)
        if not reason:
            raise UserError(self.env._("Tell us why you want another one, please."))
        incident = self.env["subscription.incident"].create(
            {
                "assignment_id": unit.id,
                "kind": "replacement",
                "date": self.company_id._subscription_today(),
                "description": "\n".join(filter(None, (reason, note))),
            }
        )
        incident._hear_customer(incident.description, photos)
        incident._tell_owner()
        return incident
