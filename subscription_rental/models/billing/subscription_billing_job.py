import logging

from psycopg2 import InterfaceError, OperationalError
from psycopg2.errors import DeadlockDetected, LockNotAvailable, SerializationFailure

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

BATCH_SIZE = 200

# Another transaction was in the way: the same work may succeed in a moment.
CONFLICTS = (SerializationFailure, DeadlockDetected, LockNotAvailable)

# How often a batch is taken again when other transactions were in its way.
MAX_TRIES = 5


class SubscriptionBillingJob(models.AbstractModel):
    """The loop of the billing job: claim, bill, commit; undo and go on where it fails."""

    _name = "subscription.billing.job"
    _inherit = ["subscription.job.mixin"]
    _description = "Billing Job"

    @api.model
    def _bill_company(self, company, today, worker=0, workers=1):
        """Bill the due subscriptions of `company`, batch by batch, each batch committed.

        Return whether there is time for more: False when the job's time is used up.

        :param worker: which of so many `workers` this is, counted from 0
        """
        shard = self.env["subscription.billing.workers"]._get_shard(worker, workers)
        if not worker:
            self._end_interrupted_runs(company, today)
        before = self._get_moves_before(company, today)
        domain = self._job_domain(company, today) & shard
        return (
            all(self._move_each(moving & shard, move, today) for moving, move in before)
            and self._work_off(company, today, domain, worker)
            and all(
                self._move_each(moving & shard, move, today)
                for moving, move in self._get_moves_after(company, today)
            )
        )

    @api.model
    def _get_moves_before(self, company, today):  # noqa: ARG002
        """Return [(domain, move)] of subscriptions that change their state before billing.

        Runs once a company; an override adds moves. A move gets one subscription.
        """
        return []

    @api.model
    def _get_moves_after(self, company, today):  # noqa: ARG002
        """Return [(domain, move)] of subscriptions that change their state after billing.

        Runs once a company; an override adds moves. A move gets one subscription.
        """
        return []

    @api.model
    def _job_domain(self, company, today):
        """Return the domain of the subscriptions that the job bills in `company`."""
        return Domain(self.env["subscription.subscription"]._due_domain(company, today))

    @api.model
    def _bill_by_hand(self, subscriptions):
        """Bill the due periods of these subscriptions; return the action of the runs."""
        runs = self.env["subscription.billing.run"]
        # Runs are the system's; the user was checked to have write access.
        system = self.sudo()
        for company, owned in subscriptions.grouped("company_id").items():
            today = company._subscription_today()
            due = Domain(owned._due_domain(company, today))
            run = runs.sudo().create(
                {"company_id": company.id, "date": today, "user_id": self.env.uid}
            )
            domain = Domain("id", "in", owned.ids) & due
            run.due_count = owned.search_count(domain)
            system.with_company(company)._work_off(company, today, domain, run=run)
            runs |= run
        return runs._action_view()

    @api.model
    def _work_off(self, company, today, domain, worker=0, run=None):
        """Bill the subscriptions in `domain` in batches; return whether all are done."""
        open_runs = run or self._find_cut_short(company, today, worker)
        if not run:
            if not self._claim(domain, limit=1):
                # Nothing is due, or others are at it.
                self._close_runs(open_runs)
                return True
            run = open_runs[:1] or self._open_run(company, today, domain, worker)
        # From here on a batch that fails is rolled back: the run must outlive it.
        self._commit()
        with run._kept_alive():
            while batch := self._claim(domain):
                self._bill_batch(batch, domain, today, run)
                left = batch.search_count(domain)
                # Other moves and companies come after these: never 0 left.
                progress = {"processed": len(batch), "remaining": max(left, 1)}
                in_time = self.env["ir.cron"]._commit_progress(**progress)
                if not in_time and left:
                    return False
            self._close_runs(run | open_runs)
        return True

    @api.model
    def _find_cut_short(self, company, today, worker):
        """Return this worker's runs of today that were not ended, to go on with one."""
        return self.env["subscription.billing.run"].search(
            [
                ("company_id", "=", company.id),
                ("date", "=", today),
                ("worker", "=", worker),
                ("ended_at", "=", False),
                ("user_id", "=", False),
                ("is_waiting", "=", False),
            ],
        )

    @api.model
    def _open_run(self, company, today, domain, worker):
        """Return a new run of `worker` in `company` on `today`."""
        return self.env["subscription.billing.run"].create(
            {
                "company_id": company.id,
                "date": today,
                "worker": worker,
                "due_count": self.env["subscription.subscription"].search_count(domain),
            }
        )

    @api.model
    def _end_interrupted_runs(self, company, today):
        """Close the runs whose process was killed, and tell those who began them."""
        left = self.env["subscription.billing.run"].search(
            [
                ("company_id", "=", company.id),
                ("ended_at", "=", False),
                ("is_waiting", "=", False),
                # What the job began today goes on today.
                *("|", ("date", "<", today), ("user_id", "!=", False)),
            ]
        )
        interrupted = left.filtered(lambda run: not run._is_alive())
        if interrupted:
            self._close_runs(interrupted, is_interrupted=True)
            interrupted.filtered("user_id")._tell_interrupted()
            self._commit()

    @api.model
    def _close_runs(self, runs, *, is_interrupted=False):
        """Set the end of these runs; try again where another process ends them, too."""
        values = {"ended_at": fields.Datetime.now(), "is_interrupted": is_interrupted}
        for _ in range(MAX_TRIES):
            try:
                runs.filtered(lambda run: not run.ended_at).write(values)
                self._commit()
            except SerializationFailure:
                self.env.cr.rollback()
            else:
                return

    @api.model
    def _claim(self, domain, limit=BATCH_SIZE):
        """Return at most `limit` subscriptions of `domain`, locked; skip those others hold.

        Subscriptions that share an invoice with one of them come on top of the limit.
        """
        for _ in range(MAX_TRIES):
            try:
                batch = self._lock(domain, limit)
                return batch | self._lock_sharers(batch, domain)
            except SerializationFailure as trouble:
                # Somebody changed a row after our snapshot: look again.
                conflict = trouble
                self.env.cr.rollback()
        # So busy are others with these rows: the next call of the job looks again.
        raise conflict

    @api.model
    def _lock_sharers(self, batch, domain):
        """Return, locked, the subscriptions of `domain` sharing invoices with `batch`."""
        sharers = batch._get_sharers()
        if not sharers:
            return batch.browse()
        customers = Domain("partner_invoice_id", "in", sharers.partner_invoice_id.ids)
        return self._lock(domain & customers & Domain("id", "not in", batch.ids))

    @api.model
    def _lock(self, domain, limit=None):
        """Return the subscriptions of `domain` that this transaction could lock."""
        subscriptions = self.env["subscription.subscription"]
        query = subscriptions._search(domain, order="next_billing_date, id", limit=limit)
        # The limit is on the lock: two workers take disjoint batches. NO KEY: invoices
        # and messages may still refer to the rows.
        claim = SQL("%s FOR NO KEY UPDATE SKIP LOCKED", query.select())
        return subscriptions.browse(id_ for (id_,) in self.env.execute_query(claim))

    def _bill_batch(self, batch, domain, today, run):
        """Bill a claimed batch; if that fails, bill its parts, each in its own transaction.

        Subscriptions that share invoices stay together as long as possible.
        """
        error = self._attempt_claimed(
            batch, domain, lambda due: due._bill_due_periods(today, run)
        )
        if error is None:
            return
        if len(batch) == 1:
            self._keep_on(batch, domain, lambda one: run._keep_failure(one, error))
            return
        for part in batch._split_by_invoice():
            claimed = self._claim(domain & Domain("id", "in", part.ids), limit=None)
            self._bill_batch(claimed, domain, today, run)

    @api.model
    def _keep_on(self, subscription, domain, keep):
        """Call `keep` on the failed subscription, if it is still in `domain`."""
        claimed = self._claim(domain & Domain("id", "=", subscription.id))
        trouble = self._attempt_claimed(claimed, domain, keep)
        if trouble is not None:
            raise trouble

    @api.model
    def _move_each(self, domain, move, today):
        """Move each subscription in `domain` to its next state, on its own.

        Returns False when the time is used up.
        """

        def attempt(subscription):
            claimed = self._claim(domain & Domain("id", "=", subscription.id))
            error = self._attempt_claimed(claimed, domain, move)
            if error is not None:
                self._keep_move_error(subscription, domain, error, today)

        return self._loop(self.env["subscription.subscription"].search(domain), attempt)

    @api.model
    def _keep_move_error(self, subscription, domain, error, today):
        """Store `error` on the subscription as its billing error, to retry tomorrow."""
        message = self._get_trouble_message(error)
        tomorrow = fields.Date.add(today, days=1)
        self._keep_on(
            subscription, domain, lambda one: one._set_billing_error(message, tomorrow)
        )

    @api.model
    def _attempt_claimed(self, claimed, domain, work):
        """Do `work` on claimed subscriptions and commit; or undo it and return the error.

        After a conflict with another transaction the subscriptions are claimed again, a
        bounded number of times: those that it has billed are not in `domain` any more.
        Errors of the database itself are raised.
        """
        error = None
        for _ in range(MAX_TRIES):
            if not claimed:
                return None
            try:
                work(claimed)
                self._commit()
            except CONFLICTS as trouble:
                error = trouble
                self.env.cr.rollback()
                claimed = self._claim(domain & Domain("id", "in", claimed.ids), limit=None)
            except (OperationalError, InterfaceError):
                # A full disk, a lost connection: no bill is to blame, the job ends here.
                raise
            except Exception as trouble:  # noqa: BLE001
                # The edge of one subscription's bill: whatever it is stops no other.
                self.env.cr.rollback()
                return trouble
            else:
                return None
        return error
