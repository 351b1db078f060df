from odoo import models

from .subscription_dunning_case import LIVE


class SubscriptionDunningCase(models.Model):
    """A claim that is given up ends its case; nobody is brought back by that."""

    _inherit = "subscription.dunning.case"

    def _end_written_off(self, today):
        """End those of these cases that are live: their invoices were written off."""
        for case in self.filtered(lambda one: one.state in LIVE):
            case._add_event(today, self.env._("Written off"))
            case._write_kept(
                {
                    "state": "ended",
                    "next_step_id": False,
                    "next_date": False,
                    "held_since": False,
                    "hold_reason": False,
                }
            )
            case.subscription_ids._release_billing()
            case.subscription_ids.filtered("is_closed")._end_for_good()

    def _take_up_again(self, today):
        """Put these cases on hold: a write-off was undone, and a person decides."""
        for case in self.filtered(lambda one: one.state == "ended"):
            case._add_event(today, self.env._("Write-off undone"))
            case._write_kept(
                {
                    "state": "held",
                    "held_since": today,
                    "hold_reason": self.env._("Write-off undone"),
                }
            )
