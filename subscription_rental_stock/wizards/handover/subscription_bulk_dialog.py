from odoo import fields, models
from odoo.exceptions import UserError


class SubscriptionBulkDialog(models.TransientModel):
    _inherit = "subscription.bulk.dialog"

    action = fields.Selection(
        selection_add=[("remind_return", "Remind of what is to come back")],
        ondelete={"remind_return": "cascade"},
    )

    def _get_returnable(self, subscription):
        """Return the units to remind of; raise UserError if the subscription has none."""
        units = subscription._get_out()
        if not units or not subscription.is_closed:
            raise UserError(
                self.env._(
                    "%(name)s has no units that should be back.",
                    name=subscription.display_name,
                )
            )
        if not subscription.partner_id.email:
            raise UserError(
                self.env._(
                    "%(customer)s has no e-mail address.",
                    customer=subscription.partner_id.display_name,
                )
            )
        return units

    def _preview_remind_return(self, subscription, _today):
        self._get_returnable(subscription)
        return 0.0

    def _bulk_remind_return(self, subscription, today):
        # People ask for it now, however short ago the last reminder was.
        units = self._get_returnable(subscription).sudo()
        units.reminded_on = False
        units._remind(subscription.sudo(), today)
