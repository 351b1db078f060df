from dataclasses import replace

from odoo import api, fields, models
from odoo.tools.misc import format_date, formatLang

from ...billing import lifecycle, terms
from ...billing.errors import BillingRuleError
from ...billing.period import Period
from ...billing.timeline import Timeline

SCHEDULE_COUNT = 12


class SubscriptionSubscription(models.Model):
    """The subscription's next periods and amounts, and the headline above them."""

    _inherit = "subscription.subscription"

    next_invoice_date = fields.Date(
        string="Next Invoice",
        compute="_compute_next_invoice_date",
        store=True,
        help="The day of the next invoice, also where it has yet to begin or to renew.",
    )
    next_amount = fields.Monetary(
        compute="_compute_next_amount",
        help="Before taxes, of the next invoice: its period and the charges that wait.",
    )
    headline = fields.Char(
        compute="_compute_headline", help="Where it stands, in one sentence."
    )
    schedule_html = fields.Html(compute="_compute_schedule_html", sanitize=False)

    @api.depends("next_billing_date", "renewal_date", "state", "date_start", "is_waiting")
    def _compute_next_invoice_date(self):
        for subscription in self:
            day = subscription.next_billing_date
            if not day and subscription.state == lifecycle.ACTIVE:
                day = subscription.renewal_date
            elif subscription.is_waiting:
                day = False
            elif not day and subscription.state == lifecycle.SCHEDULED:
                day = subscription._get_first_billing_date()
            subscription.next_invoice_date = day

    def _get_first_billing_date(self):
        """Return the first billing date of a subscription not begun; False if none."""
        self.ensure_one()
        try:
            agreed, timeline, cursor = self._get_outlook()
            first = agreed.billing_date(timeline.period(cursor))
        except BillingRuleError:
            # Its start says what is wrong, and keeps that on it.
            return False
        return max(first, self.date_start or first)

    @api.depends("state", "next_period_start", "next_invoice_date", "next_amount")
    @api.depends_context("lang")
    def _compute_headline(self):
        for subscription in self:
            parts = subscription._get_headline_parts(subscription.next_amount)
            subscription.headline = "; ".join(filter(None, parts))

    def _get_headline_parts(self, next_amount):
        """Return the parts of the headline: what was billed, then what is billed next.

        Runs whenever that sentence is computed; an override adds parts to the list.

        :param next_amount: of the next invoice, with taxes or without them
        """
        self.ensure_one()
        if not self.billing_anchor:
            return [self.waits_for]
        billed = self.period_ids.filtered(
            lambda slot: slot.kind == "billed" and not slot.voided_at
        )
        last = max(billed.mapped("last_day"), default=None)
        amount = formatLang(self.env, next_amount, currency_obj=self.currency_id)
        return [
            last and self.env._("Billed to %(day)s", day=format_date(self.env, last)),
            self.next_invoice_date and self._get_next_part(amount),
        ]

    def _get_next_part(self, amount):
        """Return the amount and the day of the subscription's next bill, as text."""
        self.ensure_one()
        day = self._show_day("next_invoice_date")
        return self.env._("%(amount)s on %(day)s", amount=amount, day=day)

    @api.depends(
        "next_period_start",
        "line_ids.price_subtotal",
        "line_ids.date_to",
        "charge_ids.state",
    )
    def _compute_next_amount(self):
        for subscription in self:
            rows = subscription._get_schedule(1)
            subscription.next_amount = sum(
                row["amount"] + row["charges"] for row in rows if row["billing_date"]
            )

    @api.depends("next_period_start", "state", "line_ids.price_subtotal", "charge_ids")
    @api.depends_context("lang")
    def _compute_schedule_html(self):
        for subscription in self:
            rows = subscription._get_schedule(SCHEDULE_COUNT, trial=True)
            subscription.schedule_html = subscription._render_schedule(rows)

    def _render_schedule(self, rows):
        """Return the schedule of this subscription with these rows, as HTML."""
        self.ensure_one()
        values = {
            "rows": rows,
            "currency": self.currency_id,
            "end": self._get_schedule_end(),
        }
        return self.env["ir.qweb"]._render("subscription_rental.schedule_table", values)

    def _get_schedule_end(self):
        """Return the sentence below the schedule on how the subscription ends or stops."""
        self.ensure_one()
        if self.state in lifecycle.CLOSED:
            return self.env._("Closed: nothing more is billed.")
        if self.state in lifecycle.STOPPED:
            return self.env._(
                "Stopped since %(day)s: nothing more is billed until it resumes.",
                day=self._show_day("date_paused"),
            )
        if not self.line_ids:
            return self.env._("Choose a plan and a start date to see the billing dates.")
        return self._get_term_sentence()

    def _get_term_sentence(self):
        """Return what happens at the end of the term, if there is one."""
        if self.renewal_date:
            return self.env._(
                "Renews by itself on %(day)s.", day=self._show_day("renewal_date")
            )
        if self.date_end:
            day = self._show_day("date_end")
            return self.env._("Ends: %(day)s is not billed.", day=day)
        return ""

    def _get_schedule(self, count, trial=False):
        """Return the next `count` periods as rows for the schedule table.

        A subscription that has not begun is shown as if it started on its start date.

        :param trial: show the trial above them, if it is not over
        """
        self.ensure_one()
        never_began = self.is_closed and not self.billing_anchor
        if never_began or not self.line_ids:
            return []
        try:
            return [
                *(self._get_trial_rows() if trial else []),
                *self._get_period_rows(self._get_outlook(), count),
            ]
        except BillingRuleError:
            # The form is being typed in: saving it says what is wrong.
            return []

    def _get_trial_rows(self):
        free = Period(self.date_start, self.trial_end) if self.is_in_trial else None
        if not self.billing_anchor:
            free = self._get_opening().trial
        return self._prepare_trial_rows(free)

    @api.model
    def _prepare_trial_rows(self, trial):
        """Return the row that shows the trial, if there is one."""
        note = self.env._("Trial: free")
        return [self._prepare_schedule_row(trial, note=note)] if trial else []

    def _get_period_rows(self, outlook, count):
        """Return rows for `count` periods; charges that wait come with the first."""
        _agreed, timeline, cursor = outlook
        rows = self._prepare_period_rows(
            outlook,
            count,
            # Nothing is billed before it begins, whatever the lead time.
            not_before=self.date_start,
            get_amount=lambda period: self._get_period_amount(timeline, period),
        )
        if rows:
            first = timeline.period(cursor)
            rows[0]["charges"] = self._get_charged(timeline, first)
        return rows

    @api.model
    def _prepare_period_rows(self, outlook, count, *, not_before, get_amount):
        """Return rows for the next `count` periods of an outlook.

        :param not_before: no invoice is earlier; empty is the first period's start
        :param get_amount: what a period costs
        """
        agreed, timeline, cursor = outlook
        return [
            self._prepare_schedule_row(
                period,
                billing_date=max(agreed.billing_date(period), not_before or cursor),
                amount=get_amount(period),
                note=self._get_share_note(timeline, period),
            )
            for period in timeline.periods(cursor, count=count)
        ]

    def _get_due_rows(self, today):
        """Return the rows of a billing preview: one for each period due on `today`.

        A subscription that the job would start or renew on that day counts as started or
        renewed.
        """
        self.ensure_one()
        agreed, timeline, cursor = outlook = self._get_outlook(today)
        due = terms.due_periods(agreed, timeline, cursor, today)
        rows = self._get_period_rows(outlook, len(due))
        held_back = self._is_held_back(due)
        for row in rows:
            row.update(
                subscription=self,
                currency=self.currency_id,
                counts=not held_back,
                note=self.env._("Waits for a release") if held_back else row["note"],
            )
        return rows

    def _get_outlook(self, today=None):
        """Return (terms, timeline, cursor) of the subscription's periods to come.

        :param today: automatic renewals up to this day are counted in
        """
        agreed = self._get_terms()
        if not self.billing_anchor:
            opening = self._get_opening()
            timeline = Timeline(opening.anchor, agreed.interval, opening.end)
            return agreed, timeline, opening.first_start
        timeline = self._get_timeline()
        if self.state == lifecycle.ACTIVE and self.renewal_date:
            # Without a day: what is billed to its end shows what its renewal brings.
            day = today or self.next_billing_date or self.renewal_date
            while self._get_renewal_day(timeline.end) <= day:
                timeline = replace(timeline, end=timeline.renewed_end(self.renewal_count))
        return agreed, timeline, self.next_period_start

    def _get_opening(self):
        """Return the first dates of a subscription that has not begun."""
        today = fields.Date.context_today(self)
        return self._get_terms().opening(self.date_start or today)

    def _get_charged(self, timeline, period):
        """Return what charges add to the invoice of `period`, or credits take off it."""
        if not self.billing_anchor:
            # The setup fee is charged when it begins.
            return self.setup_fee
        if not self._get_pending_charges():
            return 0.0
        base_lines = self._get_base_lines(timeline, period)
        charged = self._get_charged_base_lines(base_lines)
        without, _taxed = self._get_tax_totals(base_lines)
        with_charges, _taxed = self._get_tax_totals(base_lines + charged)
        return float(with_charges - without)

    def _get_charged_base_lines(self, base_lines):
        """Return the base lines of the charges on an invoice with these `base_lines`."""
        self.ensure_one()
        if not self.billing_anchor:
            product = self.plan_id.setup_fee_product_id
            taxes = self._get_setup_fee_taxes()
            if taxes is None:
                taxes = self._get_product_taxes(product)
            fee = self._prepare_product_base_line(product, taxes, self.setup_fee)
            return [fee] if self.setup_fee else []
        return [
            charge._prepare_base_line(part)
            for charge, part in self._get_pending_charges()._get_absorbed_parts(base_lines)
        ]

    @api.model
    def _get_share_note(self, timeline, period):
        """Return the note on how many days of its slot a period has, if not all of them."""
        if timeline.share(period) == 1:
            return ""
        whole = timeline.slot(period.start).days
        return self.env._("%(part)s of %(whole)s days", part=period.days, whole=whole)

    @api.model
    def _prepare_schedule_row(self, period, *, billing_date=None, amount=None, note=""):
        """Return one row of the schedule table, without charges."""
        return {
            "first_day": format_date(self.env, period.start),
            "last_day": format_date(self.env, period.last_day),
            "billing_date": format_date(self.env, billing_date) if billing_date else "",
            "amount": amount,
            "charges": 0.0,
            "note": note,
        }
