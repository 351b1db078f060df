from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ...exceptions import BacklogError
from ...locking import lock

ERROR_ACTIVITY = "subscription_rental.mail_activity_type_billing_error"


class SubscriptionSubscription(models.Model):
    """The billing of subscriptions: due periods get slots and invoices."""

    _inherit = "subscription.subscription"

    billing_retry_date = fields.Date(
        readonly=True,
        copy=False,
        help="The billing job leaves it alone before this day.",
        kept=True,
    )
    billing_error = fields.Text(readonly=True, copy=False, kept=True)
    _error_idx = models.Index("(company_id) WHERE billing_error IS NOT NULL")
    is_backlog_released = fields.Boolean(readonly=True, copy=False, kept=True)
    has_backlog = fields.Boolean(
        compute="_compute_has_backlog",
        help="So many periods were missed that a person has to release them.",
    )

    @api.depends("next_billing_date", "is_backlog_released")
    def _compute_has_backlog(self):
        for subscription in self:
            today = subscription.company_id._subscription_today()
            due = subscription._due_periods(today) if subscription.billing_anchor else []
            billed = subscription._without_left_out(due)
            subscription.has_backlog = subscription._is_held_back(billed)

    def _is_held_back(self, due):
        """Return whether the periods `due` are too many without a person's release."""
        limit = self.company_id.subscription_backlog_limit
        return bool(limit and len(due) > limit and not self.is_backlog_released)

    # === the job === #

    @api.model
    def _due_domain(self, company, today):
        """Return the domain of the subscriptions to bill in `company` on `today`.

        Runs for each call of the job, and for *Bill Now*; an override adds what holds a
        bill back.
        """
        return [
            ("company_id", "=", company.id),
            ("next_billing_date", "<=", today),
            *self._retry_domain(today),
        ]

    @api.model
    def _retry_domain(self, today):
        """Return the domain of subscriptions that no failure postpones beyond `today`."""
        return [
            "|",
            ("billing_retry_date", "=", False),
            ("billing_retry_date", "<=", today),
        ]

    @api.model
    def _cron_bill_due_periods(self, worker=0, workers=1):
        """Bill the subscriptions of every company that are due on its own day.

        :param worker: which of so many `workers` this is, counted from 0; each bills the
            customers that are its own
        """
        job = self.env["subscription.billing.job"]
        shard = self.env["subscription.billing.workers"]._get_shard(worker, workers)
        days = [
            (company, company._subscription_today())
            for company in self.env["res.company"].search([])
        ]
        remaining = sum(
            self.search_count(job._job_domain(company, today) & shard)
            for company, today in days
        )
        self.env["ir.cron"]._commit_progress(remaining=remaining)
        for company, today in days:
            billing = job._in_company(company)
            if not billing._bill_company(company, today, worker, workers):
                return
        self.env["ir.cron"]._commit_progress(remaining=0)

    def _bill_due_periods(self, today, run=None):
        """Invoice all periods of these subscriptions due on `today`; return the invoices.

        All or nothing, in the present transaction; the caller has locked the rows.
        """
        due = []
        for subscription in self:
            periods = subscription._due_periods(today)
            subscription._check_backlog(subscription._without_left_out(periods))
            due += [(subscription, period) for period in periods]
        self._before_billing(due)
        billed, left_out = self._split_left_out(due)
        run_id = run.id if run else False
        skipped = self._create_slots(left_out, kind="skipped", run_id=run_id)
        slots = self._create_slots(billed, run_id=run_id)
        invoices = self._create_period_invoices(slots, today, run)
        for subscription, owned in (slots | skipped).grouped("subscription_id").items():
            subscription._move_cursor(max(owned.mapped("date_end")))
        self._clear_billing_error()
        for subscription in self.filtered("is_closed"):
            # That was its last bill: what no bill could take up is given back.
            subscription._settle_charges(today)
        # The release was for these periods, not for the next backlog.
        released = self.filtered("is_backlog_released")
        released._write_kept({"is_backlog_released": False})
        if run:
            invoices._conclude_rental_invoices()
        return invoices

    def _before_billing(self, due):
        """Do to these subscriptions what takes effect with the periods that are billed now.

        Runs in the transaction of the bill, before the periods have slots; an override
        changes lines, say.

        :param due: [(subscription, period)]
        """

    def _check_backlog(self, due):
        """Raise BacklogError if the periods `due` wait for a person's release."""
        self.ensure_one()
        if self._is_held_back(due):
            raise BacklogError(
                self.env._(
                    "%(count)s periods since %(day)s were not billed: look at them, then "
                    "release them.",
                    count=len(due),
                    day=format_date(self.env, due[0].start),
                )
            )

    # === trouble === #

    def _set_billing_error(self, message, retry_date):
        """Store `message` as the subscription's billing error, and tell its owner once."""
        self.ensure_one()
        self._write_kept({"billing_error": message, "billing_retry_date": retry_date})
        if self.activity_search([ERROR_ACTIVITY]):
            return
        here = self._in_owner_language()
        here.activity_schedule(
            ERROR_ACTIVITY,
            date_deadline=retry_date,
            summary=here.env._("Billing failed"),
            note=message,
            user_id=self._get_billing_owner().id,
        )

    def _clear_billing_error(self):
        """Clear the billing error of these subscriptions, which were billed after all."""
        recovered = self.filtered("billing_error")
        if recovered:
            recovered._write_kept({"billing_error": False, "billing_retry_date": False})
            recovered.activity_feedback(
                [ERROR_ACTIVITY], feedback=self.env._("Billed after all.")
            )

    # === the buttons === #

    def action_bill_now(self):
        """Bill the due periods of these subscriptions now; open the invoices or runs."""
        self.check_access("write")
        if len(self) > 1:
            # Whoever asks for it by hand does not want to wait for tomorrow's try.
            waiting = self.filtered("billing_retry_date")
            waiting._write_kept({"billing_retry_date": False})
            return self.env["subscription.billing.job"]._bill_by_hand(self)
        lock(self.sudo())
        today = self.company_id._subscription_today()
        if not self.next_billing_date or self.next_billing_date > today:
            raise UserError(self._get_nothing_due_message())
        return self._bill_due_periods(today)._action_view_rental_invoices()

    def action_release_backlog(self):
        """Bill all periods that were missed, one invoice each, dated today."""
        self.check_access("write")
        self._write_kept({"is_backlog_released": True})
        return self.action_bill_now()

    def _get_nothing_due_message(self):
        if not self.next_billing_date:
            return self.env._(
                "Nothing will be billed on %(name)s: it is not in progress.",
                name=self.display_name,
            )
        return self.env._(
            "Nothing is due on %(name)s today. Its next invoice is for %(day)s.",
            name=self.display_name,
            day=format_date(self.env, self.next_billing_date),
        )

    def action_view_invoices(self):
        """Open the invoices and credit notes of this subscription."""
        self.ensure_one()
        self.check_access("read")
        domain = [("line_ids.rental_subscription_id", "=", self.id)]
        return self.env["account.move"].search(domain)._action_view_rental_invoices()

    @api.depends("billing_error", "is_backlog_released")
    def _compute_alert(self):
        return super()._compute_alert()

    def _get_alerts(self):
        """Add the alerts for a failed bill and for missed periods."""
        facts = {"error": self.billing_error, "backlog": self.has_backlog}
        return super()._get_alerts() | {name for name, fact in facts.items() if fact}
