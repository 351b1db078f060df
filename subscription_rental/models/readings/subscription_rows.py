from odoo import api, models
from odoo.tools.misc import format_date

from ...billing import terms
from ...billing.errors import BillingRuleError
from ...billing.period import Period


class SubscriptionSubscription(models.Model):
    """The rows of the schedule: the periods to come, and what they cost."""

    _inherit = "subscription.subscription"

    def _get_schedule(self, count, trial=False):
        """Return the next `count` periods as rows for the schedule table.

        A subscription that has not begun is shown as if it started on its start date.

        :param trial: show the trial above them, if it is not over
        """
        self.ensure_one()
        return self._try_rows(
            lambda: [
                *(self._get_trial_rows() if trial else []),
                *self._get_period_rows(self._get_outlook(), count),
            ]
        )

    def _get_next_rows(self):
        """Return the row of the next period that is billed, in a list; or none."""
        self.ensure_one()
        return self._try_rows(lambda: self._get_period_rows(self._get_outlook_billed(), 1))

    def _try_rows(self, get_rows):
        """Return these rows of the schedule; none where there is nothing to show."""
        never_began = self.is_closed and not self.billing_anchor
        if never_began or not self.line_ids:
            return []
        try:
            return get_rows()
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
        """Return rows for `count` periods, each with the charges that come with it."""
        _agreed, timeline, _cursor = outlook
        rows = self._prepare_period_rows(
            outlook,
            count,
            # Nothing is billed before it begins, whatever the lead time.
            not_before=self.date_start,
            get_amount=lambda period: self._get_period_amount(timeline, period),
        )
        billed = [row for row in rows if row["billing_date"]]
        if self.billing_anchor and not self._get_pending_charges():
            return rows
        bills = [self._get_period_base_lines(timeline, row["period"]) for row in billed]
        for row, charged in zip(billed, self._get_charged_in_turn(bills), strict=True):
            row["charges"] = self._get_charged(*charged)
        return rows

    @api.model
    def _prepare_period_rows(self, outlook, count, *, not_before, get_amount):
        """Return rows for the next `count` periods of an outlook.

        :param not_before: no invoice is earlier; empty is the first period's start
        :param get_amount: what a period costs
        """
        agreed, timeline, cursor = outlook
        rows = []
        for period in timeline.periods(cursor, count=count):
            note = self._get_left_out_note(outlook, period)
            day = max(agreed.billing_date(period), not_before or cursor)
            rows.append(
                self._prepare_schedule_row(
                    period,
                    billing_date=None if note else day,
                    amount=0.0 if note else get_amount(period),
                    note=note or self._get_share_note(timeline, period),
                )
            )
        return rows

    def _get_left_out_note(self, outlook, period):
        """Return why `period` of an outlook is not billed; "" if it is.

        Without a subscription nothing but the outlook's terms is agreed.
        """
        agreed, timeline, _cursor = outlook
        if self:
            reason = self._is_left_out(period, timeline)
        else:
            reason = agreed.is_out_of_season(period)
        if not reason:
            return ""
        return self.env._("Skipped") if reason == "skip" else self.env._("Out of season")

    def _get_due_rows(self, today):
        """Return the rows of a billing preview: one for each period due on `today`.

        A subscription that the job would start or renew on that day counts as started or
        renewed.
        """
        self.ensure_one()
        agreed, timeline, cursor = outlook = self._get_outlook(today)
        due = terms.due_periods(agreed, timeline, cursor, today)
        rows = self._get_period_rows(outlook, len(due))
        rows = [row for row in rows if row["billing_date"]]
        held_back = self._is_held_back(rows)
        for row in rows:
            row.update(
                subscription=self,
                currency=self.currency_id,
                counts=not held_back,
                note=self.env._("Waits for a release") if held_back else row["note"],
            )
        return rows

    def _get_charged(self, base_lines, charged):
        """Return what the charges of a bill add to it before taxes, or take off it.

        :param base_lines: base lines of taxes of its period
        :param charged: base lines of its charges
        """
        if not charged:
            return 0.0
        if not self.billing_anchor:
            # The setup fee is charged when it begins.
            return self.setup_fee
        without, _taxed = self._get_tax_totals(base_lines)
        with_charges, _taxed = self._get_tax_totals(base_lines + charged)
        return float(with_charges - without)

    def _get_charged_in_turn(self, bills):
        """Return [(base lines of its period, base lines of its charges)] of each bill.

        The first has what waits to be charged; of a credit that is larger than a bill each
        following one has what is left of it.

        :param bills: for each of the bills, in their order, the base lines of its period
        """
        self.ensure_one()
        if not self.billing_anchor:
            fees = [self._get_fee_base_lines(), *([] for _bill in bills[1:])]
            return list(zip(bills, fees, strict=False))
        waiting = self._get_pending_charges()
        return [
            (bill, [charge._prepare_base_line(part) for charge, part in parts])
            for bill, parts in zip(bills, waiting._get_absorbed_in_turn(bills), strict=True)
        ]

    def _get_fee_base_lines(self):
        """Return the base line of the setup fee that is charged at the start, in a list."""
        if not self.setup_fee:
            return []
        product = self.plan_id.setup_fee_product_id
        taxes = self._get_setup_fee_taxes()
        if taxes is None:
            taxes = self._get_product_taxes(product)
        return [self._prepare_product_base_line(product, taxes, self.setup_fee)]

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
            "period": period,
            "first_day": format_date(self.env, period.start),
            "last_day": format_date(self.env, period.last_day),
            "billing_date": format_date(self.env, billing_date) if billing_date else "",
            "amount": amount,
            "charges": 0.0,
            "note": note,
        }
