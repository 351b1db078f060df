from odoo import api, fields, models
from odoo.tools.misc import format_date

from ...words import format_reminder

# A preview is read by a person: it shows this many rows, and counts all.
ROWS_SHOWN = 200
# Beyond, nobody knows what is renewed until then.
LONGEST_AHEAD = 366


class SubscriptionReminderPreviewDialog(models.TransientModel):
    """The preview of reminders: who gets what on which day; nothing is written (DD9)."""

    _name = "subscription.reminder.preview.dialog"
    _inherit = ["subscription.typed.mixin"]
    _description = "Preview of Reminders"

    days = fields.Integer(string="In the Next", default=30, required=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    policy_id = fields.Many2one(
        "subscription.reminder.policy", help="Leave empty to see those of all policies."
    )
    preview_html = fields.Html(compute="_compute_preview_html", sanitize=False)

    @api.depends("days", "company_id", "policy_id")
    @api.depends_context("lang")
    def _compute_preview_html(self):
        for preview in self:
            if not 0 <= preview.days <= LONGEST_AHEAD:
                preview.preview_html = self.env._(
                    "Choose 0 to %(days)s days.", days=LONGEST_AHEAD
                )
                continue
            preview.preview_html = preview.company_id and self.env["ir.qweb"]._render(
                "subscription_rental.reminder_preview", preview._prepare_preview()
            )

    def _prepare_preview(self):
        """Return what the table of the preview needs."""
        self.ensure_one()
        rows = self._get_reminder_rows()
        sent = sum(not row["reason"] for row in rows)
        return {
            "rows": rows[:ROWS_SHOWN],
            "summary": self.env._("E-mails: %(count)s", count=sent),
            "skipped": len(rows) - sent
            and self.env._("Not sent: %(count)s", count=len(rows) - sent),
            "more": len(rows) > ROWS_SHOWN
            and self.env._("Only the first %(count)s are shown.", count=ROWS_SHOWN),
            "warning": self.env["subscription.collection.guard"]._get_warning(),
        }

    def _get_reminder_rows(self):
        """Return one row for each reminder to come, by day and customer."""
        self.ensure_one()
        company = self.company_id
        today = company._subscription_today()
        due = self.env["subscription.due.date"]
        found = due.search(due._remindable_domain(company, today, ahead=self.days))
        coming = found._forecast_reminders(
            today, fields.Date.add(today, days=self.days), self.policy_id._origin
        )
        listed = [
            (day, row.partner_id.display_name, row.id, row, one)
            for row, outcomes in coming.items()
            for day, one in outcomes
        ]
        reasons = self.env["subscription.reminder"]._fields["skip_reason"]
        words = dict(reasons._description_selection(self.env))
        return [
            {
                "day": format_date(self.env, day),
                "customer": customer,
                "row": row,
                "due": format_date(self.env, row.date_due),
                "what": format_reminder(self.env, one.offset),
                "reason": words.get(one.reason, ""),
                "email": row.partner_id.email_normalized,
            }
            for day, customer, _id, row, one in sorted(listed, key=lambda item: item[:3])
        ]
