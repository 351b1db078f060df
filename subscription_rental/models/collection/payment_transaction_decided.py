from odoo import models
from odoo.exceptions import AccessError, UserError

from ...billing import collection

MANAGERS = "subscription_rental.group_manager"


class PaymentTransaction(models.Model):
    """Charges of unknown outcome, decided by a person (BI5)."""

    _inherit = "payment.transaction"

    def action_rental_was_paid(self):
        """Set charges of unknown outcome to paid, and book their payments."""
        for transaction in self._check_unknown():
            transaction._set_done(state_message=self._get_said_by())
            transaction._post_process()

    def action_rental_was_not_paid(self):
        """Set charges of unknown outcome to failed: they may be tried again."""
        for transaction in self._check_unknown():
            transaction._set_error(self._get_said_by())

    def _check_unknown(self):
        """Return these charges locked and in superuser mode, for a manager to decide them.

        Raises AccessError for anybody else, and UserError if an outcome is known meanwhile.
        """
        if not self.env.user.has_group(MANAGERS):
            raise AccessError(
                self.env._("A subscription manager decides what became of it.")
            )
        self.check_access("read")
        # Transactions are the system's: users read them.
        claimed = self.sudo().try_lock_for_update(allow_referencing=True)
        if claimed != self or any(
            one.rental_outcome != collection.UNKNOWN for one in claimed
        ):
            raise UserError(
                self.env._("What became of it is known meanwhile: look at it again.")
            )
        return claimed

    def _get_said_by(self):
        return self.env._("Decided by %(user)s.", user=self.env.user.name)

    def action_rental_returned(self):
        """Take a payment back that the customer's bank has returned."""
        if not self.env.user.has_group(MANAGERS):
            raise AccessError(self.env._("A subscription manager takes a payment back."))
        self.check_access("read")
        done = self.sudo().filtered(lambda one: one.state == "done" and one.amount > 0)
        done._update_state(("done",), "error", self.env._("The bank returned the debit."))
