from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date, formatLang

from ..billing import lifecycle, terms
from ..billing.errors import BillingRuleError
from ..billing.period import Period
from ..billing.timeline import Timeline

SCHEDULE_COUNT = 12


class SubscriptionScheduleMixin(models.AbstractModel):
    """The two dates of a subscription, its ledger of periods, and what is to come."""

    _name = "subscription.schedule.mixin"
    _inherit = ["subscription.terms.mixin"]
    _description = "Schedule of a Subscription"

    billing_anchor = fields.Date(
        readonly=True, copy=False, help="All billing periods are counted from this day."
    )
    trial_end = fields.Date(readonly=True, copy=False)
    date_end = fields.Date(
        string="End",
        readonly=True,
        copy=False,
        help="The first day after the subscription; empty if it is open-ended.",
    )
    next_period_start = fields.Date(
        readonly=True, copy=False, help="Start of the first period that has no slot."
    )
    next_billing_date = fields.Date(
        string="Next Invoice",
        readonly=True,
        copy=False,
        help="The day on which the billing job must act; empty if never.",
    )
    next_amount = fields.Monetary(
        compute="_compute_next_amount", help="Before taxes, of the next period."
    )
    headline = fields.Char(
        compute="_compute_headline", help="Where it stands, in one sentence."
    )
    schedule_html = fields.Html(compute="_compute_schedule_html", sanitize=False)

    def _get_timeline(self):
        """Return the `Timeline` of this subscription's periods."""
        self.ensure_one()
        # A pause ends it for the time being: what was used before is billed to its day.
        ends = [day for day in (self.date_end, self.date_paused) if day]
        return Timeline(self.billing_anchor, self._get_interval(), min(ends, default=None))

    def _due_periods(self, today):
        """Return the periods to invoice on `today`, oldest first."""
        self.ensure_one()
        if not self.next_period_start:
            return []
        return terms.due_periods(
            self._get_terms(), self._get_timeline(), self.next_period_start, today
        )

    def _move_cursor(self, start):
        """Let the first period without a slot begin on `start`.

        The only place that writes the cursor and the next billing date.
        """
        self.ensure_one()
        values = self._prepare_cursor_vals(start)
        # Both dates are the system's: no user writes them.
        self.sudo().write(values)

    def _refresh_billing_date(self):
        """Set the next billing date anew, after a move to another state or end."""
        for subscription in self.filtered("next_period_start"):
            subscription._move_cursor(subscription.next_period_start)

    def _prepare_cursor_vals(self, start):
        self.ensure_one()
        due = terms.next_billing_date(self._get_terms(), self._get_timeline(), start)
        return {"next_period_start": start, "next_billing_date": due or False}

    def _create_slots(self, periods, kind="billed", run=None):
        """Return new ledger rows, one for each (subscription, period)."""
        return (
            self.env["subscription.period"]
            .sudo()  # the ledger is the system's: users read it
            .create(
                [
                    {
                        "subscription_id": subscription.id,
                        "date_start": period.start,
                        "date_end": period.end,
                        "kind": kind,
                        "run_id": run.id if run else False,
                    }
                    for subscription, period in periods
                ]
            )
        )

    def _get_first_free_day(self):
        """Return the first day for which a new line can be billed as if from the start."""
        self.ensure_one()
        if self.billing_timing == terms.ADVANCE:
            return self.next_period_start
        # In arrears the open period has passed in part.
        return max(self.next_period_start, self.company_id._subscription_today())

    def _skip_until(self, day):
        """Leave the days from the cursor up to `day` unbilled, in one skipped slot."""
        self.ensure_one()
        # Also beyond the end of a term: a late renewal must not bill these days.
        if self.next_period_start < day:
            skipped = Period(self.next_period_start, day)
            self._create_slots([(self, skipped)], kind="skipped")
            self._move_cursor(day)

    def _reanchor(self, day, reason, interval=None):
        """Count periods from `day` on, and from now on by `interval` if one is given.

        The slot that `day` lies in ends there; what was invoiced beyond it is the
        caller's to credit. Raises UserError if a later slot is in the way.
        """
        self.ensure_one()
        self._check_no_slot_from(day)
        slot = self._get_slot(day)
        if slot:
            slot._truncate(day)
        values = {"billing_anchor": day}
        if interval:
            values |= {"interval_count": interval.count, "interval_unit": interval.unit}
        # The anchor is the system's: no user writes it.
        self.sudo().write(values)
        # Days before `day` that have no slot yet are billed as what they are: a part.
        self._move_cursor(slot.date_end if slot else self.next_period_start)
        self._message_log(body=reason)

    def _get_slot(self, day):
        """Return the live ledger row that `day` lies in, if there is one."""
        self.ensure_one()
        return self.period_ids.filtered(
            lambda slot: not slot.voided_at and slot.date_start <= day < slot.date_end
        )

    def _check_no_slot_from(self, day):
        later = self.period_ids.filtered(
            lambda slot: not slot.voided_at and slot.date_start >= day
        )
        if later:
            raise UserError(
                self.env._(
                    "%(name)s already has a period from %(day)s on: void that one first.",
                    name=self.display_name,
                    day=format_date(self.env, min(later.mapped("date_start"))),
                )
            )

    @api.depends("state", "next_period_start", "next_billing_date", "next_amount")
    @api.depends_context("lang")
    def _compute_headline(self):
        for subscription in self:
            parts = subscription._get_headline_parts()
            subscription.headline = "; ".join(filter(None, parts))

    def _get_headline_parts(self):
        """Return what the one sentence on top says: the past, then the future."""
        self.ensure_one()
        if not self.billing_anchor:
            return [
                self.state == lifecycle.SCHEDULED
                and self.env._(
                    "Waits for its start on %(day)s",
                    day=format_date(self.env, self.date_start),
                )
            ]
        billed = self.period_ids.filtered(
            lambda slot: slot.kind == "billed" and not slot.voided_at
        )
        last = max(billed.mapped("last_day"), default=None)
        amount = formatLang(self.env, self.next_amount, currency_obj=self.currency_id)
        return [
            last and self.env._("Billed to %(day)s", day=format_date(self.env, last)),
            self.next_billing_date
            and self.env._(
                "%(amount)s on %(day)s",
                amount=amount,
                day=format_date(self.env, self.next_billing_date),
            ),
        ]

    @api.depends("next_period_start", "line_ids.price_subtotal", "line_ids.date_to")
    def _compute_next_amount(self):
        for subscription in self:
            rows = subscription._get_schedule(1)
            subscription.next_amount = rows[0]["amount"] if rows else 0.0

    @api.depends("next_period_start", "state", "line_ids.price_subtotal", "charge_ids")
    @api.depends_context("lang")
    def _compute_schedule_html(self):
        for subscription in self:
            subscription.schedule_html = self.env["ir.qweb"]._render(
                "subscription_rental.schedule_table",
                {
                    "rows": subscription._get_schedule(SCHEDULE_COUNT),
                    "currency": subscription.currency_id,
                    "empty": subscription._get_empty_schedule_reason(),
                },
            )

    def _get_empty_schedule_reason(self):
        """Return why no period is to come, as a sentence."""
        self.ensure_one()
        if self.state in lifecycle.CLOSED:
            return self.env._("Closed: nothing more is billed.")
        if self.state in lifecycle.STOPPED:
            return self.env._("Nothing is billed until it resumes.")
        if self.date_end:
            return self.env._(
                "Billed to its end on %(day)s.",
                day=format_date(self.env, self.date_end),
            )
        return self.env._("Choose a plan and a start date to see the billing dates.")

    def _get_schedule(self, count):
        """Return the next `count` periods as rows for the schedule table.

        A subscription that has not begun is shown as if it started on its start date.
        """
        self.ensure_one()
        never_began = self.is_closed and not self.billing_anchor
        if never_began or not self.line_ids:
            return []
        try:
            agreed, timeline, cursor = self._get_outlook()
        except BillingRuleError:
            # The form is being typed in: saving it says what is wrong.
            return []
        # Nothing is billed before it begins, whatever the lead time.
        first = self.date_start or cursor
        return [
            self._prepare_schedule_row(
                period,
                billing_date=max(agreed.billing_date(period), first),
                amount=self._get_period_amount(timeline, period),
                share=timeline.share(period),
                days=timeline.slot(period.start).days,
            )
            for period in timeline.periods(cursor, count=count)
        ]

    def _get_preview_rows(self, today):
        """Return the rows of a billing preview: one for each period due on `today`."""
        self.ensure_one()
        due = self._due_periods(today)
        if self._is_held_back(due):
            return []
        timeline = self._get_timeline()
        return [
            {
                **self._prepare_schedule_row(
                    period,
                    amount=self._get_period_amount(timeline, period),
                    share=timeline.share(period),
                    days=timeline.slot(period.start).days,
                ),
                "subscription": self,
                "currency": self.currency_id,
            }
            for period in due
        ]

    def _get_outlook(self):
        """Return the terms, the timeline and the cursor that the future follows from."""
        agreed = self._get_terms()
        if self.billing_anchor:
            return agreed, self._get_timeline(), self.next_period_start
        opening = agreed.opening(self.date_start or fields.Date.context_today(self))
        timeline = Timeline(opening.anchor, agreed.interval, opening.end)
        return agreed, timeline, opening.first_start

    def _get_period_amount(self, timeline, period):
        """Return what the lines cost in `period`, before taxes."""
        shares = [(line, line._get_share(timeline, period)) for line in self.line_ids]
        return sum(line._get_amount(share) for line, share in shares if share)

    @api.model
    def _prepare_schedule_row(
        self, period, *, billing_date=None, amount=None, share=1, days=0, note=""
    ):
        """Return one row of the schedule table."""
        if share != 1:
            note = self.env._("%(part)s of %(whole)s days", part=period.days, whole=days)
        return {
            "first_day": format_date(self.env, period.start),
            "last_day": format_date(self.env, period.last_day),
            "billing_date": format_date(self.env, billing_date) if billing_date else "",
            "amount": amount,
            "note": note,
        }
