from odoo import models
from odoo.exceptions import UserError

from ...billing import collection, dunning


class SubscriptionDunningCase(models.Model):
    """What people do to a dunning case: hold it, continue it, skip a step, charge now."""

    _inherit = "subscription.dunning.case"

    def _check_by_hand(self, *states):
        self.check_access("write")
        for case in self:
            if case.state not in states:
                raise UserError(
                    self.env._(
                        "The case of %(invoice)s is not open: nothing is to be done.",
                        invoice=case.move_id.display_name,
                    )
                )

    def _hold(self, reason, today):
        """Put these cases on hold: no step is taken until a person continues them."""
        self._check_by_hand("open")
        # Rows of the ladder are the system's; the user may write the case.
        for case in self.sudo():
            case._write_kept({"state": "held", "held_since": today, "hold_reason": reason})
            case._add_event(today, self.env._("Put on hold"), reason)

    def action_go_on(self):
        """Continue these cases; the days on hold do not count for their steps."""
        self._check_by_hand("held")
        # Rows of the ladder are the system's; the user may write the case.
        for case in self.sudo():
            today = case.company_id._subscription_today()
            days = today - case.held_since
            case._write_kept(
                {
                    "state": "open",
                    "since": dunning.delayed(case.since, case.held_since, today),
                    "previous_date": case.previous_date and case.previous_date + days,
                    "held_since": False,
                    "hold_reason": False,
                }
            )
            case._add_event(today, self.env._("Goes on"))
            case._plan_next()

    def _skip(self, reason, today):
        """Skip the next step of these cases."""
        self._check_by_hand("open")
        # Rows of the ladder are the system's; the user may write the case.
        for case in self.sudo().filtered("next_step_id"):
            step = case.next_step_id
            name = self.env._("Skipped: %(step)s", step=step._get_label())
            case._add_event(today, name, reason, step)
            case._plan_next(step)

    def action_retry(self):
        """Charge the invoices of these cases now; close the cases that are paid then."""
        self._check_by_hand("open", "held")
        result = self.move_id.action_rental_retry()
        # Rows of the ladder are the system's; the user may write the case.
        for case in self.sudo():
            if case.move_id.payment_state in collection.PAID:
                case._close_paid(case.company_id._subscription_today())
        return result
