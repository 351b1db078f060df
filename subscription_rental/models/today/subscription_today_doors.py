from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools.misc import formatLang

from ...billing import collection, lifecycle
from .subscription_today import Door

SUBSCRIPTIONS = "subscription_rental.subscription_subscription_action"
# So far *Today* looks ahead.
SOON = timedelta(days=7)


class SubscriptionToday(models.AbstractModel):
    """What is counted on *Today* by this addon."""

    _inherit = "subscription.today"

    @api.model
    def _get_doors(self, day):
        """Add runs, money that is missing, handovers and what renews soon."""
        return [
            *super()._get_doors(day),
            *self._get_billing_doors(day),
            *self._get_money_doors(),
            *self._get_soon_doors(day),
        ]

    @api.model
    def _get_billing_doors(self, day):
        # What the next run closed as interrupted was taken up again by it.
        broken = Domain("is_interrupted", "=", True) & Domain("date", ">=", day)
        runs = {
            "model": "subscription.billing.run",
            "action": "subscription_rental.subscription_billing_run_action",
            "path": None,
        }
        return [
            Door(
                "runs_failed",
                self.env._("Runs failed"),
                domain=broken | Domain("is_to_mend", "=", True),
                is_bad=True,
                **runs,
            ),
            Door(
                "runs_waiting",
                self.env._("Runs to approve"),
                domain=Domain("is_waiting", "=", True),
                is_bad=True,
                **runs,
            ),
            Door(
                "billing_error",
                self.env._("Could not be billed"),
                "subscription.subscription",
                Domain("billing_error", "!=", False),
                SUBSCRIPTIONS,
                is_bad=True,
            ),
        ]

    @api.model
    def _get_money_doors(self):
        unpaid = Domain("rental_invoice_id.payment_state", "in", collection.UNPAID)
        charges = {
            "model": "payment.transaction",
            "action": "subscription_rental.payment_transaction_action",
            "path": "rental_invoice_id.line_ids.rental_subscription_id",
            "is_bad": True,
        }
        return [
            Door(
                "past_due",
                self.env._("Past due"),
                "subscription.subscription",
                Domain("is_past_due", "=", True),
                "subscription_rental.subscription_past_due_action",
                is_bad=True,
            ),
            Door(
                "returned",
                self.env._("Debits returned"),
                domain=Domain("rental_returned_on", "!=", False) & unpaid,
                **charges,
            ),
            Door(
                "unknown",
                self.env._("Payments with unknown outcome"),
                domain=Domain("rental_outcome", "=", collection.UNKNOWN),
                **charges,
            ),
        ]

    @api.model
    def _get_soon_doors(self, day):
        within = Domain("date_end", ">=", day) & Domain("date_end", "<=", day + SOON)
        due = Domain("date_due", ">=", day) & Domain("date_due", "<=", day + SOON)
        return [
            Door(
                "to_hand_over",
                self.env._("To hand over"),
                "subscription.subscription",
                Domain("is_to_hand_over", "=", True)
                & (
                    Domain("start_on_payment", "=", False)
                    | Domain("date_paid", "!=", False)
                ),
                SUBSCRIPTIONS,
            ),
            Door(
                "renewals",
                self.env._("Renewals within 7 days"),
                "subscription.subscription",
                within
                & Domain("renewal", "!=", "none")
                & Domain("cancel_date", "=", False)
                & Domain("state", "in", sorted(lifecycle.RUNNING)),
                SUBSCRIPTIONS,
            ),
            Door(
                "due_dates",
                self.env._("Due dates within 7 days"),
                "subscription.due.date",
                due
                & Domain("state", "=", "active")
                & Domain("subscription_id", "=", False),
                "subscription_rental.subscription_due_date_action",
                path=None,
            ),
        ]

    @api.model
    def _get_door_note(self, door, scope):
        """Tell what is owed under the count of what is past due."""
        if door.name != "past_due":
            return super()._get_door_note(door, scope)
        sums = self.env["subscription.subscription"]._sum_owed(self._narrow([], scope))
        return " + ".join(
            formatLang(self.env, amount, currency_obj=currency)
            for currency, amount in sums.items()
        )
