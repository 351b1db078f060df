from dataclasses import replace

from odoo import models
from odoo.tools.misc import format_date

from ...billing import commitment, terms

# Days: no commitment that anybody agrees on has more periods.
LONGEST_COMMITMENT = 10000


class SubscriptionSubscription(models.Model):
    """The minimum term, and the fee for leaving before it is over."""

    _inherit = "subscription.subscription"

    def _get_early_fee(self, today, end=None, *, credit_unused=False):
        """Return the fee of cancelling on `today` within the commitment, before taxes.

        Cancelling before the subscription began, or in the trial, costs nothing.

        :param end: the subscription's first day after the end, if it goes on for a while
        :param credit_unused: what was billed for days after the end is given back
        """
        self.ensure_one()
        in_trial = self.trial_end and today < self.trial_end
        if not self.billing_anchor or in_trial:
            return 0.0
        timeline = self._get_timeline()
        end = end or self._get_cancelled_end(today)
        # What is billed already is not charged once more.
        unbilled = end if credit_unused else max(end, self.next_period_start)
        parts = commitment.parts_left(timeline, unbilled, self.commitment_end)
        parts = commitment.split(parts, self._get_price_days())
        parts = commitment.without(parts, self._get_left_out_periods(timeline, unbilled))
        left = [(self._get_price_in(part), timeline.share(part)) for part in parts]
        fee = commitment.early_fee(
            self.early_fee_rule,
            left,
            fixed=self.early_fee,
            percent=self.early_fee_percent,
            rounding=self.currency_id.rounding,
        )
        return float(fee)

    def _get_left_out_periods(self, timeline, day):
        """Return the periods from `day` to the end of the commitment that cost nothing."""
        self.ensure_one()
        if not (self.commitment_end and (self.is_seasonal or self.skip_ids)):
            return []
        # A period belongs to the month in which it began, also where `day` lies within it.
        start = self._get_slot(day).date_start or min(day, self.next_period_start)
        committed = replace(timeline, end=self.commitment_end)
        periods = committed.periods(start, count=LONGEST_COMMITMENT)
        return [one for one in periods if self._is_left_out(one, committed)]

    def _get_price_in(self, part):
        """Return the price per interval in `part` of the days up to the commitment."""
        self.ensure_one()
        is_present = not self.former_until or part.end > self.former_until
        if is_present and not self._get_price_days():
            return self._get_priced_amount()
        held = self.line_ids.filtered(lambda line: line._is_agreed_on(part.last_day))
        return sum(line._get_line_amount(1) for line in held)

    def _get_price_days(self):
        """Return the days on which a price begins that was agreed to follow another."""
        self.ensure_one()
        later = self.line_ids.filtered(lambda line: line.phase_number > 1)
        return sorted(set(later.mapped("date_from")))

    def _get_unbilled_amount(self, today, end=None):
        """Return the amount not billed yet up to the subscription's end, before taxes.

        :param end: the first day after the subscription; default is its end if cancelled
            `today`
        """
        self.ensure_one()
        if not self.billing_anchor:
            return 0.0
        end = end or self._get_cancelled_end(today)
        timeline = replace(self._get_timeline(), end=end)
        # Its last day is billed on its end, whatever the lead time.
        periods = terms.due_periods(
            self._get_terms(), timeline, self.next_period_start, timeline.end
        )
        return sum(self._get_period_amount(timeline, period) for period in periods)

    def _get_waiting_amount(self):
        """Return the amount of the charges that the last invoice takes, before taxes."""
        self.ensure_one()
        waiting = self._get_pending_charges()
        if not self._was_billed():
            waiting = waiting.filtered(lambda charge: charge.kind != "setup_fee")
        return sum(waiting.mapped("amount"))

    def _get_commitment_problem(self, end, *, waived=False):
        """Return why the minimum term keeps this subscription from ending on `end`, or "".

        :param waived: a manager lets the customer go all the same
        """
        self.ensure_one()
        committed = self.commitment_end and end < self.commitment_end
        if self.early_fee_rule != "refused" or not committed or self.is_in_trial:
            return ""
        if waived and self.env.user.has_group("subscription_rental.group_manager"):
            return ""
        return self.env._(
            "%(name)s is committed until %(day)s: let it end then. A manager may let "
            "the customer go before, by waiving.",
            name=self.display_name,
            day=format_date(self.env, self.commitment_end),
        )

    def _charge_early_fee(self, fee):
        """Add the early-termination fee as a charge for the last invoice."""
        self.ensure_one()
        self._add_charge("early_termination", self.plan_id.early_fee_product_id, fee)
