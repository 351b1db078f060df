import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.tools import split_every
from odoo.tools.misc import format_date

from ..billing.errors import BillingRuleError
from ..billing.ledger import find_faults

_logger = logging.getLogger(__name__)

BATCH_SIZE = 500


class SubscriptionAuditMixin(models.AbstractModel):
    """Every night: do the dates of a subscription follow from its ledger?"""

    _name = "subscription.audit.mixin"
    _inherit = ["subscription.schedule.mixin"]
    _description = "Audit of a Subscription"

    ledger_difference = fields.Text(
        readonly=True,
        copy=False,
        help="What the nightly check found: dates that do not follow from the ledger.",
    )

    @api.model
    def _cron_check_ledger(self):
        """Compare all subscriptions with their ledgers; keep what differs on them."""
        begun = self.search([("billing_anchor", "!=", False)])
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=len(begun))
        for ids in split_every(BATCH_SIZE, begun.ids):
            try:
                self.browse(ids).exists()._check_ledger()
                progress._commit_progress(len(ids))
            except OperationalError:
                # Somebody was at work on one of them: the next night looks again.
                self.env.cr.rollback()
                _logger.info("The ledger check left out %s subscriptions", len(ids))
            self.env.invalidate_all()

    def _check_ledger(self):
        """Keep on each what differs from its ledger; return those that differ."""
        for subscription in self:
            found = subscription._get_ledger_difference() or False
            # Only what changed is written: the check disturbs nobody.
            if found != subscription.ledger_difference:
                # What the check finds is the system's: no user writes it.
                subscription.sudo().ledger_difference = found
        return self.filtered("ledger_difference")

    def _get_ledger_difference(self):
        """Return what does not follow from the ledger, one sentence a line."""
        self.ensure_one()
        try:
            return "\n".join(self._find_differences())
        except BillingRuleError as error:
            return self.env._("The dates cannot be computed: %(error)s.", error=error)

    def _find_differences(self):
        """Return a sentence for each thing that does not follow from the ledger."""
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
