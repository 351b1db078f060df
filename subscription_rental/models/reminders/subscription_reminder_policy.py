from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...billing import reminders


class SubscriptionReminderPolicy(models.Model):
    """The ladder of reminders of what is due: before, on and after its day (DD9)."""

    _name = "subscription.reminder.policy"
    _description = "Reminder Policy"
    _inherit = ["mail.thread"]
    _order = "sequence, name, id"
    # A branch has the policies of its head company, too.
    _check_company_domain = models.check_company_domain_parent_of

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", help="Leave empty to offer the policy in every company."
    )
    step_ids = fields.One2many("subscription.reminder.step", "policy_id", copy=True)
    optout = fields.Selection(
        [
            (reminders.FROM_ALL, "Of all reminders"),
            (reminders.FROM_AFTER, "Of those after the due date"),
        ],
        string="Customers May Opt Out",
        default=reminders.FROM_ALL,
        required=True,
        tracking=True,
        help="What comes after the due date is an offer: customers can always opt out.",
    )
    late_days = fields.Integer(
        string="Sent Late Up To",
        default=7,
        tracking=True,
        help="A reminder that was missed on its day is sent up to so many days later, and "
        "one before the due date on that day at the latest.",
    )
    _late_days_positive = models.Constraint(
        "CHECK(late_days BETWEEN 0 AND 366)",
        "A reminder can be late by 0 to 366 days.",
    )

    def _get_reminder_ladder(self):
        """Return the `Ladder` that the rules work with; of several, all their steps."""
        late_days = max(self.mapped("late_days"), default=0)
        return reminders.Ladder(tuple(self.step_ids.mapped("offset_days")), late_days)

    @api.model
    def _get_usable(self, company):
        """Return the policies that due dates of `company` may have."""
        return self.search(self._check_company_domain(company))

    def _is_usable(self, company):
        """Return whether due dates of `company` are reminded of by this policy now."""
        self.ensure_one()
        return self.active and self._is_of(company)

    def _is_of(self, company):
        """Return whether this policy is of `company`, of a head company, or of all."""
        self.ensure_one()
        # Its head companies may be closed to the user.
        return not self.company_id or self.company_id in company.sudo().parent_ids

    def _check_usable(self, company):
        """Raise ValidationError unless `company` may have this policy."""
        self.ensure_one()
        if not self._is_of(company):
            raise ValidationError(
                self.env._(
                    "%(policy)s is a policy of %(owner)s: choose one of %(company)s, or "
                    "one of all companies.",
                    policy=self.name,
                    owner=self.sudo().company_id.display_name,
                    company=company.display_name,
                )
            )

    @api.constrains("company_id")
    def _check_users(self):
        """Refuse to give a policy to one company that another one uses."""
        companies = self.env["res.company"].sudo()
        for policy in self.filtered("company_id"):
            using = [("subscription_reminder_policy_id", "=", policy.id)]
            for company in companies.search(using):
                policy._check_usable(company)

    @api.constrains("step_ids")
    def _check_one_step_a_day(self):
        for policy in self:
            offsets = policy.step_ids.mapped("offset_days")
            if len(offsets) != len(set(offsets)):
                raise ValidationError(
                    self.env._(
                        "%(policy)s has two reminders for one day: a customer gets one.",
                        policy=policy.name,
                    )
                )
