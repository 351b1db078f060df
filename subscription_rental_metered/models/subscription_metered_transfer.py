from fractions import Fraction

from odoo import models

from odoo.addons.subscription_rental.billing.metering import Part
from odoo.addons.subscription_rental.billing.period import Period
from odoo.addons.subscription_rental.billing.proration import rounded
from odoo.addons.subscription_rental.billing.settlement import Slot

from ..counted import count_product


class SubscriptionSubscription(models.Model):
    """Who has a subscription until a transfer pays the use until then (PL15, LC10).

    A counter that was read on that day tells what they used of the period that runs; one
    that was not read tells nothing, and its period is whose it is as it ends.
    """

    _inherit = "subscription.subscription"

    def _get_transfer_amount(self):
        """Add the use that waits: it was the former customer's."""
        waiting = self._get_waiting_use()
        return super()._get_transfer_amount() + sum(waiting.mapped("amount"))

    def _transfer(self, partner, today, reason):
        """Invoice the use until today to the former customer, then transfer it."""
        self._check_transfer(partner)
        self._settle_until(today)
        # First: with the method and at the address of who used it.
        if waiting := self._get_waiting_use():
            self._invoice_charges(waiting, today)
        return super()._transfer(partner, today, reason)

    def _settle_until(self, day):
        """Bill the use up to `day`, as far as counters were read on it."""
        system = self.sudo().filtered("meter_ids")
        if system:
            parts, curves = system._get_parts_at_transfer(day)
            system._settle_parts(parts, curves, day)

    def _get_transfer_use(self, day, typed):
        """Return what a transfer on `day` bills of use that is not in the ledger yet.

        :param typed: new readings of that day, which nobody has saved yet
        """
        self.ensure_one()
        system = self.sudo()
        if not system.meter_ids:
            return 0.0
        parts, curves = system._get_parts_at_transfer(day, typed)
        told = [
            (metered.row.amount, use)
            for metered, use in system._get_told_uses(parts, curves, day)
            if use
        ]
        currency = self.currency_id
        return sum(
            currency.round(float(rounded(use.amount, currency.rounding)) - before)
            for before, use in told
        )

    def _get_parts_at_transfer(self, day, typed=None):
        """Return (the parts that a transfer on `day` asks, the curves of the counters).

        :param typed: new readings of that day, which nobody has saved yet
        """
        self.ensure_one()
        read = dict.fromkeys(typed.meter_id, day) if typed else {}
        since = self.meter_ids._get_days_before(read) if read else {}
        due = self._get_due_parts(day, since)[self]
        running = self._get_parts_until(day, due)
        starts = self._get_first_days({self: due + running})
        curves = self.meter_ids._get_curves(starts, typed)
        known = [
            metered
            for metered in running
            if all(curve.knows(day) for curve in curves[metered.line.meter_id].values())
        ]
        return due + known, curves

    def _get_parts_until(self, day, due):
        """Return the parts up to `day` of what runs on it, billed or to be billed.

        :param due: the parts that are asked besides
        """
        self.ensure_one()
        meters = self.meter_ids.filtered(lambda one: one._counts_on(day))
        if not meters:
            return []
        rows = self.env["subscription.use"]._get_newest_of(self).get(self, [])
        rules = self._get_rules_until(day)
        parts = []
        for meter in meters:
            told = meter._get_told_end(rows, due)
            if told < day and not self._has_voided(told, day):
                parts += meter._get_running_parts(told, day, rules)
        return parts

    def _get_rules_until(self, day):
        """Return the billed periods, and those to be billed, without days from `day` on."""
        self.ensure_one()
        slots = self._get_billed_slots().sorted("date_start")
        rules = [slot._get_slot_rule().cut(day) for slot in slots]
        # Days of a pause are in none.
        end = min(day, self.date_paused or day)
        timeline = self._get_timeline()
        period = timeline.period(self.next_period_start)
        while period and period.start < end:
            if not self._is_left_out(period):
                whole = timeline.slot(period.start).days
                rules.append(Slot(period, whole).cut(end))
            period = timeline.period(period.end)
        return [rule for rule in rules if rule]


class SubscriptionMeter(models.Model):
    """What a counter counts of a period that is not over."""

    _inherit = "subscription.meter"

    def _get_running_parts(self, told, day, rules):
        """Return the parts of this counter from `told` up to `day`.

        Days of a pause, or of a period that is left out, belong to the part that follows.

        :param rules: the periods up to `day`, in their order
        """
        self.ensure_one()
        parts = []
        for rule in rules:
            for line in self._get_versions():
                held = rule.part(line._get_version())
                if held and held.end > told:
                    share = rule.share(Period(max(told, held.start), held.end))
                    scale = share * count_product(line, line.quantity)
                    part = Part(told, held.end, scale)
                    parts.append(self._get_new_part(line, part))
                    told = held.end
        if told < day:
            part = Part(told, day, Fraction(0))
            parts.append(self._get_new_part(self._get_version_on(told), part))
        return parts
