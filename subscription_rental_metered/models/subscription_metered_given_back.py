from bisect import bisect
from fractions import Fraction

from odoo import models

from odoo.addons.subscription_rental.billing.given_back import paid_for
from odoo.addons.subscription_rental.billing.metering import DAY

from ..counted import count_product

# What becomes of a period once it is known: one that is skipped after a part of its use
# was told, at a transfer in arrears say, includes nothing either.
DECIDED = ("billed", "withdrawn", "skipped")


class SubscriptionSubscription(models.Model):
    """Days that were given back include nothing, also where their use was told (PL15)."""

    _inherit = "subscription.subscription"

    def _get_scales_given_back(self, rows):
        """Return {row: how many intervals it is for} where days of it were given back.

        :param rows: the newest rows of the ledger, oldest first
        """
        self.ensure_one()
        # Days whose invoice is gone may be billed again: they are not given back.
        occupied = self.period_ids.filtered(lambda slot: slot.kind == "billed")
        days = sorted((slot.date_start, slot.date_end) for slot in occupied)
        scales = {}
        for row in rows:
            last = row.date_end - DAY
            number = bisect(days, last, key=lambda span: span[0])
            is_kept = number and last < days[number - 1][1]
            if not is_kept and row._get_scale() and row not in scales:
                scales |= self._share_what_is_left(row, rows)
        return scales

    def _share_what_is_left(self, row, rows):
        """Return {row: how many intervals it is for} of the period that `row` is of.

        :param row: one that goes on beyond what is left of its period
        """
        slots = self.period_ids.filtered(row._overlaps)
        if not slots.filtered(lambda slot: slot.kind in DECIDED):
            return {}
        left = slots.filtered(lambda slot: slot.kind == "billed" and not slot.voided_at)
        own = [
            one
            for one in rows
            if one.line_id == row.line_id and (one == row or any(map(one._overlaps, left)))
        ]
        paid = sum((row.line_id._get_paid_for(slot) for slot in left), Fraction(0))
        told = [one._get_scale() for one in own]
        return dict(zip(own, paid_for(told, paid), strict=True))


class SubscriptionLine(models.Model):
    _inherit = "subscription.line"

    def _get_paid_for(self, slot):
        """Return how many intervals are paid for in `slot`, times how many are rented."""
        rule = slot._get_slot_rule()
        share = rule.share(rule.part(self._get_version()))
        return share * count_product(self, self.quantity)


class SubscriptionUse(models.Model):
    _inherit = "subscription.use"

    def _overlaps(self, slot):
        """Return whether days of this row lie in `slot`."""
        return self.date_start < slot.date_end and slot.date_start < self.date_end
