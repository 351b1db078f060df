from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

# What leaves the house: a person looks at the first run before it does.
SENDING_MODES = ("send", "collect")


class SubscriptionApprovalMixin(models.AbstractModel):
    """The first run of a plan that sends waits for a person's approval."""

    _name = "subscription.approval.mixin"
    _inherit = ["subscription.billing.job"]
    _description = "Approval of Billing Runs"

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
        preview = self.env["subscription.billing.preview"]
        for run in self:
            run.preview_html = run.is_waiting and preview._render(
                run.company_id, run.date, run.plan_ids
            )

    @api.model
    def _bill_company(self, company, today, worker=0, workers=1):
        """Bill what need not wait for a person; show what does in a run that waits."""
        done = super()._bill_company(company, today, worker, workers)
        if not worker:
            self._keep_waiting(company, today)
            self._commit()
        return done

    @api.model
    def _job_domain(self, company, today):
        """Leave out the plans whose first run a person must approve."""
        due = super()._job_domain(company, today)
        plans = self._get_unapproved_plans(company, due)
        return due & Domain("plan_id", "not in", plans.ids) if plans else due

    @api.model
    def _get_unapproved_plans(self, company, domain):
        """Return the plans that would send for the first time if `domain` was billed."""
        sending = Domain("invoice_mode", "in", SENDING_MODES)
        new_here = Domain("approved_company_ids", "not in", company.ids)
        plans = self.env["subscription.plan"].with_context(active_test=False)
        plans = plans.search(sending & new_here)
        if not plans:
            return plans
        due = self.env["subscription.subscription"]._read_group(
            domain & Domain("plan_id", "in", plans.ids), ["plan_id"]
        )
        return plans.browse([plan.id for (plan,) in due])

    @api.model
    def _keep_waiting(self, company, today):
        """Let one run of `company` wait for the approval of what must wait, if any."""
        subscriptions = self.env["subscription.subscription"]
        due = Domain(subscriptions._due_domain(company, today))
        plans = self._get_unapproved_plans(company, due)
        run = self.search(
            Domain("company_id", "=", company.id) & Domain("is_waiting", "=", True)
        )
        if not plans:
            # Their mode was changed, or nothing of them is due any more.
            run.unlink()
            return
        due &= Domain("plan_id", "in", plans.ids)
        values = {
            "date": today,
            "due_count": subscriptions.search_count(due),
            "plan_ids": [fields.Command.set(plans.ids)],
        }
        asked = run.plan_ids
        if run:
            run.write(values)
        else:
            self.create({**values, "company_id": company.id, "is_waiting": True})
        (plans - asked)._ask_for_approval(today)

    def action_approve(self):
        """Approve that these plans send their invoices, and bill what is due."""
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
        run.lock_for_update()
        plans.sudo()._approve_sending(company)
        run.write(
            {
                "is_waiting": False,
                "date": today,
                "started_at": fields.Datetime.now(),
                "user_id": self.env.uid,
            }
        )
        due = self.env["subscription.subscription"].sudo()._due_domain(company, today)
        approved = Domain(due) & Domain("plan_id", "in", plans.ids)
        run._work_off(company, today, approved, run=run)
        return self._action_view()
