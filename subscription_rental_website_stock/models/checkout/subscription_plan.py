from odoo import models


class SubscriptionPlan(models.Model):
    _inherit = "subscription.plan"

    def _get_law_rows(self, lines=None, told=None):
        """Name first when it starts, and when its billing does."""
        rows = super()._get_law_rows(lines, told)
        start = self._get_handover_sentence()
        if not start:
            return rows
        return [(self.env._("Start"), self._get_start_sentence()), *rows]

    def _get_start_sentence(self):
        """Return when the billing of this plan starts, as a sentence."""
        self.ensure_one()
        if self.start_delay_days:
            return self.env._("%(start)s.", start=self._get_handover_sentence())
        if self.start_at_delivery:
            return self.env._("Billing starts when it has arrived.")
        return self.env._("Billing starts at the handover.")
