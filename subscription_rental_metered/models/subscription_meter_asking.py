from odoo import fields, models
from odoo.tools.misc import format_date

from .subscription_settling import READING_ACTIVITY


class SubscriptionMeter(models.Model):
    """Asking for readings, and noting estimates where none comes (PL15)."""

    _inherit = "subscription.meter"

    def _ask_for_reading(self, end, today):
        """Ask the owner once for the reading of a period that ended on `end`.

        Returns whether it was not asked before.
        """
        self.ensure_one()
        if self.asked_until and self.asked_until >= end:
            return False
        self._write_kept({"asked_until": end})
        subscription = self.subscription_id._in_owner_language()
        subscription.activity_schedule(
            READING_ACTIVITY,
            date_deadline=today,
            summary=subscription.env._("Read: %(meter)s", meter=self.name),
            note=subscription.env._(
                "The period up to %(day)s is over, and nobody has read the counter. Type "
                "what it shows; else its use is estimated from the average.",
                day=format_date(subscription.env, fields.Date.subtract(end, days=1)),
            ),
            user_id=subscription._get_billing_owner().id,
        )
        return True

    def _prepare_asked_rows(self):
        """Return the rows of a dialog that asks what this counter shows today, if any.

        Runs for each counter of a subscription that is transferred; an override asks for
        several units.
        """
        self.ensure_one()
        today = self.company_id._subscription_today()
        return [{"meter_id": self.id}] if self._counts_on(today) else []

    def _note_estimates(self, use, curves, part):
        """Note as estimated readings what the counters would show at the end of `part`."""
        self.env["subscription.reading"]._create_kept(
            [
                {
                    "meter_id": self.id,
                    "date": fields.Date.subtract(part.end, days=1),
                    "value": float(curve.shown(part.end)),
                    "source": "estimated",
                    "key": f"use/{use.id}/{series}",
                }
                for series, curve in curves.items()
                if not curve.knows(part.end)
            ]
        )
