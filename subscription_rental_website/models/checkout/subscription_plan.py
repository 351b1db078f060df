from odoo import models


class SubscriptionPlan(models.Model):
    """What the law wants named before a consumer orders."""

    _inherit = "subscription.plan"

    def _get_law_rows(self):
        """Return [(name, sentence)] of duration, renewal and leaving of this plan."""
        self.ensure_one()
        rows = [(self.env._("Duration"), self._get_law_duration())]
        if self.term_count:
            rows.append((self.env._("At its end"), self._get_renewal_sentence()))
        if self.commitment_count:
            rows.append((self.env._("Leaving earlier"), self._get_early_sentence()))
        rows.append((self.env._("Cancelling"), self._get_notice_sentence()))
        return rows

    def _get_law_duration(self):
        """Return how long the contract runs, or at least."""
        self.ensure_one()
        times = "\N{MULTIPLICATION SIGN}"
        interval = self._get_interval_name()
        if self.term_count:
            return f"{self.term_count} {times} {interval}"
        if self.commitment_count:
            return self.env._(
                "No fixed end, at least %(term)s.",
                term=f"{self.commitment_count} {times} {interval}",
            )
        return self.env._("No fixed end.")
