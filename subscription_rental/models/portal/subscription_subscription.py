from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...billing import acts, lifecycle

# What a customer does alone.
ACTIONS = ("cancel", "undo", "pause", "resume", "renew", "change")


class SubscriptionSubscription(models.Model):
    """A subscription as its customer sees it (PO1, PO3).

    Customers have no rights on subscriptions: pages and changes go through controllers
    that ask here whose a subscription is, and what its plan lets a customer do.
    """

    _inherit = "subscription.subscription"

    def _portal_domain(self, user):
        """Leave out drafts: they are no contracts yet."""
        return super()._portal_domain(user) & Domain("state", "!=", lifecycle.DRAFT)

    def _get_portal_actions(self):
        """Return the ACTIONS that the subscription's plan and state let a customer do."""
        self.ensure_one()
        plan = self.plan_id
        allowed = {
            "cancel": self._lets_cancel() and self._can(acts.CANCEL),
            "undo": self._lets_cancel() and self._can(acts.UNDO_CANCEL),
            "pause": plan.portal_pause and self._can(acts.PAUSE),
            "resume": plan.portal_pause
            and self._can(acts.RESUME)
            and self.state == lifecycle.PAUSED,
            # What is renewed by a payment has an offer to pay instead.
            "renew": plan.portal_renew
            and self.renewal != "on_payment"
            and self._can(acts.RENEW),
            "change": self._get_portal_plans() and self._can(acts.CHANGE),
        }
        return [action for action in ACTIONS if allowed[action]]

    def _ends_at_once(self):
        """Return whether a cancelled subscription has no paid days left to wait for."""
        self.ensure_one()
        if not self._can(acts.CANCEL_LATER):
            return True
        today = self.company_id._subscription_today()
        return self._get_period_end(today) <= today

    def _get_portal_plans(self):
        """Return the plans that the customer may change to."""
        self.ensure_one()
        return self.plan_id.portal_plan_ids.filtered(
            lambda plan: (
                plan.active
                and plan != self.plan_id
                and (plan.company_id or self.company_id) in self.company_id.parent_ids
            )
        )

    def _get_portal_plan_cards(self, chosen):
        """Return what the customer compares: the plans to change to, and what each costs.

        :param chosen: the dialog of the plan that is shown in full
        """
        self.ensure_one()
        cards = []
        for plan in self._get_portal_plans():
            dialog = chosen
            if plan != chosen.plan_id:
                dialog = self._create_portal_dialog("change", {"plan_id": plan.id})
            cards.append(
                {
                    "plan": plan,
                    "is_chosen": dialog == chosen,
                    "amount": dialog.amount_after,
                    "problem": dialog.problem,
                }
            )
        return cards

    def _create_portal_dialog(self, action, values):
        """Return a new dialog for the customer's `action`, with the values it allows.

        :param values: what the customer chose; whatever else came along is left out
        """
        self.ensure_one()
        self._check_portal_action(action)
        prepare = {
            "cancel": self._prepare_portal_cancel,
            "pause": self._prepare_portal_pause,
            "renew": self._prepare_portal_renew,
            "change": self._prepare_portal_change,
        }
        model, vals = prepare[action](values)
        given = {"subscription_id": self.id, "for_customer": True, **vals}
        return self.env[model].create(given)

    def _check_portal_action(self, action):
        """Raise UserError unless the customer may do `action` on this subscription now."""
        self.ensure_one()
        if action not in self._get_portal_actions():
            raise UserError(
                self.env._("This is not possible any more: open the page again.")
            )

    def _prepare_portal_cancel(self, values):
        when = "now" if self._ends_at_once() else "period"
        chosen = values.get("when") == "commitment" and self.commitment_end
        if chosen or self._is_held_by_term():
            when = "commitment"
        reason = values.get("reason") or self.env._("Cancelled by the customer.")
        return "subscription.cancel.dialog", {"when": when, "reason": reason}

    def _prepare_portal_pause(self, values):
        vals = {"rule": self.plan_id.portal_pause, "date_resume": values.get("resume")}
        return "subscription.pause.dialog", vals

    def _prepare_portal_renew(self, _values):
        return "subscription.renew.dialog", {}

    def _prepare_portal_change(self, values):
        plans = self._get_portal_plans()
        plan = plans.filtered(lambda one: one.id == values.get("plan_id"))
        return "subscription.change.dialog", {"plan_id": (plan or plans[:1]).id}

    def _get_portal_invoices(self):
        """Return the subscription's posted invoices for its customer, latest first."""
        self.ensure_one()
        lines = self.env["account.move.line"].search(
            [("rental_subscription_id", "=", self.id), ("parent_state", "=", "posted")]
        )
        moves = lines.move_id | self.deposit_move_id
        payers = self._get_payers()
        return moves.filtered(
            # Not what was invoiced to who had it before.
            lambda move: move.state == "posted" and move.commercial_partner_id in payers
        ).sorted(lambda move: (move.invoice_date, move.id), reverse=True)

    def _get_portal_color(self):
        """Return the colour of the subscription's state."""
        self.ensure_one()
        if self.cancel_date and not self.is_closed and not self.is_in_trial:
            # It runs still, but not for long.
            return "warning"
        colors = {
            lifecycle.ACTIVE: "success",
            lifecycle.SCHEDULED: "info",
            lifecycle.PAUSED: "warning",
            lifecycle.SUSPENDED: "danger",
        }
        return colors.get(self.state, "secondary")
