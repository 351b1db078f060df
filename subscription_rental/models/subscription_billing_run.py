import logging

from psycopg2 import OperationalError
from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

BATCH_SIZE = 100
# How often a batch is taken again when other transactions were in its way.
MAX_TRIES = 5


class SubscriptionBillingRun(models.Model):
    """One run of the billing job, as people see it; and the job's loop."""

    _name = "subscription.billing.run"
    _description = "Billing Run"
    _order = "id desc"

    company_id = fields.Many2one("res.company", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(string="Billing Day", required=True)
    user_id = fields.Many2one("res.users", string="By Hand By")
    started_at = fields.Datetime(required=True, default=fields.Datetime.now)
    ended_at = fields.Datetime()
    due_count = fields.Integer(
        string="Due", help="Subscriptions that were due when the run began."
    )
    state = fields.Selection(
        [
            ("running", "Running"),
            ("done", "Done"),
            ("failures", "Done with failures"),
        ],
        compute="_compute_results",
    )
    period_ids = fields.One2many("subscription.period", "run_id", readonly=True)
    invoice_ids = fields.One2many("account.move", "rental_run_id", readonly=True)
    failure_ids = fields.One2many("subscription.billing.failure", "run_id", readonly=True)
    billed_count = fields.Integer(string="Billed", compute="_compute_results")
    period_count = fields.Integer(string="Periods", compute="_compute_results")
    invoice_count = fields.Integer(string="Invoices", compute="_compute_results")
    failure_count = fields.Integer(string="Failures", compute="_compute_results")
    amount_untaxed = fields.Monetary(string="Total", compute="_compute_results")
    progress = fields.Float(compute="_compute_results", help="In percent.")
    speed = fields.Float(
        string="Invoices per Second", compute="_compute_results", digits=(16, 1)
    )

    @api.depends("date", "company_id")
    def _compute_display_name(self):
        for run in self:
            day = fields.Date.to_string(run.date)
            run.display_name = self.env._("Billing run of %(day)s", day=day)

    @api.depends("ended_at", "due_count", "period_ids", "invoice_ids", "failure_ids")
    def _compute_results(self):
        periods = self._count("subscription.period", "run_id", "subscription_id")
        # Sums over invoices that the user need not be able to open.
        invoices = {
            run.id: (count, amount)
            for run, count, amount in self.env["account.move"]
            .sudo()
            ._read_group(
                [("rental_run_id", "in", self.ids)],
                ["rental_run_id"],
                ["__count", "amount_untaxed_signed:sum"],
            )
        }
        failures = self._count("subscription.billing.failure", "run_id", "subscription_id")
        for run in self:
            run.period_count, run.billed_count = periods.get(run.id, (0, 0))
            run.invoice_count, run.amount_untaxed = invoices.get(run.id, (0, 0.0))
            run.failure_count = failures.get(run.id, (0, 0))[0]
            run.state = run._get_state()
            done = run.billed_count + run.failure_count
            share = 1.0 if run.ended_at else done / max(run.due_count, 1)
            run.progress = 100 * min(share, 1.0)
            run.speed = run.invoice_count / run._get_seconds()

    def _count(self, model, run_field, distinct):
        """Return {run id: (rows, distinct values)} of a ledger of these runs."""
        groups = self.env[model]._read_group(
            [(run_field, "in", self.ids)],
            [run_field],
            ["__count", f"{distinct}:count_distinct"],
        )
        return {run.id: (count, values) for run, count, values in groups}

    def _get_state(self):
        self.ensure_one()
        if not self.ended_at:
            return "running"
        return "failures" if self.failure_count else "done"

    def _get_seconds(self):
        """Return how long the run took, at least one second."""
        self.ensure_one()
        end = self.ended_at or fields.Datetime.now()
        return max((end - (self.started_at or end)).total_seconds(), 1.0)

    # === the loop === #

    @api.model
    def _bill_company(self, company, today):
        """Bill what is due in `company` on `today`, batch by batch, each committed.

        Return whether there is time for more: False when the job's time is used up.
        """
        subscriptions = self.env["subscription.subscription"].with_company(company)
        scheduled = Domain(subscriptions._scheduled_domain(company, today))
        self._move_each(scheduled, lambda one: one._start(one.date_start), today)
        domain = Domain(subscriptions._due_domain(company, today))
        goes_on = self._work_off(company, today, domain)
        if goes_on:
            ended = Domain(subscriptions._ended_domain(company, today))
            self._move_each(ended, lambda one: one._finish(today), today)
        return goes_on

    @api.model
    def _bill_by_hand(self, subscriptions):
        """Bill what is due today of these subscriptions; return the action to show it."""
        runs = self.browse()
        # Runs are the system's; the user was checked to have write access.
        system = self.sudo()
        for company, owned in subscriptions.grouped("company_id").items():
            today = company._subscription_today()
            due = Domain(owned._due_domain(company, today))
            run = system.create(
                {"company_id": company.id, "date": today, "user_id": self.env.uid}
            )
            domain = Domain("id", "in", owned.ids) & due
            system.with_company(company)._work_off(company, today, domain, run)
            runs |= run
        return runs._action_view()

    @api.model
    def _work_off(self, company, today, domain, run=None):
        """Claim, bill and commit until nothing in `domain` is left; say if it is done."""
        subscriptions = self.env["subscription.subscription"]
        due_count = subscriptions.search_count(domain)
        if not due_count and not run:
            self._end_open_runs(company)
            return True
        run = run or self._open(company, today)
        run.due_count = max(run.due_count, due_count)
        # From here on a batch that fails is rolled back: the run must outlive it.
        self._commit()
        while batch := self._claim(domain):
            self._bill_batch(batch, domain, today, run)
            in_time = self.env["ir.cron"]._commit_progress(len(batch))
            if not in_time and subscriptions.search_count(domain, limit=1):
                return False
        run.ended_at = fields.Datetime.now()
        self._commit()
        return True

    @api.model
    def _end_open_runs(self, company):
        """End what a killed process left open: there is nothing more to do for it."""
        left = self.search(
            [
                ("company_id", "=", company.id),
                ("ended_at", "=", False),
                ("user_id", "=", False),
            ]
        )
        if left:
            left.ended_at = fields.Datetime.now()
            self._commit()

    @api.model
    def _commit(self):
        """End a transaction of the job: what it did so far is not lost any more."""
        self.env.cr.commit()  # pylint: disable=invalid-commit

    @api.model
    def _open(self, company, today):
        """Return the run of that day: the one that was cut short, or a new one."""
        cut_short = self.search(
            [
                ("company_id", "=", company.id),
                ("date", "=", today),
                ("ended_at", "=", False),
                ("user_id", "=", False),
            ],
            limit=1,
        )
        return cut_short or self.create({"company_id": company.id, "date": today})

    @api.model
    def _claim(self, domain, limit=BATCH_SIZE):
        """Return at most `limit` of `domain`, locked; what others hold is skipped."""
        subscriptions = self.env["subscription.subscription"]
        query = subscriptions._search(domain, order="next_billing_date, id", limit=limit)
        # The limit is on the lock: two workers take disjoint batches. NO KEY: invoices
        # and messages may still refer to the rows.
        claim = SQL("%s FOR NO KEY UPDATE SKIP LOCKED", query.select())
        for _ in range(MAX_TRIES):
            try:
                rows = self.env.execute_query(claim)
            except SerializationFailure:
                # Somebody changed a row after our snapshot: look again.
                self.env.cr.rollback()
            else:
                return subscriptions.browse(id_ for (id_,) in rows)
        return subscriptions

    def _bill_batch(self, batch, domain, today, run):
        """Bill a claimed batch; if that fails, each of them in its own transaction."""
        error = self._attempt(batch, domain, lambda due: due._bill_due_periods(today, run))
        if error is None:
            return
        for subscription in batch:
            claimed = self._claim(domain & Domain("id", "=", subscription.id))
            error = self._attempt(
                claimed, domain, lambda due: due._bill_due_periods(today, run)
            )
            if error is not None:
                run._keep_failure(subscription, error)
            self._commit()

    @api.model
    def _move_each(self, domain, move, today):
        """Move each subscription in `domain` to its next state, on its own."""
        for subscription in self.env["subscription.subscription"].search(domain):
            claimed = self._claim(domain & Domain("id", "=", subscription.id))
            error = self._attempt(claimed, domain, move)
            if error is not None:
                subscription._set_billing_error(
                    self._get_message(error), fields.Date.add(today, days=1)
                )
            self._commit()

    @api.model
    def _attempt(self, claimed, domain, work):
        """Do `work` on claimed rows and return None; or undo it and return the error.

        Where another transaction was in the way the rows are claimed again, at once and
        a bounded number of times: what the other one did is not in `domain` any more.
        """
        error = None
        for _ in range(MAX_TRIES):
            if not claimed:
                return None
            try:
                work(claimed)
                self.env.flush_all()
            except OperationalError as trouble:
                error = trouble
                self.env.cr.rollback()
                claimed = self._claim(domain & Domain("id", "in", claimed.ids))
            except Exception as trouble:  # noqa: BLE001
                # The edge of one subscription's bill: whatever it is stops no other.
                self.env.cr.rollback()
                return trouble
            else:
                return None
        return error

    def _keep_failure(self, subscription, error):
        """Put `error` on the subscription and on this run; try again tomorrow."""
        message = self._get_message(error)
        tomorrow = fields.Date.add(self.date, days=1)
        subscription._set_billing_error(message, tomorrow)
        self.env["subscription.billing.failure"].create(
            {
                "run_id": self.id,
                "subscription_id": subscription.id,
                "message": message,
            }
        )

    def _get_message(self, error):
        """Return what went wrong, in a person's words."""
        if isinstance(error, UserError):
            return str(error)
        _logger.error("A technical error stopped a bill", exc_info=error)
        return self.env._(
            "A technical error stopped the bill: %(error)s. The server's log says more.",
            error=type(error).__name__,
        )

    def _action_view(self):
        """Return the action that shows these runs: one alone in its form."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "subscription_rental.subscription_billing_run_action"
        )
        action["domain"] = [("id", "in", self.ids)]
        if len(self) == 1:
            action |= {"views": [(False, "form")], "res_id": self.id}
        return action

    def action_view_invoices(self):
        """Open the invoices of this run."""
        self.ensure_one()
        return self.invoice_ids._action_view_rental_invoices()

    def action_retry(self):
        """Bill again what failed in these runs and has not been billed since."""
        failed = self.failure_ids.subscription_id.filtered("billing_error")
        if not failed:
            raise UserError(self.env._("Everything that failed has been billed since."))
        failed.check_access("write")
        # The retry date is the system's; the user may write these.
        failed.sudo().billing_retry_date = False
        return self._bill_by_hand(failed)
