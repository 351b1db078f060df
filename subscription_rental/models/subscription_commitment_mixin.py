from dataclasses import replace

from odoo import models

from ..billing import commitment, terms


class SubscriptionCommitmentMixin(models.AbstractModel):
    """The minimum term, and the fee for leaving before it is over."""

    _name = "subscription.commitment.mixin"
    _inherit = ["subscription.outlook.mixin"]
    _description = "Commitment of a Subscription"

    def _get_early_fee(self, today):
        """Return what is charged if this is cancelled on `today`, priced like a product.

        Cancelling before it began, or in the trial, costs nothing.
        """
        self.ensure_one()
        in_trial = self.trial_end and today < self.trial_end
        if not self.billing_anchor or in_trial:
            return 0.0
        timeline = self._get_timeline()
        end = self._get_cancelled_end(today)
        # What is billed already is not charged once more.
        unbilled = max(end, self.next_period_start)
        left = commitment.intervals_left(timeline, unbilled, self.commitment_end)
        fee = commitment.early_fee(
            self.early_fee_rule,
            left,
            recurring=self.recurring_amount,
            fixed=self.early_fee,
            percent=self.early_fee_percent,
            rounding=self.currency_id.rounding,
        )
        return float(fee)

    def _get_unbilled_amount(self, today):
        """Return what was used up to `today` and is not billed yet, before taxes."""
        self.ensure_one()
        if not self.billing_anchor:
            return 0.0
        timeline = replace(self._get_timeline(), end=self._get_cancelled_end(today))
        # Its last day is billed on its end, whatever the lead time.
        periods = terms.due_periods(
            self._get_terms(), timeline, self.next_period_start, timeline.end
        )
        return sum(self._get_period_amount(timeline, period) for period in periods)

    def _charge_early_fee(self, fee):
        """Let the early-termination fee wait for the last invoice."""
        self.ensure_one()
        self._charge("early_termination", self.plan_id.early_fee_product_id, fee)
