from odoo import models

from ...billing import phases


class SubscriptionSubscription(models.Model):
    """The prices of phases before the start, when no versions are laid out yet."""

    _inherit = "subscription.subscription"

    def _get_planned_prices(self, period):
        """Add the prices of the phases that were typed."""
        planned = super()._get_planned_prices(period)
        typed = self.line_ids.filtered("phases")
        if not typed:
            return planned
        _agreed, timeline, start = self._get_outlook()
        passed = phases.whole_before(
            timeline, start, period.start, lambda one: self._is_left_out(one, timeline)
        )
        return planned | {
            line: float(phases.price_of_period(line._get_typed_steps(), passed))
            for line in typed
        }
