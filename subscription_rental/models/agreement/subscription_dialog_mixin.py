from odoo import fields, models
from odoo.exceptions import UserError

from ...locking import lock


class SubscriptionDialogMixin(models.AbstractModel):
    """A dialog that does what it says once, for who may see what it is about."""

    _name = "subscription.dialog.mixin"
    _inherit = ["subscription.given.mixin"]
    _description = "Dialog of Subscriptions"

    is_done = fields.Boolean(readonly=True, copy=False)

    def _do_once(self):
        """Mark this dialog as done; raise UserError if it was done already."""
        self.ensure_one()
        lock(self)
        self.invalidate_recordset(["is_done"])
        if self.is_done:
            raise UserError(
                self.env._("This was done already: close the dialog and look at it.")
            )
        self.is_done = True
