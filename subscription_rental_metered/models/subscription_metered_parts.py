from dataclasses import dataclass
from fractions import Fraction

from odoo import models

from odoo.addons.subscription_rental.billing.metering import DAY, Part
from odoo.addons.subscription_rental.billing.period import Period


@dataclass(frozen=True)
class Metered:
    """A part of a billed period in which a version of a line is metered.

    `row`: what the ledger says of it; empty if nothing yet.
    """

    line: models.Model
    part: Part
    row: models.Model


class SubscriptionSubscription(models.Model):
    """Which parts of billed periods use is asked for (PL15).

    What has a row in the ledger keeps its days, and what is included in those that were
    not given back. Days of a pause belong to the part that follows; those of a trial are
    free.
    """

    _inherit = "subscription.subscription"

    def _get_due_parts(self, today, since):
        """Return {subscription: the parts to ask}: those that may differ from the ledger.

        :param since: {counter: day} from which on new readings tell something else
        """
        rows = self.env["subscription.use"]._get_newest_of(self)
        return {
            subscription: [
                *subscription._get_parts_again(rows.get(subscription, []), since),
                *subscription._get_new_parts(rows.get(subscription, []), today),
            ]
            for subscription in self
        }

    # === asked again === #

    def _get_parts_again(self, rows, since):
        """Return the parts in the ledger that new readings, or the end, tell of anew.

        An estimate is one that every new reading tells of: it lies after the last one.
        """
        self.ensure_one()
        again, scales = [], self._get_scales_given_back(rows)
        for row in rows:
            is_end = row.meter_id._ends_on(row.date_end)
            day = since.get(row.meter_id)
            scale = scales.get(row, row._get_scale())
            # The end counts up to the last reading, whenever that is.
            told = day and (row.is_end or row.date_end >= day - DAY)
            if told or (row.is_end, row._get_scale()) != (is_end, scale):
                part = Part(row.date_start, row.date_end, scale, is_end)
                again.append(Metered(row.line_id, part, row))
        return again

    # === not asked yet === #

    def _get_new_parts(self, rows, today):
        """Return the parts of billed periods, over on `today`, that have no row yet."""
        self.ensure_one()
        end = self.date_end if self.is_closed else False
        slots = self.period_ids.filtered(lambda slot: not slot.voided_at)
        parts, pause = [], None
        for slot in slots.sorted("date_start"):
            if slot.kind == "skipped":
                pause = pause or slot.date_start
                continue
            span = slot._get_period().overlap(None, end or None)
            if slot.kind == "billed" and span and span.end <= today:
                for line in self.line_ids.filtered("tariff_id"):
                    parts += line._get_metered_part(slot, span, pause, rows)
            pause = None
        return parts + self._get_parts_without_bill(rows, parts, today)

    def _get_parts_without_bill(self, rows, parts, today):
        """Return the parts of counters that ended in days which no bill is to come for.

        A period that is skipped, or a pause, includes nothing: its use comes with the
        period after it. Where none comes any more, it comes alone.

        :param rows: the newest rows of the ledger
        :param parts: what is asked besides
        """
        self.ensure_one()
        found = []
        for meter in self.meter_ids:
            end = meter._get_counted_end()
            if not end or end > today:
                continue
            start = meter._get_told_end(rows, parts)
            if start < end and not self._has_voided(start, end):
                part = Part(start, end, Fraction(0), meter._ends_on(end))
                found.append(meter._get_new_part(meter._get_version_on(start), part))
        return found

    def _has_voided(self, start, end):
        """Return whether a bill of these days was given up, and may be made again."""
        return any(
            slot.kind == "billed" and slot._get_period().overlap(start, end)
            for slot in self.period_ids.filtered("voided_at")
        )


class SubscriptionLine(models.Model):
    """The days of a period that this version of a line is metered in."""

    _inherit = "subscription.line"

    def _get_metered_part(self, slot, span, pause, rows):
        """Return what of the period `slot` has no row in the ledger yet, in a list.

        :param span: the days of the period up to the end
        :param pause: the first day of the pause that lies before the period, if any
        :param rows: the newest rows of the subscription
        """
        self.ensure_one()
        part = span.overlap(self.date_from or None, self.date_to or None)
        if not part:
            return []
        # What was paid for, also where days of it were not used in the end.
        scale = self._get_paid_for(slot)
        start = part.start
        if pause and start == slot.date_start:
            since = self._get_metered_since() or pause
            start = max(pause, since, *self._get_told_ends(rows, part))
        own = [row for row in rows if row.line_id == self and row.date_end > part.start]
        own = [row for row in own if row.date_start < part.end]
        if own:
            # It was over once, and goes on: what was included then is used up.
            start = max(row.date_end for row in own)
            scale -= sum(Fraction(row.scale) for row in own)
        if start >= part.end:
            return []
        days = Period(start, part.end)
        is_end = self.meter_id._ends_on(part.end)
        part = Part(days.start, days.end, max(scale, Fraction(0)), is_end)
        return [self.meter_id._get_new_part(self, part)]

    def _get_told_ends(self, rows, part):
        """Return up to which days the ledger tells of this counter before `part`."""
        own = [row for row in rows if row.meter_id == self.meter_id]
        return [row.date_end for row in own if row.date_end <= part.start]

    def _get_metered_since(self):
        """Return the first day of the versions with the same counter; False: the start.

        What a former version counted in a pause has no bill of its own: it comes with the
        version that is billed next.
        """
        versions = self.meter_id.line_ids.filtered("tariff_id")
        days = versions.mapped("date_from")
        return all(days) and min(days)
