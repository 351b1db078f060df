from datetime import date

from odoo import api, models

from odoo.addons.subscription_rental.billing.metering import DAY

from .subscription_metered_parts import Metered


class SubscriptionMeter(models.Model):
    """The days that a counter counts for."""

    _inherit = "subscription.meter"

    def _get_versions(self):
        """Return the versions of the line that this counter counts for, in their order."""
        self.ensure_one()
        return self.line_ids.filtered("tariff_id").sorted(
            lambda line: (line.date_from or date.min, line.id)
        )

    def _get_last_version(self):
        return self._get_versions()[-1:]

    def _get_version_on(self, day):
        """Return the version that holds on `day`, or held last before it."""
        versions = self._get_versions()
        begun = versions.filtered(lambda line: not line.date_from or line.date_from <= day)
        return begun[-1:] or versions[:1]

    def _get_told_end(self, rows, parts):
        """Return up to which day the ledger and what is asked tell of this counter.

        :param rows: the newest rows of the ledger
        :param parts: what is asked
        """
        ends = [row.date_end for row in rows if row.meter_id == self]
        ends += [one.part.end for one in parts if one.line.meter_id == self]
        return max(ends, default=self._get_counted_start())

    @api.model
    def _get_new_part(self, line, part):
        """Return a part that the ledger has no row of."""
        return Metered(line, part, self.env["subscription.use"])

    def _get_counted_start(self):
        """Return the first day on which use counts: a trial is free."""
        subscription = self.subscription_id
        day = subscription.trial_end or subscription.date_start
        return max(day, self._get_versions()[:1].date_from or day)

    def _get_counted_end(self):
        """Return the first day on which this counter counts no more; False if it goes on.

        Days up to it that were not billed yet are to be billed.
        """
        version, subscription = self._get_last_version(), self.subscription_id
        if not version or not subscription.billing_anchor:
            return False
        if subscription.is_closed and not subscription.next_billing_date:
            end = self._get_last_end()
            return min(version.date_to or end, end) if end else False
        covered = version.date_to and version.date_to <= subscription.next_period_start
        return covered and version.date_to

    def _counts_on(self, day):
        """Return whether use of `day` counts: it has begun, and did not end before."""
        begun = self.subscription_id.billing_anchor and self._get_versions()
        end = self._get_counted_end()
        return bool(begun) and not (end and end <= day)

    def _get_last_end(self):
        """Return the day that ends all that was billed of this counter; False if none.

        What lies after it, in a pause or out of season, counts up to the last reading.
        """
        subscription, versions = self.subscription_id, self._get_versions()
        if not subscription.is_closed or not subscription.date_end or not versions:
            return False
        slots = subscription._get_billed_slots()
        ends = [
            slot.date_end
            for slot in slots
            if any(slot._get_slot_rule().part(one._get_version()) for one in versions)
        ]
        if ends:
            # A transfer in a pause told of days after what was billed.
            told = subscription.use_ids.filtered(lambda row: row.meter_id == self)
            end = min(max(ends), subscription.date_end)
            return max(end, *told.mapped("date_end")) if told else end
        start = self._get_counted_start()
        # It was paused on its first day: what was used in the pause counts all the same.
        at_once = start == subscription.date_end and not subscription.trial_end
        return start + DAY if at_once else subscription.date_end

    def _ends_on(self, day):
        """Return whether all is over, and `day` ends all that was billed of this counter.

        Of a line that was taken out before, use ended with the line.
        """
        last = self._get_last_version().date_to
        end = self._get_last_end()
        return day == end and not (last and last < self.subscription_id.date_end)
