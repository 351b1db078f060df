from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ...billing import lifecycle, selling, terms
from ...billing.interval import Interval
from ...billing.period import Period
from ...billing.timeline import Former, Timeline


class SubscriptionSubscription(models.Model):
    """The two dates of a subscription: the cursor, and the day on which it is billed."""

    _inherit = "subscription.subscription"

    billing_anchor = fields.Date(
        readonly=True,
        copy=False,
        help="All billing periods are counted from this day.",
        kept=True,
    )
    former_anchor = fields.Date(
        readonly=True,
        copy=False,
        help="Periods before the present interval are counted from this day.",
        kept=True,
    )
    former_count = fields.Integer(readonly=True, copy=False, kept=True)
    former_unit = fields.Char(readonly=True, copy=False, kept=True)
    former_until = fields.Date(
        readonly=True,
        copy=False,
        help="The day from which the present interval holds, after a change of plan.",
        kept=True,
    )
    trial_end = fields.Date(readonly=True, copy=False, kept=True)
    date_end = fields.Date(
        string="End",
        readonly=True,
        copy=False,
        help="The first day after the subscription; empty if it is open-ended.",
        kept=True,
    )
    term_start = fields.Date(
        string="Start of the Term",
        readonly=True,
        copy=False,
        help="The first day of the term that was agreed on last.",
        kept=True,
    )
    commitment_end = fields.Date(
        string="Committed Until",
        readonly=True,
        copy=False,
        help="The first day on which it can be left without a fee.",
        kept=True,
    )
    next_period_start = fields.Date(
        readonly=True,
        copy=False,
        help="Start of the first period that has no slot.",
        kept=True,
    )
    next_billing_date = fields.Date(
        readonly=True,
        copy=False,
        help="The day on which the billing job must act; empty if never.",
        kept=True,
    )
    is_in_trial = fields.Boolean(
        string="In Trial", compute="_compute_is_in_trial", search="_search_is_in_trial"
    )
    # How the billing job finds its next batch: one scan, in the order of the days.
    _due_idx = models.Index(
        "(company_id, next_billing_date, id) WHERE next_billing_date IS NOT NULL"
    )
    _end_idx = models.Index("(date_end) WHERE date_end IS NOT NULL")
    _running_has_dates = models.Constraint(
        "CHECK(state NOT IN ('active', 'paused', 'suspended', 'finished')"
        " OR (billing_anchor IS NOT NULL AND next_period_start IS NOT NULL))",
        "A running subscription needs its billing anchor: activate it.",
    )

    def _get_timeline(self):
        """Return the `Timeline` of this subscription's periods."""
        self.ensure_one()
        if not self.billing_anchor:
            # As if it began on its day: what is paid before it begins is invoiced so.
            today = self.company_id._subscription_today()
            start = max(self.date_start or today, today)
            return selling.first_period(self._get_terms(), start)[0]
        # A pause ends it for the time being: what was used before is billed to its day.
        ends = [day for day in (self.date_end, self.date_paused) if day]
        return Timeline(
            self.billing_anchor,
            self._get_interval(),
            min(ends, default=None),
            self._get_former(),
        )

    def _get_former(self):
        """Return how this subscription's periods were counted before, None if always so."""
        if not self.former_until:
            return None
        interval = Interval(self.former_count, self.former_unit)
        return Former(self.former_anchor, interval, self.former_until)

    def _get_shares(self, timeline, period):
        """Return [(line, the exact part of an interval that it covers in `period`)].

        A period that is left out costs nothing: no line has a part of it.
        """
        self.ensure_one()
        if self._is_left_out(period, timeline):
            return []
        shares = ((line, line._get_share(timeline, period)) for line in self.line_ids)
        return [(line, share) for line, share in shares if share]

    def _get_base_lines(self, timeline, period):
        """Return the base lines of taxes of a bill for `period`, without charges."""
        return [
            line._prepare_base_line(
                line._get_unit_price(share), line.quantity, line.discount
            )
            for line, share in self._get_shares(timeline, period)
        ]

    def _get_line_amounts(self, timeline, period):
        """Return [(line, what it costs in `period`)], priced like a product."""
        return [
            (line, line._get_line_amount(share))
            for line, share in self._get_shares(timeline, period)
        ]

    def _due_periods(self, today):
        """Return the periods to invoice on `today`, oldest first."""
        self.ensure_one()
        if not self.next_period_start:
            return []
        return terms.due_periods(
            self._get_terms(), self._get_timeline(), self.next_period_start, today
        )

    def _move_cursor(self, start):
        """Set the cursor, the start of the first period without a slot, to `start`.

        The only place that writes the cursor and the next billing date.
        """
        self.ensure_one()
        self._write_kept(self._prepare_cursor_vals(start))
        self._move_phases()

    def _refresh_billing_date(self):
        """Set these subscriptions' next billing date anew, after a new state or end."""
        for subscription in self.filtered("next_period_start"):
            subscription._move_cursor(subscription.next_period_start)

    def _prepare_cursor_vals(self, start):
        self.ensure_one()
        due = terms.next_billing_date(self._get_terms(), self._get_timeline(), start)
        return {"next_period_start": start, "next_billing_date": due or False}

    def _create_slots(self, periods, kind="billed", **values):
        """Return new ledger rows, one for each (subscription, period), with `values`."""
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
                        "slot_days": subscription._get_slot_days(period, kind),
                        **values,
                    }
                    for subscription, period in periods
                ]
            )
        )

    def _get_slot_days(self, period, kind):
        """Return the days of the whole interval that a billed period lies in."""
        if kind != "billed":
            return 0
        return self._get_timeline().slot(period.start).days

    def _get_first_free_day(self):
        """Return the first day from which a new line of the subscription can be billed."""
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
        """Count the subscription's periods from `day` on, by `interval` if one is given.

        The slot that `day` lies in ends there; the caller credits what was invoiced beyond
        that day. Raises UserError if a later slot is in the way.
        """
        self.ensure_one()
        self._check_no_slot_from(day)
        slot = self._get_slot(day)
        if slot:
            slot._truncate(day)
        waits = self.former_until and day < self.former_until
        # What another interval waits for keeps its day: periods before it are counted anew.
        values = {"former_anchor" if waits else "billing_anchor": day}
        if interval:
            values |= {"interval_count": interval.count, "interval_unit": interval.unit}
        self._write_kept(values)
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

    @api.depends("state", "trial_end")
    def _compute_is_in_trial(self):
        for subscription in self:
            today = subscription.company_id._subscription_today()
            subscription.is_in_trial = subscription._is_in_trial(today)

    def _search_is_in_trial(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._subscription_today()
        trial = Domain("state", "=", lifecycle.ACTIVE) & Domain("trial_end", ">", today)
        return Domain.OR([trial if flag else ~trial for flag in value])

    def _is_in_trial(self, today):
        self.ensure_one()
        in_progress = self.state == lifecycle.ACTIVE
        return bool(in_progress and self.trial_end and today < self.trial_end)
