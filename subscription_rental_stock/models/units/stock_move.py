from odoo import fields, models

from odoo.addons.subscription_rental import retold


class StockMove(models.Model):
    _name = "stock.move"
    _inherit = ["stock.move", "subscription.kept.mixin"]
    _keeps_readonly = False

    rental_line_id = fields.Many2one(
        "subscription.line",
        string="Subscription Line",
        copy=True,
        index="btree_not_null",
        ondelete="set null",
        kept=True,
    )
    rental_assignment_id = fields.Many2one(
        "subscription.assignment",
        string="Brings Back",
        copy=True,
        index="btree_not_null",
        ondelete="set null",
        kept=True,
    )
    rental_reason = fields.Selection(
        [
            ("handover", "Handover"),
            ("return", "Return"),
            ("swap", "Swap"),
            ("lost", "Lost"),
            ("sold", "Bought by the customer"),
        ],
        readonly=True,
        kept=True,
    )
    rental_note = retold.Char(readonly=True, kept=True)

    def _prepare_merge_moves_distinct_fields(self):
        """Keep moves of different lines, units or reasons from being merged."""
        return [
            *super()._prepare_merge_moves_distinct_fields(),
            "rental_line_id",
            "rental_assignment_id",
            "rental_reason",
        ]

    def _action_done(self, cancel_backorder=False):
        """Do the moves; update the ledger of units and the subscriptions that waited."""
        self._check_rental_moves()
        done = super()._action_done(cancel_backorder)
        done._keep_rental_ledger()
        return done

    def _get_rental_lines(self, end):
        """Return the move lines to customers (`location_dest_id`), or from them."""
        return self.move_line_ids.filtered(
            lambda line: (
                line.quantity
                and line.picked
                and line.state != "cancel"
                and line.location_id != line.location_dest_id
                and line[end] == line.company_id.sudo().rental_location_id
            )
        )

    def _keep_rental_ledger(self):
        assignments = self.env["subscription.assignment"]
        done = self.filtered(lambda move: move.state == "done")
        back = done._get_rental_lines("location_id")
        out = done._get_rental_lines("location_dest_id")
        for company, lines in (back | out).grouped("company_id").items():
            today = company._subscription_today()
            # First what comes back: a unit can go to the next customer the same day.
            closed = assignments._close_for(lines & back, today)
            opened = assignments._open_for(lines & out, today)
            closed.subscription_id._note_returned(closed, today)
            closed.subscription_id._done_returning()
            opened.subscription_id._note_handed_over(today)

    # === what is refused === #

    def _check_rental_moves(self):
        """Lock the units of these moves; raise UserError unless they may move."""
        coming = self.filtered(
            lambda move: move.picked and move.state not in ("done", "cancel")
        )
        out = coming._get_rental_lines("location_dest_id")
        back = coming._get_rental_lines("location_id")
        if out or back:
            (out | back)._lock_rental_stock()
            out._check_handed_over()
            back._check_taken_back()
