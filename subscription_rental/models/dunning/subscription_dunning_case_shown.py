from odoo import api, models
from odoo.tools.misc import format_date, formatLang

from ...billing import dunning
from ...retold import told


class SubscriptionDunningCase(models.Model):
    """How a dunning case is told: its timeline, and where it stands in one sentence."""

    _inherit = "subscription.dunning.case"

    @api.depends("move_id")
    def _compute_display_name(self):
        for case in self:
            # Who reads the case need not have rights on the invoice.
            case.display_name = case.sudo().move_id.display_name

    def _get_ladder_rows(self):
        """Return the rows of the timeline: the case's events, and its steps to come."""
        self.ensure_one()
        row = self.policy_id._prepare_timeline_row
        rows = [
            row(event.date, told(event, "name"), told(event, "note") or "", "done")
            for event in self.event_ids
        ]
        if self.state != "open" or not self.next_step_id:
            return rows
        steps = self.policy_id._get_steps()
        if self.next_step_id not in steps:
            return rows
        index = steps.ids.index(self.next_step_id.id)
        rungs = [step._get_rung() for step in steps]
        days = dunning.coming(rungs, index, self.next_date)
        coming = zip(steps[index:], days, strict=True)
        return rows + [row(day, step._get_label()) for step, day in coming]

    def _get_sentence(self):
        """Return one sentence on this case: the amount unpaid, its hold or next step."""
        self.ensure_one()
        amount = formatLang(self.env, self.amount_residual, currency_obj=self.currency_id)
        parts = [
            self.env._(
                "%(amount)s of %(invoice)s unpaid since %(day)s",
                amount=amount,
                invoice=self.move_id.name,
                day=format_date(self.env, self.since),
            )
        ]
        waits = self._get_why_decided()
        if self.state == "held":
            parts.append(
                self.env._("on hold: %(reason)s", reason=told(self, "hold_reason"))
            )
        elif self.next_step_id:
            parts.append(
                self.env._(
                    "%(step)s on %(day)s",
                    step=self.next_step_id._get_label(),
                    day=format_date(self.env, self.next_date),
                )
            )
        elif waits:
            parts.append(waits)
        return "; ".join(parts)

    def _has_only_closed(self):
        """Return whether all subscriptions of this case are closed."""
        self.ensure_one()
        rentals = self.subscription_ids
        return bool(rentals) and all(one.is_closed for one in rentals)

    def _get_why_decided(self):
        """Return why a person decides how this case goes on; "" if its policy does."""
        self.ensure_one()
        if self.state != "open" or self.next_step_id:
            return ""
        if self._has_only_closed():
            return self.env._("A person decides: the subscription is over")
        return self.env._("A person decides: all steps are taken")

    def _get_sender(self):
        """Return the address that mails of this case come from, and answers go to."""
        self.ensure_one()
        return self.move_id._get_sender()
