from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...billing import collection

SEES_MONTH_ENDS = (
    "subscription_rental.group_manager,subscription_rental.group_billing_reader,"
    "account.group_account_readonly,account.group_account_manager"
)


class AccountMove(models.Model):
    """An invoice that was written off is settled, and still nobody has paid it."""

    _inherit = "account.move"

    rental_write_off_ids = fields.One2many(
        "subscription.write.off",
        "move_id",
        string="Write-Off",
        readonly=True,
        copy=False,
        groups=SEES_MONTH_ENDS,
    )
    rental_loss_ids = fields.One2many(
        "subscription.write.off",
        "entry_id",
        string="Writes Off",
        readonly=True,
        copy=False,
        groups=SEES_MONTH_ENDS,
    )
    rental_is_written_off = fields.Boolean(
        string="Written Off", compute="_compute_rental_is_written_off", compute_sudo=True
    )

    @api.depends("rental_write_off_ids.state")
    def _compute_rental_is_written_off(self):
        for move in self:
            states = move.rental_write_off_ids.mapped("state")
            move.rental_is_written_off = "booked" in states

    @api.depends("rental_write_off_ids.state")
    def _compute_payment_state(self):
        """Say *Reversed* of what was written off: service, packs and renewals that wait
        for payment go on waiting.
        """
        result = super()._compute_payment_state()
        for move in self:
            settled = move.payment_state in collection.PAID
            # A bare fact; Odoo computes the state as whoever reconciles.
            if settled and move.sudo().rental_is_written_off:
                move.payment_state = "reversed"
        return result

    def _is_paid_for(self):
        """Return whether it was paid: what was written off was not."""
        return super()._is_paid_for() and not self.sudo().rental_is_written_off

    @api.model
    def _open_credit_domain(self, company, today):
        """Leave out entries of write-offs: nobody has paid in what they hold."""
        losses = Domain("move_id", "any!", [("rental_loss_ids", "!=", False)])
        return super()._open_credit_domain(company, today) & ~losses

    def button_draft(self):
        """Reset to draft; refuse it for what was written off, and for its entry."""
        self._check_not_written_off()
        return super().button_draft()

    def _check_reversible(self):
        """Refuse to credit what was written off: nothing is left to give back."""
        self._check_not_written_off()
        return super()._check_reversible()

    def _check_not_written_off(self):
        """Raise UserError if one of these is written off, or the entry that does it."""
        rows = self.env["subscription.write.off"].sudo()
        booked = [("state", "=", "booked")]
        for row in rows.search([*booked, ("entry_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._(
                    "%(entry)s writes %(invoice)s off: undo it in the list of write-offs.",
                    entry=row.entry_id.display_name,
                    invoice=row.move_id.display_name,
                )
            )
        for row in rows.search([*booked, ("move_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._(
                    "%(invoice)s is written off: undo that first, in the list of "
                    "write-offs.",
                    invoice=row.move_id.display_name,
                )
            )


class AccountPartialReconcile(models.Model):
    """What a write-off settles stays settled by it until the write-off is undone."""

    _inherit = "account.partial.reconcile"

    def unlink(self):
        """Undo; refuse it where the entry of a write-off is matched."""
        # Whoever reconciles need not know write-offs.
        moves = (self.debit_move_id | self.credit_move_id).sudo().move_id
        moves.filtered("rental_loss_ids")._check_not_written_off()
        return super().unlink()
