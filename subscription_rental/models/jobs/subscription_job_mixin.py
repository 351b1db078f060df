import logging

from psycopg2 import IntegrityError, InterfaceError, OperationalError

from odoo import api, models
from odoo.exceptions import LockError, UserError
from odoo.tools import split_every

_logger = logging.getLogger(__name__)

TROUBLE_ACTIVITY = "subscription_rental.mail_activity_type_trouble"
NO_ACCOUNT = "account_move_line_check_accountable_required_fields"


class SubscriptionJobMixin(models.AbstractModel):
    """The one loop of the jobs: claim, work, commit, report the progress to Odoo.

    Records are worked on one at a time, each in a transaction of its own. A record that
    fails stops no other: its error stands on it, with an activity for the person who looks
    after it, until it succeeds.
    """

    _name = "subscription.job.mixin"
    _description = "Job of Subscriptions"

    @api.model
    def _run_in_companies(self, method):
        """Call `method(company, today)` in each company, with its own day and language.

        The method returns False when the job's time is used up: Odoo then calls the job
        again, soon. Returns whether the job came to its end.
        """
        for company in self.env["res.company"].search([]):
            work = getattr(self._in_company(company), method)
            if work(company, company._subscription_today()) is False:
                return False
        self.env["subscription.job.position"]._begin_anew(self._name)
        self.env["ir.cron"]._commit_progress(remaining=0)
        return True

    @api.model
    def _in_company(self, company):
        """Return this job at work for `company`, in that company's language."""
        lang = company.partner_id.lang or self.env.lang
        return self.with_company(company).with_context(lang=lang)

    @api.model
    def _do_each(self, records, work, today, *, stage="", size=1):
        """Do `work` on each of `records`; return False when the time is used up.

        The next call goes on after the last of them: what stays to be done, because it
        failed or is looked at every day, keeps nothing else waiting.

        :param work: gets the records that it has locked
        :param stage: which of the job's works this is, where it has several
        :param size: so many are worked on at once; if they fail, each alone
        """
        name = f"{self._name}/{stage}/{records._name}"
        company, positions = self.env.company, self.env["subscription.job.position"]
        done = positions._get_last_done(name, company, today)
        troubled = self._get_troubled(records, stage)
        return self._loop(
            split_every(size, sorted(one for one in records.ids if one > done)),
            lambda ids: self._attempt_part(
                records.browse(ids), work, today, troubled, stage
            ),
            lambda part: positions._stop_at(name, company, part[-1], today),
        )

    @api.model
    def _loop(self, parts, attempt, stop=None):
        """Call `attempt` with each of `parts`; return False when the time is used up.

        :param stop: is called with the last part then, to note where it stopped
        """
        parts = list(parts)
        left = sum(map(len, parts))
        for part in parts:
            attempt(part)
            left -= len(part)
            # At least one is left: other companies, other work come after this loop.
            progress = {"processed": len(part), "remaining": max(left, 1)}
            if not self.env["ir.cron"]._commit_progress(**progress):
                if stop:
                    stop(part)
                    self._commit()
                return False
        return True

    @api.model
    def _attempt_part(self, records, work, today, troubled, stage):
        """Do `work` on these records at once, or if that is not possible on each alone."""
        done, error = self._attempt(records, work)
        for record in done.filtered(lambda one: one.id in troubled):
            self._forget_trouble(record, stage)
        if not done and len(records) > 1:
            # One that fails, or that another process holds, keeps no other waiting.
            for one in split_every(1, records.ids, records.browse):
                self._attempt_part(one, work, today, troubled, stage)
        elif error:
            self._keep_trouble(records, error, today, stage)

    @api.model
    def _attempt(self, records, work):
        """Do `work` on the records that could be locked, and commit.

        Records that another process holds are left to the next run, without an error.
        Returns (the records on which it was done, the error or None).
        """
        none = records.browse()
        try:
            claimed = self._claim_records(records)
            if claimed:
                work(claimed)
            self._commit()
        except (OperationalError, InterfaceError, LockError):
            self.env.cr.rollback()
            return none, None
        except Exception as error:
            # The edge of one record: whatever it is stops no other.
            self.env.cr.rollback()
            _logger.exception("A job failed for %s", records)
            return none, error
        return claimed, None

    @api.model
    def _claim_records(self, records):
        """Return those of `records` that are still there and could be locked."""
        # Others may still refer to the rows.
        return records.try_lock_for_update(allow_referencing=True)

    @api.model
    def _commit(self):
        """Commit the job's transaction: the work done so far is kept."""
        self.env.cr.commit()  # pylint: disable=invalid-commit

    # === trouble === #

    @api.model
    def _keep_trouble(self, record, error, today, stage=""):
        """Note the error on the record, ask its owner to look at it, and postpone it."""
        record = record.exists()
        if not record:
            return
        message = self._get_trouble_message(error)
        self._postpone(record, today)
        key = self._get_trouble_key(record, stage)
        known = self.env["mail.activity"].search([("rental_trouble", "=", key)])
        known.note = message
        if not known:
            told = self._get_told_record(record)
            told._message_log(body=message)
            told.activity_schedule(
                TROUBLE_ACTIVITY,
                date_deadline=today,
                summary=self.env._("A job failed"),
                note=message,
                user_id=self._get_trouble_owner(record).id,
                rental_trouble=key,
            )
        self._commit()

    @api.model
    def _postpone(self, record, today):
        """Move a failed record's day to act to tomorrow; an override knows its field."""

    @api.model
    def _forget_trouble(self, record, stage=""):
        """Close the activity of a record that succeeded after all."""
        key = self._get_trouble_key(record, stage)
        known = self.env["mail.activity"].search([("rental_trouble", "=", key)])
        known.action_feedback(feedback=self.env._("It worked after all."))
        self._commit()

    @api.model
    def _get_trouble_key(self, record, stage):
        """Return what names this work of this job on `record`, in its activity."""
        return f"{self._name}/{stage}/{record._name},{record.id}"

    @api.model
    def _get_told_record(self, record):
        """Return the record with a chatter on which trouble with `record` is told."""
        if "activity_ids" in record._fields:
            return record
        return self._get_subscriptions_of(record)[:1]

    @api.model
    def _get_trouble_owner(self, record):
        """Return the user who is asked to look at trouble with `record`."""
        subscription = self._get_subscriptions_of(record)[:1]
        return subscription._get_billing_owner() if subscription else self.env.user

    @api.model
    def _get_subscriptions_of(self, record):
        """Return the subscriptions that `record` belongs to."""
        if record._name == "subscription.subscription":
            return record
        return record["subscription_id"]

    @api.model
    def _get_troubled(self, records, stage=""):
        """Return the ids of those of `records` on which this work failed before."""
        # There are few of them, also where there are very many records.
        key = self._get_trouble_key(records.browse([0]), stage).removesuffix("0")
        activities = self.env["mail.activity"].search_fetch(
            [("rental_trouble", "=like", f"{key}%")], ["rental_trouble"]
        )
        keys = activities.mapped("rental_trouble")
        ids = {int(one.removeprefix(key)) for one in keys if one.startswith(key)}
        return ids.intersection(records.ids)

    @api.model
    def _get_trouble_message(self, error):
        """Return the text that tells a person of `error`."""
        if isinstance(error, UserError):
            return str(error)
        if isinstance(error, IntegrityError):
            return self._get_integrity_message(error)
        _logger.error("A technical error stopped a job", exc_info=error)
        return self.env._(
            "A technical error stopped the job: %(error)s. The server's log says more.",
            error=type(error).__name__,
        )

    @api.model
    def _get_integrity_message(self, error):
        """Return Odoo's message for the database constraint that `error` violates."""
        if error.diag.constraint_name == NO_ACCOUNT:
            return self.env._(
                "A product has no income account: choose one on the product, on its "
                "category or on the journal."
            )
        table = error.diag.table_name
        models = self.env.registry.values()
        name = next((model._name for model in models if model._table == table), "base")
        return self.env[name]._sql_error_to_message(error)
