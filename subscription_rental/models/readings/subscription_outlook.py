from dataclasses import replace

from odoo import api, fields, models
from odoo.tools.misc import format_date, formatLang

from ...billing import lifecycle, paid
from ...billing.errors import BillingRuleError
from ...billing.left_out import ALL_YEAR
from ...billing.timeline import Timeline

SCHEDULE_COUNT = 12
# What became of billed periods of which nothing is to be paid any more.
SETTLED = ("paid", "credited", "none")


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
    next_amount_why = fields.Char(
        compute="_compute_next_amount_why",
        help="What the next amount is made of, where it is not the price alone.",
    )
    schedule_html = fields.Html(compute="_compute_schedule_html", sanitize=False)

    @api.depends(
        "next_billing_date",
        "next_period_start",
        "renewal_date",
        "state",
        "date_start",
        "is_waiting",
        "skip_ids.date_start",
        *(f"closed_in_{month}" for month in sorted(ALL_YEAR)),
    )
    def _compute_next_invoice_date(self):
        for subscription in self:
            day = subscription._get_next_billed_day()
            if not day and subscription.state == lifecycle.ACTIVE:
                day = subscription.renewal_date
            elif subscription.is_waiting:
                day = False
            elif not day and subscription.state == lifecycle.SCHEDULED:
                day = subscription._get_first_billing_date()
            subscription.next_invoice_date = day

    def _get_next_billed_day(self):
        """Return the day of the next bill of a period that is not left out; or False."""
        self.ensure_one()
        due = self.next_billing_date
        if not due or not (self.is_seasonal or self.skip_ids):
            return due
        period = self._get_next_billed(self._get_timeline(), self.next_period_start)
        return bool(period) and self._get_terms().billing_date(period)

    def _get_first_billing_date(self):
        """Return the first billing date of a subscription not begun; False if none."""
        self.ensure_one()
        try:
            agreed, timeline, cursor = self._get_outlook_billed()
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
        amount = formatLang(self.env, next_amount, currency_obj=self.currency_id)
        return [
            self._get_paid_part(),
            self.next_invoice_date and self._get_next_part(amount),
        ]

    def _get_paid_part(self):
        """Return to which day the subscription is billed and paid, as text; or ""."""
        self.ensure_one()
        billed = self._get_billed_slots().sorted("date_start")
        last = max(billed.mapped("last_day"), default=None)
        if not last:
            return ""
        day = paid.paid_to((one.last_day, one.invoice_state in SETTLED) for one in billed)
        told = {"billed": format_date(self.env, last), "paid": format_date(self.env, day)}
        if day == last:
            return self.env._("Paid to %(paid)s", **told)
        if not day:
            return self.env._("Billed to %(billed)s", **told)
        return self.env._("Billed to %(billed)s, paid to %(paid)s", **told)

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
        "skip_ids.date_start",
    )
    def _compute_next_amount(self):
        for subscription in self:
            rows = subscription._get_next_rows()
            subscription.next_amount = sum(
                row["amount"] + row["charges"] for row in rows if row["billing_date"]
            )

    @api.depends("next_amount")
    @api.depends_context("lang")
    def _compute_next_amount_why(self):
        for subscription in self:
            rows = subscription._get_next_rows()
            subscription.next_amount_why = bool(rows) and subscription._tell_next(rows[0])

    def _tell_next(self, row):
        """Return why the amount of this row is not the price, as text; or ""."""
        self.ensure_one()
        parts = [row["note"]] if row["note"] else []
        if not self.currency_id.is_zero(row["charges"]):
            amounts = {
                name: formatLang(self.env, row[name], currency_obj=self.currency_id)
                for name in ("amount", "charges")
            }
            parts.append(
                self.env._(
                    "%(amount)s for the period, %(charges)s of charges and credits that "
                    "wait",
                    **amounts,
                )
            )
        return "; ".join(parts)

    @api.depends(
        "next_period_start",
        "state",
        "line_ids.price_subtotal",
        "charge_ids",
        "skip_ids.date_start",
    )
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

    def _get_outlook_billed(self):
        """Return the outlook from the first period on that is not left out."""
        agreed, timeline, cursor = self._get_outlook()
        period = self._get_next_billed(timeline, cursor)
        return agreed, timeline, period.start if period else cursor

    def _get_opening(self):
        """Return the first dates of a subscription that has not begun."""
        today = fields.Date.context_today(self)
        return self._get_terms().opening(self.date_start or today)
