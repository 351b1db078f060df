from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ...billing import acts, lifecycle

# What these acts make of a subscription.
TARGETS = {acts.PAUSE: lifecycle.PAUSED, acts.SUSPEND: lifecycle.SUSPENDED}


class SubscriptionSubscription(models.Model):
    """The acts that are possible on a subscription now: one answer wherever it is asked."""

    _inherit = "subscription.subscription"

    possible_acts = fields.Json(
        compute="_compute_possible_acts", help="What may be done now: names of acts."
    )

    act_hint = fields.Char(
        compute="_compute_act_hint",
        help="Why it cannot be paused, where nothing else on the page says so.",
    )

    @api.depends(
        "state",
        "cancel_date",
        "date_end",
        "date_handed_over",
        "date_paid",
        "date_start",
        "start_on_handover",
        "start_on_payment",
        "next_billing_date",
    )
    def _compute_possible_acts(self):
        for subscription in self:
            reasons = acts.reasons(subscription._get_act_facts())
            subscription.possible_acts = [
                act for act, reason in reasons.items() if not reason
            ]

    @api.depends("possible_acts")
    @api.depends_context("lang")
    def _compute_act_hint(self):
        for subscription in self:
            reason = acts.reasons(subscription._get_act_facts())[acts.PAUSE]
            hidden = reason == acts.KEEPS_GOODS and subscription._get_act_problem(
                acts.PAUSE
            )
            subscription.act_hint = hidden and self.env._(
                "Not to be paused: %(reason)s", reason=hidden
            )

    def _get_act_facts(self):
        """Return the `Facts` of this subscription that decide which acts are possible.

        Runs whenever that is asked; an override adds facts of its room.
        """
        self.ensure_one()
        return acts.Facts(
            state=self.state,
            is_leaving=bool(self.cancel_date) and not self.is_closed,
            has_term=bool(self.date_end),
            awaits_start=self.state == lifecycle.SCHEDULED and not self._is_start_due(),
            awaits_handover=bool(self.start_on_handover and not self.date_handed_over),
            is_bill_due=self._is_bill_due(),
        )

    def _is_bill_due(self):
        """Return whether a period is to be billed by today."""
        due = self.next_billing_date
        return bool(due) and due <= self.company_id._subscription_today()

    def _can(self, act):
        """Return whether `act` is possible on this subscription now."""
        self.ensure_one()
        return not acts.reasons(self._get_act_facts())[act]

    def _get_act_problem(self, act):
        """Return why `act` is not possible on this subscription, as a sentence; or ""."""
        self.ensure_one()
        reason = acts.reasons(self._get_act_facts())[act]
        if not reason:
            return ""
        if reason == acts.NOT_ACTIVE and act in TARGETS:
            return self._get_move_problem(TARGETS[act])
        return self._get_reason_sentences()[reason]

    def _check_act(self, act):
        """Raise UserError, with the reason, unless each subscription allows `act`."""
        for subscription in self:
            if problem := subscription._get_act_problem(act):
                raise UserError(problem)

    def _get_reason_sentences(self):
        """Return {reason: the sentence that says it of this subscription}."""
        name = self.display_name
        day = format_date(self.env, self.cancel_date)
        not_running = self.env._("%(name)s is not in progress.", name=name)
        return {
            acts.BEGUN: self.env._("%(name)s has begun already.", name=name),
            acts.AWAITS_START: self.env._(
                "%(name)s starts by itself. %(waits_for)s.",
                name=name,
                waits_for=self._get_waits_for(),
            ),
            acts.NOT_BEGUN: self.env._(
                "%(name)s has not begun: delete it instead.", name=name
            ),
            acts.CLOSED: self.env._("%(name)s is over.", name=name),
            acts.NOT_ACTIVE: not_running,
            acts.NOT_RUNNING: not_running,
            acts.NOT_STOPPED: self.env._("%(name)s is not paused.", name=name),
            acts.LEAVING: self.env._(
                "%(name)s is cancelled as of %(day)s: undo that first.", name=name, day=day
            ),
            acts.NOT_LEAVING: self.env._(
                "%(name)s has no cancellation to undo.", name=name
            ),
            acts.UNPAID: self.env._(
                "%(name)s is suspended: it can be paused when it is paid.", name=name
            ),
            acts.NO_TERM: self.env._("%(name)s has no term to renew.", name=name),
            acts.NO_HANDOVER: self.env._("%(name)s waits for no handover.", name=name),
            acts.NOT_SCHEDULED: self.env._("%(name)s is not scheduled.", name=name),
            acts.NOTHING_TO_BILL: self._get_nothing_due_message(),
        }
