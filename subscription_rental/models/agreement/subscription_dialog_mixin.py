from odoo import api, fields, models
from odoo.exceptions import UserError

from ...locking import lock

# What dialogs are given: their caller must be allowed to see it.
GIVEN = ("subscription.", "account.move", "stock.", "payment.t")


class SubscriptionDialogMixin(models.AbstractModel):
    """A dialog that does what it says once, for who may see what it is about."""

    _name = "subscription.dialog.mixin"
    _description = "Dialog of Subscriptions"

    is_done = fields.Boolean(readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse records that the caller may not read: computed fields show them."""
        dialogs = super().create(vals_list)
        dialogs._check_given()
        return dialogs

    def write(self, vals):
        """Refuse records that the caller may not read: computed fields show them."""
        result = super().write(vals)
        self._check_given()
        return result

    def _check_given(self):
        """Raise AccessError unless the caller may read the records of these dialogs."""
        for name, field in self._fields.items():
            given = field.store and field.relational and not field.compute
            if given and field.comodel_name.startswith(GIVEN):
                self.mapped(name).check_access("read")

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
