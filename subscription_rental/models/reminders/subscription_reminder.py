from odoo import api, fields, models

from ...billing import reminders
from ...words import format_reminder

LAYOUT = "mail.mail_notification_light"
SENT = "sent"
SKIPPED = "skipped"


class SubscriptionReminder(models.Model):
    """What became of one step for one due date: sent, or why not; once each (DD9)."""

    _name = "subscription.reminder"
    _description = "Reminder"
    _inherit = ["subscription.kept.mixin"]
    _order = "planned_on desc, id desc"
    _rec_name = "due_date_id"

    due_date_id = fields.Many2one(
        "subscription.due.date",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="due_date_id.company_id", store=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Who was reminded: the customer of that day.",
    )
    step_id = fields.Many2one(
        "subscription.reminder.step", readonly=True, ondelete="set null", index=True
    )
    offset_days = fields.Integer(
        readonly=True, help="Days after the due date; before it they are negative."
    )
    date_due = fields.Date(
        string="Due",
        required=True,
        readonly=True,
        help="As it was then: for another due date all reminders are sent anew.",
    )
    planned_on = fields.Date(required=True, readonly=True)
    state = fields.Selection(
        [(SENT, "Sent"), (SKIPPED, "Not Sent")],
        required=True,
        readonly=True,
        copy=True,
    )
    skip_reason = fields.Selection(
        [
            (reminders.RENEWED, "It was renewed"),
            (reminders.CLOSED, "It was closed"),
            (reminders.OPTED_OUT, "The customer wants no reminders"),
            (reminders.NO_EMAIL, "The customer has no e-mail address"),
            (reminders.ARCHIVED, "The customer is archived"),
            (reminders.NO_TEMPLATE, "The reminder has no e-mail template"),
            (reminders.SUPERSEDED, "A later reminder took its place"),
            (reminders.TOO_LATE, "Its day was missed for too long"),
        ],
        string="Why Not",
        readonly=True,
    )
    handled_on = fields.Date(
        string="On",
        required=True,
        readonly=True,
        help="The day on which it was sent, or found that it is not.",
    )
    sent_to = fields.Char(readonly=True)
    mail_id = fields.Many2one(
        "mail.mail", readonly=True, ondelete="set null", index="btree_not_null"
    )
    mail_state = fields.Selection(related="mail_id.state", string="E-mail")
    failure_reason = fields.Text(related="mail_id.failure_reason")
    _once = models.UniqueIndex(
        "(due_date_id, date_due, offset_days)", "This reminder was handled already."
    )
    _sent_idx = models.Index("(partner_id, handled_on) WHERE state = 'sent'")

    @api.depends("offset_days")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for reminder in self:
            reminder.display_name = format_reminder(reminder.env, reminder.offset_days)

    @api.model
    def _get_handled(self, rows):
        """Return {due date: the steps that were handled for it, as its day is now}."""
        found = self.sudo().search_fetch(
            [("due_date_id", "in", rows.ids)], ["due_date_id", "date_due", "offset_days"]
        )
        handled = {row: set() for row in rows}
        for one in found:
            row = one.due_date_id.with_env(rows.env)
            if one.date_due == row.date_due:
                handled[row].add(one.offset_days)
        return handled

    def _queue_mails(self):
        """Put the mails of those that are sent into the queue; nothing is sent here."""
        sent = self.filtered(lambda one: one.state == SENT)
        by_template = sent.grouped(lambda one: one.step_id._get_reminder_template())
        for template, owned in by_template.items():
            # One due date has one reminder a day.
            ids = owned.due_date_id.ids
            mails = template.sudo().send_mail_batch(
                ids, email_values={"auto_delete": False}, email_layout_xmlid=LAYOUT
            )
            for one, mail in zip(owned, mails, strict=True):
                mail.headers = repr(one._get_mail_headers())
                one._write_kept({"mail_id": mail.id})

    def _get_mail_headers(self):
        """Return the headers with which mail programs offer to opt out (RFC 8058)."""
        self.ensure_one()
        row = self.due_date_id
        if not row._offers_optout(self.offset_days):
            return {}
        return {
            "List-Unsubscribe": f"<{row._get_optout_url()}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }

    def action_open_due_date(self):
        """Open the due date that the reminder is of."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "subscription.due.date",
            "res_id": self.due_date_id.id,
            "view_mode": "form",
        }
