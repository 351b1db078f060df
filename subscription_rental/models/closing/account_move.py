from odoo import fields, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Invoices whose revenue is spread, and the entries that spread it (BI13)."""

    _inherit = "account.move"

    rental_has_deferrals = fields.Boolean(
        string="Revenue Is Spread", compute="_compute_rental_has_deferrals"
    )

    def _compute_rental_has_deferrals(self):
        # A bare fact about documents that the user may read.
        rows = self.env["subscription.deferral"].sudo()
        booked = rows._read_group(
            [("closing_id.deferral_move_id", "in", self.ids)], ["closing_id"]
        )
        spread = rows._read_group(
            [("move_line_id.move_id", "in", self.ids)], ["move_line_id"]
        )
        moves = self.env["account.move"].union(
            *(closing.deferral_move_id for (closing,) in booked),
            *(line.move_id for (line,) in spread),
        )
        for move in self:
            move.rental_has_deferrals = move in moves

    def button_draft(self):
        """Reset to draft; refuse it for what month ends have booked."""
        self._check_not_of_month_end()
        # Accountants edit documents without knowing how revenue is spread.
        rows = self.env["subscription.deferral"].sudo()
        rows = rows.search([("move_line_id", "in", self.line_ids.ids)])
        for row in rows.filtered("closing_id"):
            raise UserError(
                self.env._(
                    "%(invoice)s is part of the month end of %(month)s: undo that first, "
                    "or make a credit note.",
                    invoice=row.move_id.display_name,
                    month=row.closing_id.display_name,
                )
            )
        rows.unlink()
        return super().button_draft()

    def _check_not_of_month_end(self):
        """Raise UserError if one of these is the entry of a month end."""
        closings = self.env["subscription.closing"].sudo()
        for closing in closings.search(closings._booking_domain(self), limit=1):
            raise UserError(
                self.env._(
                    "%(entry)s belongs to the month end of %(month)s: undo it there.",
                    entry=(closing._get_entries() & self)[:1].display_name,
                    month=closing.display_name,
                )
            )

    def action_view_rental_deferrals(self):
        """Open the rows of deferred revenue behind this entry, or of this invoice."""
        self.ensure_one()
        self.check_access("read")
        self.env["subscription.deferral"].check_access("read")
        domain = [
            "|",
            ("closing_id.deferral_move_id", "=", self.id),
            ("move_line_id.move_id", "=", self.id),
        ]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Deferred Revenue"),
            "res_model": "subscription.deferral",
            "view_mode": "list,pivot",
            "domain": domain,
        }
