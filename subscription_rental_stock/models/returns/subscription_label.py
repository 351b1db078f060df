from odoo import api, fields, models
from odoo.exceptions import UserError

from .stock_picking import LABEL


class SubscriptionSubscription(models.Model):
    """The labels with which the customer sends back what is asked for (RG6)."""

    _inherit = "subscription.subscription"

    is_asked_back = fields.Boolean(
        string="Return Asked For", compute="_compute_is_asked_back"
    )

    @api.depends("rental_picking_ids.state")
    def _compute_is_asked_back(self):
        for subscription in self:
            subscription.is_asked_back = bool(subscription._get_open_returns())

    def _get_open_returns(self):
        """Return the transfers by which units are to come back."""
        return self._get_open_moves("in").picking_id

    def action_print_return_label(self):
        """Print the labels of the returns that are asked for."""
        self.check_access("read")
        pickings = self._get_open_returns()
        if not pickings:
            raise UserError(
                self.env._("No return is asked for: choose Return, then Announce.")
            )
        return self.env.ref(LABEL).report_action(pickings)
