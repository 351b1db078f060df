from odoo import fields, models


class SubscriptionDueRenewDialogLine(models.TransientModel):
    """One due date of the dialog that renews: its next row."""

    _name = "subscription.due.renew.dialog.line"
    _inherit = ["subscription.given.mixin"]
    _description = "A Due Date to Renew"

    dialog_id = fields.Many2one(
        "subscription.due.renew.dialog", required=True, ondelete="cascade"
    )
    due_date_id = fields.Many2one(
        "subscription.due.date", string="Due Date", required=True, readonly=True
    )
    partner_id = fields.Many2one(related="due_date_id.partner_id")
    currency_id = fields.Many2one(related="due_date_id.currency_id")
    date_before = fields.Date(string="Due", related="due_date_id.date_due")
    date_start = fields.Date(string="From", required=True)
    date_due = fields.Date(string="Next Due Date", required=True)
    quantity = fields.Float(digits="Product Unit")
    amount = fields.Monetary(help="Before taxes.")

    def _prepare_renewed_vals(self):
        """Return what the next row has of this line."""
        self.ensure_one()
        return {
            name: self[name] for name in ("date_start", "date_due", "quantity", "amount")
        }
