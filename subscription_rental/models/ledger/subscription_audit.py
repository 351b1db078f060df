from odoo import fields, models
from odoo.tools.misc import format_date

from ...billing.errors import BillingRuleError
from ...billing.ledger import find_faults


class SubscriptionSubscription(models.Model):
    """The nightly comparison of a subscription's dates with its ledger."""

    _inherit = "subscription.subscription"

    ledger_difference = fields.Text(
        readonly=True,
        copy=False,
        help="What the nightly check found: dates that do not follow from the ledger.",
        kept=True,
    )

    def _check_ledger(self):
        """Store each subscription's difference from its ledger; return those with one."""
        for subscription in self:
            found = subscription._get_ledger_difference() or False
            # Only what changed is written: the check disturbs nobody.
            if found != subscription.ledger_difference:
                subscription._write_kept({"ledger_difference": found})
        return self.filtered("ledger_difference")

    def _get_ledger_difference(self):
        """Return how the subscription differs from its ledger, one sentence a line."""
        self.ensure_one()
        try:
            return "\n".join(self._find_differences())
        except BillingRuleError as error:
            return self.env._("The dates cannot be computed: %(error)s.", error=error)

    def _find_differences(self):
        """Return a sentence for each date or period that differs from the ledger."""
        # A voided slot keeps its place: its days were billed once.
        slots = self.period_ids.filtered(lambda slot: slot.kind != "withdrawn")
        cursor = max(slots.mapped("date_end"), default=self.next_period_start)
        expected = self._prepare_cursor_vals(cursor)
        sentences = [
            self.env._(
                "%(field)s is %(kept)s, and by the ledger %(expected)s.",
                field=self._fields[name]._description_string(self.env),
                kept=self._day(self[name]),
                expected=self._day(expected[name]),
            )
            for name in expected
            if (self[name] or False) != (expected[name] or False)
        ]
        faults = find_faults(slot._get_period() for slot in slots)
        sentences += [
            self.env._(
                "A period ends on %(end)s and the next begins on %(start)s.",
                end=self._day(end),
                start=self._day(start),
            )
            for end, start in faults
        ]
        return sentences

    def _day(self, day):
        return format_date(self.env, day) if day else self.env._("never")
