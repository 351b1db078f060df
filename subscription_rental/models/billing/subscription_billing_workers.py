from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

FIRST = "subscription_rental.ir_cron_bill_due_periods"

CODE = "model._cron_bill_due_periods(%(worker)s, %(workers)s)"

# More processes than that wait for each other's invoice numbers only.
MOST = 64


class SubscriptionBillingWorkers(models.AbstractModel):
    """The billing job in several rows of Odoo's cron, each with customers of its own."""

    _name = "subscription.billing.workers"
    _description = "Billing Workers"

    @api.model
    def _get_jobs(self):
        """Return the cron rows of the billing job, the first one first."""
        jobs = self.env["ir.cron"].with_context(active_test=False)
        return jobs.search(
            [
                ("model_id.model", "=", "subscription.subscription"),
                ("code", "=like", "model.\\_cron\\_bill\\_due\\_periods(%"),
            ],
            order="id",
        )

    @api.model
    def _set_workers(self, count):
        """Create or delete cron rows until the billing job has `count` of them."""
        if not 1 <= count <= MOST:
            raise ValidationError(
                self.env._("From 1 to %(most)s billing workers are possible.", most=MOST)
            )
        jobs = self._get_jobs()
        jobs[count:].unlink()
        jobs = jobs[:count]
        for worker in range(len(jobs), count):
            jobs += self._add_job(worker)
        for worker, job in enumerate(jobs):
            job.code = CODE % {"worker": worker, "workers": count}

    @api.model
    def _add_job(self, worker):
        first = self.env.ref(FIRST)
        name = self.env._("%(job)s, worker %(number)s", job=first.name, number=worker + 1)
        job = first.copy({"name": name, "active": first.active})
        # So it goes with the addon, and an upgrade leaves it alone.
        data = {"xml_id": f"{FIRST}_{worker}", "record": job, "noupdate": True}
        self.env["ir.model.data"]._update_xmlids([data])
        return job

    @api.model
    def _get_shard(self, worker, workers):
        """Return the domain of the subscriptions that `worker` of `workers` bills.

        Subscriptions with one invoice address belong to one worker: they may share an
        invoice, and no two workers bill one customer there.
        """
        if workers == 1:
            return Domain.TRUE
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s %% %s = %s",
                model._field_to_sql(alias, "partner_invoice_id", query),
                workers,
                worker,
            ),
            predicate=lambda one: one.partner_invoice_id.id % workers == worker,
        )
