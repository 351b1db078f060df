from odoo import api, fields, models

from ...billing import reminders
from ...words import format_reminder

# The mail that goes with each kind of step, unless the step has one of its own.
REMINDERS = {
    reminders.BEFORE: "subscription_rental.mail_template_due_soon",
    reminders.ON_DAY: "subscription_rental.mail_template_due_today",
    reminders.AFTER: "subscription_rental.mail_template_win_back",
}


class SubscriptionReminderStep(models.Model):
    """One reminder of a policy: so many days before or after the due date."""

    _name = "subscription.reminder.step"
    _description = "Reminder of a Policy"
    _inherit = ["subscription.kept.mixin"]
    _order = "offset_days, id"

    policy_id = fields.Many2one(
        "subscription.reminder.policy", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [
            (reminders.BEFORE, "Before the due date"),
            (reminders.ON_DAY, "On the due date"),
            (reminders.AFTER, "After it, if not renewed"),
        ],
        string="When",
        required=True,
        default=reminders.BEFORE,
    )
    days = fields.Integer(help="So many days before or after the due date.")
    offset_days = fields.Integer(
        compute="_compute_offset_days",
        store=True,
        precompute=True,
        help="Days after the due date; before it they are negative.",
    )
    mail_template_id = fields.Many2one(
        "mail.template",
        string="E-mail",
        domain=[("model", "=", "subscription.due.date")],
        ondelete="set null",
        help="Leave empty for the one that goes with the time of the reminder.",
    )
    _days_counted = models.Constraint(
        "CHECK(kind = 'on' OR days BETWEEN 1 AND 731)",
        "A reminder before or after the due date is 1 to 731 days away from it.",
    )

    @api.depends("kind", "days")
    def _compute_offset_days(self):
        for step in self:
            step.offset_days = reminders.offset_of(step.kind or reminders.ON_DAY, step.days)

    @api.depends("kind", "days")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for step in self:
            step.display_name = format_reminder(step.env, step.offset_days)

    def _get_reminder_template(self):
        """Return the mail of this step; empty where there is none."""
        self.ensure_one()
        default = self.env.ref(REMINDERS[self.kind], raise_if_not_found=False)
        return self.mail_template_id or default or self.env["mail.template"]

    @api.constrains("kind", "days", "policy_id")
    def _check_one_a_day(self):
        self.policy_id._check_one_step_a_day()
