import logging

from psycopg2 import IntegrityError, OperationalError
from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

BATCH_SIZE = 100
NO_ACCOUNT = "account_move_line_check_accountable_required_fields"
# How often a batch is taken again when other transactions were in its way.
MAX_TRIES = 5


class SubscriptionBillingJob(models.AbstractModel):
    """The loop of the billing job: claim, bill, commit; undo and go on where it fails."""

    _name = "subscription.billing.job"
    _description = "Billing Job"

    @api.model
    def _bill_company(self, company, today):
        """Bill what is due in `company` on `today`, batch by batch, each committed.

        Return whether there is time for more: False when the job's time is used up.
        """
        subscriptions = self.env["subscription.subscription"].with_company(company)
        scheduled = Domain(subscriptions._scheduled_domain(company, today))
        self._move_each(scheduled, lambda one: one._start(one.date_start), today)
        renewable = Domain(subscriptions._renewable_domain(company, today))
        self._move_each(renewable, lambda one: one._renew_by_itself(today), today)
        domain = self._job_domain(company, today)
        goes_on = self._work_off(company, today, domain)
        if goes_on:
            ended = Domain(subscriptions._ended_domain(company, today))
            self._move_each(ended, lambda one: one._finish(today), today)
        return goes_on

    @api.model
    def _job_domain(self, company, today):
        """Return what the job itself bills in `company` on `today`."""
        return Domain(self.env["subscription.subscription"]._due_domain(company, today))

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
    def _cut_short_domain(self, company):
        """Return the runs of the job in `company` that nobody ended."""
        return (
            Domain("company_id", "=", company.id)
            & Domain("ended_at", "=", False)
            & Domain("user_id", "=", False)
            & Domain("is_waiting", "=", False)
        )

    @api.model
    def _end_open_runs(self, company):
        """End what a killed process left open: there is nothing more to do for it."""
        left = self.search(self._cut_short_domain(company))
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
        of_today = Domain("date", "=", today)
        cut_short = self.search(self._cut_short_domain(company) & of_today, limit=1)
        return cut_short or self.create({"company_id": company.id, "date": today})

    @api.model
    def _claim(self, domain, limit=BATCH_SIZE):
        """Return at most `limit` of `domain`, locked; what others hold is skipped.

        Above the limit come those that share an invoice with one of them.
        """
        for _ in range(MAX_TRIES):
            try:
                batch = self._lock(domain, limit)
                sharers = batch._get_sharers()
                if sharers:
                    customers = Domain(
                        "partner_invoice_id", "in", sharers.partner_invoice_id.ids
                    )
                    others = Domain("id", "not in", batch.ids)
                    batch |= self._lock(domain & customers & others)
            except SerializationFailure:
                # Somebody changed a row after our snapshot: look again.
                self.env.cr.rollback()
            else:
                return batch
        return self.env["subscription.subscription"]

    @api.model
    def _lock(self, domain, limit=None):
        """Return the rows of `domain` that this transaction could lock."""
        subscriptions = self.env["subscription.subscription"]
        query = subscriptions._search(domain, order="next_billing_date, id", limit=limit)
        # The limit is on the lock: two workers take disjoint batches. NO KEY: invoices
        # and messages may still refer to the rows.
        claim = SQL("%s FOR NO KEY UPDATE SKIP LOCKED", query.select())
        return subscriptions.browse(id_ for (id_,) in self.env.execute_query(claim))

    def _bill_batch(self, batch, domain, today, run):
        """Bill a claimed batch; if that fails, each of them in its own transaction.

        What shares invoices stays together as long as it can.
        """
        error = self._attempt(batch, domain, lambda due: due._bill_due_periods(today, run))
        if error is None:
            return
        if len(batch) == 1:
            run._keep_failure(batch, error)
            self._commit()
            return
        for part in batch._split_by_invoice():
            claimed = self._claim(domain & Domain("id", "in", part.ids), limit=None)
            self._bill_batch(claimed, domain, today, run)
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

    def _get_message(self, error):
        """Return what went wrong, in a person's words."""
        if isinstance(error, UserError):
            return str(error)
        if isinstance(error, IntegrityError):
            return self._get_integrity_message(error)
        _logger.error("A technical error stopped a bill", exc_info=error)
        return self.env._(
            "A technical error stopped the bill: %(error)s. The server's log says more.",
            error=type(error).__name__,
        )

    def _get_integrity_message(self, error):
        """Return what the database refused, as Odoo says it for that constraint."""
        if error.diag.constraint_name == NO_ACCOUNT:
            return self.env._(
                "A product has no income account: choose one on the product, on its "
                "category or on the journal."
            )
        table = error.diag.table_name
        models = self.env.registry.values()
        name = next((model._name for model in models if model._table == table), "base")
        return self.env[name]._sql_error_to_message(error)
