from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...locking import lock

# What leaves the house: a person looks at the first run before it does.
SENDING_MODES = ("send", "collect")


class SubscriptionBillingRun(models.Model):
    """The first run of a plan that sends waits for a person's approval."""

    _inherit = "subscription.billing.run"

    is_waiting = fields.Boolean(
        string="Waits for Approval",
        readonly=True,
        help="Nothing is billed before a person has looked at the preview.",
    )
    plan_ids = fields.Many2many(
        "subscription.plan",
        string="Plans to Approve",
        readonly=True,
        help="They send their invoices for the first time.",
    )
    preview_html = fields.Html(compute="_compute_preview_html", sanitize=False)
    _one_waits = models.UniqueIndex(
        "(company_id) WHERE is_waiting", "One run of this company waits already."
    )

    @api.depends("is_waiting", "plan_ids", "date")
    @api.depends_context("lang")
    def _compute_preview_html(self):
        preview = self.env["subscription.billing.preview.dialog"]
        for run in self:
            run.preview_html = run.is_waiting and preview._render(
                run.company_id, run.date, run.plan_ids
            )

    def action_approve(self):
        """Approve that the plans of this run send invoices; bill what is due of them."""
        self.ensure_one()
        if not self.env.user.has_group("subscription_rental.group_manager"):
            raise AccessError(
                self.env._("Only an administrator of subscriptions approves a first run.")
            )
        plans = self.plan_ids
        company = self.company_id
        today = company._subscription_today()
        # Runs and approvals are the system's; the user was checked to be a manager.
        run = self.sudo().with_company(company)
        lock(run)
        plans.sudo()._approve_sending(company)
        run.write(
            {
                "is_waiting": False,
                "date": today,
                "started_at": fields.Datetime.now(),
                "user_id": self.env.uid,
            }
        )
        due = self.env["subscription.subscription"]._due_domain(company, today)
        approved = Domain(due) & Domain("plan_id", "in", plans.ids)
        job = self.env["subscription.billing.job"].sudo().with_company(company)
        job._work_off(company, today, approved, run=run)
        return self._action_view()
