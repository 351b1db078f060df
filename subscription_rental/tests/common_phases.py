from datetime import date, timedelta

from odoo.tests import freeze_time

from .common import SubscriptionCommon


class PhasesCommon(SubscriptionCommon):
    """Plans with introductory prices: three periods at half of 30, unless said."""

    @classmethod
    def _phased_plan(cls, phases="3 x -50%", **values):
        plan = cls._plan(**values)
        plan.line_ids.phases = phases
        return plan

    @classmethod
    def _phased(cls, phases="3 x -50%", start="2024-01-01", **values):
        """Return an active subscription to a plan with these phases."""
        return cls._subscription(start, plan_id=cls._phased_plan(phases, **values).id)

    def _bill_until(self, subscription, day):
        """Bill day by day up to `day`; return [(first day, amount)] of all bills."""
        today, last = subscription.date_start, date.fromisoformat(day)
        while today <= last:
            subscription._renew_by_itself(today)
            subscription._bill_due_periods(today)
            today += timedelta(days=1)
        return self._get_billed(subscription)

    def _get_billed(self, subscription):
        slots = subscription._get_billed_slots().sorted("date_start")
        return [(str(slot.date_start), slot.amount_invoiced) for slot in slots]

    def _get_amounts(self, subscription, day):
        return [amount for _day, amount in self._bill_until(subscription, day)]

    def _change(self, subscription, day, when="now", **values):
        """Change all lines of `subscription` in the dialog, on that day."""
        with freeze_time(f"{day} 12:00:00"):
            dialog = self.env["subscription.change.dialog"].create(
                {"subscription_id": subscription.id, "when": when}
            )
            dialog.line_ids.write(values)
            dialog.action_change()
        return dialog
