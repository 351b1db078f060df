from odoo import api, fields, models
from odoo.fields import Command


class SubscriptionDueRenewDialog(models.TransientModel):
    """Renew due dates; shows before up to when, and at which amount."""

    _name = "subscription.due.renew.dialog"
    _inherit = ["subscription.dialog.mixin"]
    _description = "Renew Due Dates"

    due_date_ids = fields.Many2many("subscription.due.date", string="Due Dates")
    date = fields.Date(
        string="On",
        required=True,
        compute="_compute_date",
        store=True,
        readonly=False,
        precompute=True,
        help="The day of the payment: what lapsed before begins anew on it.",
    )
    line_ids = fields.One2many(
        "subscription.due.renew.dialog.line",
        "dialog_id",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )

    @api.depends("due_date_ids")
    def _compute_date(self):
        for dialog in self:
            company = dialog.due_date_ids[:1].company_id or self.env.company
            dialog.date = company._subscription_today()

    @api.depends("due_date_ids", "date")
    def _compute_line_ids(self):
        for dialog in self:
            rows = dialog.due_date_ids if dialog.date else []
            dialog.line_ids = [
                Command.clear(),
                *(Command.create(dialog._prepare_shown_vals(row)) for row in rows),
            ]

    def _prepare_shown_vals(self, row):
        """Return the values of the line that renews `row`, as it was agreed."""
        found = row._get_next_held(self.date)
        return {
            "due_date_id": row._origin.id,
            "date_start": found.start,
            "date_due": found.due,
            "quantity": row.quantity,
            "amount": row.amount,
        }

    def action_renew(self):
        """Renew the due dates, as shown; each once."""
        self._do_once()
        rows = self.line_ids.due_date_id
        rows.check_access("write")
        rows._renew_held(
            self.date,
            {line.due_date_id: line._prepare_renewed_vals() for line in self.line_ids},
        )
        return {"type": "ir.actions.act_window_close"}
