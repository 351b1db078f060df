from odoo import api, fields, models
from odoo.fields import Domain

# What leaves the house: a person looks at the first run before it does.
SENDING_MODES = ("send", "collect")


class SubscriptionBillingJob(models.AbstractModel):
    """Plans that send for the first time wait for a person."""

    _inherit = "subscription.billing.job"

    @api.model
    def _bill_company(self, company, today, worker=0, workers=1):
        """Bill subscriptions of approved plans; keep the others in a run that waits."""
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
        """Create, update or delete the run of `company` that waits for approval."""
        subscriptions = self.env["subscription.subscription"]
        due = Domain(subscriptions._due_domain(company, today))
        plans = self._get_unapproved_plans(company, due)
        runs = self.env["subscription.billing.run"]
        run = runs.search(
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
            runs.create({**values, "company_id": company.id, "is_waiting": True})
        (plans - asked)._ask_for_approval(today)
