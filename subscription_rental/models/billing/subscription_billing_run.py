from contextlib import contextmanager, suppress

from psycopg2 import InterfaceError, OperationalError
from psycopg2.errors import InFailedSqlTransaction

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...exceptions import BacklogError
from ..jobs.subscription_job_mixin import TROUBLE_ACTIVITY

# The class of our advisory locks: the other number is the id of the run.
ALIVE = 0x52454E54


class SubscriptionBillingRun(models.Model):
    """One run of the billing job, as people see it."""

    _name = "subscription.billing.run"
    _description = "Billing Run"
    _inherit = ["subscription.listed.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"

    company_id = fields.Many2one("res.company", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(string="Billing Day", required=True)
    user_id = fields.Many2one("res.users", string="By Hand By")
    worker = fields.Integer(help="Which of several billing workers; the first one is 0.")
    started_at = fields.Datetime(required=True, default=fields.Datetime.now)
    ended_at = fields.Datetime()
    is_interrupted = fields.Boolean(
        help="Its process was killed before it was done; the next run closed it."
    )
    due_count = fields.Integer(
        string="Due for Billing", help="Subscriptions that were due when the run began."
    )
    state = fields.Selection(
        [
            ("waiting", "Waits for approval"),
            ("running", "Running"),
            ("done", "Done"),
            ("failures", "Done with failures"),
            ("interrupted", "Interrupted"),
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
    is_to_mend = fields.Boolean(
        string="To Mend",
        compute="_compute_is_to_mend",
        search="_search_is_to_mend",
        help="The last run that failed for a subscription that is not billed since.",
    )
    previous_run_id = fields.Many2one(
        "subscription.billing.run", string="Last Run", compute="_compute_previous_run"
    )
    amount_change = fields.Monetary(
        string="Compared with the Last Run",
        compute="_compute_previous_run",
        help="Total of this run less that of the one before it, both by the job.",
    )
    progress = fields.Float(compute="_compute_results", help="In percent.")
    speed = fields.Float(
        string="Invoices per Second", compute="_compute_results", digits=(16, 1)
    )

    @api.depends("date", "company_id")
    def _compute_display_name(self):
        for run in self:
            day = fields.Date.to_string(run.date)
            run.display_name = self.env._("Billing run of %(day)s", day=day)

    @api.depends("ended_at", "is_waiting", "is_interrupted", "due_count")
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
            ended = run.ended_at and not run.is_interrupted
            share = 1.0 if ended else done / max(run.due_count, 1)
            run.progress = 100 * min(share, 1.0)
            run.speed = run.invoice_count / run._get_seconds()

    @api.depends("amount_untaxed", "user_id")
    def _compute_previous_run(self):
        for run in self:
            by_job = Domain("company_id", "=", run.company_id.id)
            by_job &= Domain("user_id", "=", False) & Domain("is_waiting", "=", False)
            before = Domain("id", "<", run._origin.id or 0)
            compared = not run.user_id and not run.is_waiting
            last = self.search(by_job & before, limit=1) if compared else self.browse()
            run.previous_run_id = last
            run.amount_change = last and run.amount_untaxed - last.amount_untaxed

    def _compute_is_to_mend(self):
        found = self.search([("id", "in", self.ids), ("is_to_mend", "=", True)])
        for run in self:
            run.is_to_mend = run in found

    @api.model
    def _search_is_to_mend(self, operator, value):  # noqa: ARG002
        if operator != "in":
            return NotImplemented
        # Who fails day after day counts once, in the last run that failed.
        groups = self.env["subscription.billing.failure"]._read_group(
            [("subscription_id.billing_error", "!=", False)],
            ["subscription_id"],
            ["id:max"],
        )
        return Domain("failure_ids", "in", [last for _subscription, last in groups])

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
        if self.is_waiting:
            return "waiting"
        if not self.ended_at:
            return "running"
        if self.is_interrupted:
            return "interrupted"
        return "failures" if self.failure_count else "done"

    def _get_seconds(self):
        """Return how long the run took, at least one second."""
        self.ensure_one()
        end = self.ended_at or fields.Datetime.now()
        return max((end - (self.started_at or end)).total_seconds(), 1.0)

    def _keep_failure(self, subscription, error):
        """Store `error` on the subscription and on this run; retry the bill tomorrow."""
        job = self.env["subscription.billing.job"]
        message = job._get_trouble_message(error)
        tomorrow = fields.Date.add(self.date, days=1)
        subscription._set_billing_error(message, tomorrow)
        self.env["subscription.billing.failure"].create(
            {
                "run_id": self.id,
                "subscription_id": subscription.id,
                "message": message,
                "is_backlog": isinstance(error, BacklogError),
            }
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
        """Bill the subscriptions that failed in these runs and are not billed since."""
        failed = self.failure_ids.subscription_id.filtered("billing_error")
        if not failed:
            raise UserError(self.env._("Everything that failed has been billed since."))
        failed.check_access("write")
        failed._write_kept({"billing_retry_date": False})
        return self.env["subscription.billing.job"]._bill_by_hand(failed)

    # === alive or killed === #

    @contextmanager
    def _kept_alive(self):
        """Hold a lock on this run that the database releases when the process ends."""
        self.ensure_one()
        key = (ALIVE, self.id)
        self.env.cr.execute("SELECT pg_advisory_lock(%s, %s)", key)
        try:
            yield
        finally:
            self._let_go(key)

    @api.model
    def _let_go(self, key):
        """Release the lock `key`, also after the database refused something."""
        release = SQL("SELECT pg_advisory_unlock(%s, %s)", *key)
        # A connection that broke has let go of it by itself.
        with suppress(OperationalError, InterfaceError):
            try:
                self.env.cr.execute(release, log_exceptions=False)
            except InFailedSqlTransaction:
                # The lock is the connection's, which outlives this transaction.
                self.env.cr.rollback()
                self.env.cr.execute(release)

    def _is_alive(self):
        """Return whether a process is at work on this run."""
        self.ensure_one()
        key = (ALIVE, self.id)
        self.env.cr.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        (free,) = self.env.cr.fetchone()
        if free:
            self.env.cr.execute("SELECT pg_advisory_unlock(%s, %s)", key)
        return not free

    def _tell_interrupted(self):
        """Tell those who began these runs by hand that they were cut short."""
        for run in self:
            run.activity_schedule(
                TROUBLE_ACTIVITY,
                summary=self.env._("Billing was interrupted"),
                note=self.env._(
                    "The server stopped before this run was done: what is still due is "
                    "billed by the next one."
                ),
                user_id=run.user_id.id,
            )
