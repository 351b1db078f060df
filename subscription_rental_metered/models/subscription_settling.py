from datetime import timedelta

from odoo import models

from odoo.addons.subscription_rental.billing.proration import rounded

READING_ACTIVITY = "subscription_rental_metered.mail_activity_type_reading"


class SubscriptionSubscription(models.Model):
    """The use of periods that are over becomes rows of the ledger, and charges (PL15)."""

    _inherit = "subscription.subscription"

    def _settle_use(self, today, since=None, *, bills=True):
        """Bill with the next invoice what was used, and correct what was estimated.

        The caller has locked the subscriptions. What is missing waits for its reading, in
        the days of grace.

        :param since: {counter: day} from which on new readings tell something else
        :param bills: invoice at once what comes after the end
        """
        # The ledger is the system's: users read it.
        system = self.sudo().filtered("meter_ids")
        if not system:
            return
        due = system._get_due_parts(today, since or {})
        curves = system.meter_ids._get_curves(self._get_first_days(due))
        for subscription in system:
            subscription._settle_parts(due[subscription], curves, today)
            if bills and subscription._has_last_use_to_bill():
                subscription._settle_charges(today)

    def _get_first_days(self, due):
        """Return {counter: the first day that is asked of it}."""
        starts = {}
        for metered in (one for parts in due.values() for one in parts):
            meter, start = metered.line.meter_id, metered.part.start
            starts[meter] = min(starts.get(meter, start), start)
        return starts

    def _has_last_use_to_bill(self):
        """Return whether use waits for an invoice, and no other one is to come."""
        self.ensure_one()
        if not self.is_closed or self.next_billing_date:
            return False
        return "metered" in self._get_pending_charges().mapped("kind")

    def _settle_parts(self, parts, curves, today):
        """Write down what these parts come to, or ask for the readings that they need."""
        self.ensure_one()
        waits = {}
        for metered, use in self._get_told_uses(parts, curves, today):
            meter = metered.line.meter_id
            if use:
                self._note_use(metered, use, curves[meter])
            else:
                waits.setdefault(meter, metered.part.end)
        asked = [meter._ask_for_reading(end, today) for meter, end in waits.items()]
        if any(asked):
            self._mail_for_readings()
        grace = self._get_grace()
        self._set_next_dates({meter: end + grace for meter, end in waits.items()}, today)

    def _get_grace(self):
        """Return how long it is waited for a reading after the end of a period."""
        return timedelta(days=self.plan_id.metered_grace_days)

    def _get_told_uses(self, parts, curves, today):
        """Return [(part, its use)]; None in place of a use that waits for its reading."""
        self.ensure_one()
        told = []
        for metered in parts:
            use = metered.part.use(
                list(curves[metered.line.meter_id].values()),
                metered.line.tariff_id._get_tariff_rule(),
            )
            patient = not metered.row and metered.part.end + self._get_grace() > today
            told.append((metered, None if use.is_estimated and patient else use))
        return told

    def _note_use(self, metered, use, curves):
        """Add the row of the ledger that says this, unless the last one says the same."""
        row = metered.row
        amount = float(rounded(use.amount, self.currency_id.rounding))
        values = self._prepare_use_vals(metered, use, curves)
        if row and row._says(values, amount):
            return
        difference = self.currency_id.round(amount - row.amount)
        new = row.create(
            {
                **values,
                "number": row.number + 1 if row else 0,
                "amount": amount,
                "difference": difference,
            }
        )
        if not self.currency_id.is_zero(difference):
            new._charge_use(difference)
        if use.is_estimated:
            metered.line.meter_id._note_estimates(new, curves, metered.part)

    def _prepare_use_vals(self, metered, use, curves):
        """Return the values of the ledger's row, without what it costs."""
        line, part = metered.line, metered.part
        meter = line.meter_id
        return {
            "subscription_id": self.id,
            "line_id": line.id,
            "meter_id": meter.id,
            "date_start": part.start,
            "date_end": part.end,
            "scale": str(part.scale),
            "is_end": part.is_end,
            "quantity": float(use.quantity),
            "included": float(use.included),
            "is_estimated": use.is_estimated,
            "counters": [
                [meter._get_series_name(series), float(first), float(last)]
                for series, (first, last) in zip(curves, use.shown, strict=True)
            ],
        }

    def _set_next_dates(self, waits, today):
        """Set the day on which the job of counters acts next; end what was asked.

        :param waits: {counter: the day on which its use is estimated}
        """
        coming = [] if self.is_closed else self._get_coming_ends(today)
        for meter in self.meter_ids:
            ends = [waits[meter]] if meter in waits else coming
            next_date = min(ends, default=False)
            if meter.next_date != next_date:
                meter._write_kept({"next_date": next_date})
        if not waits:
            self.activity_feedback(
                [READING_ACTIVITY], feedback=self.env._("Read, or estimated.")
            )

    def _get_coming_ends(self, today):
        """Return the ends of billed periods that are still to come."""
        slots = self._get_billed_slots()
        return [slot.date_end for slot in slots if slot.date_end > today]
