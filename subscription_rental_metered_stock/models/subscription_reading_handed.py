from odoo import models
from odoo.tools.misc import format_date

from odoo.addons.subscription_rental.billing import plausible
from odoo.addons.subscription_rental.billing.metering import DAY, Curve
from odoo.addons.subscription_rental.billing.proration import exact


class SubscriptionReading(models.Model):
    """The first reading of a unit with a customer is compared with what it showed before.

    A slip there would be billed with the next reading, or hide what was used (PL15).
    """

    _inherit = "subscription.reading"

    def _find_far(self):
        """Find those, too, that cannot follow on what their unit showed before."""
        found = super()._find_far()
        handed = self.filtered(lambda one: one.source == "handover" and one.lot_id)
        before = handed._get_shown_elsewhere()
        for reading in handed - found:
            earlier = before.get(reading.lot_id)
            first = reading.assignment_id.reading_ids.filtered("is_true")[-1:]
            if earlier and first == reading and reading._is_odd_after(earlier):
                found |= reading
        return found

    def _get_shown_elsewhere(self):
        """Return {unit: its readings with the customer who had it before, in order}."""
        if not self:
            return {}
        units = self.assignment_id
        # The unit comes from another customer, whose readings are nobody's business.
        known = self.sudo().search(
            [
                ("lot_id", "in", self.lot_id.ids),
                ("assignment_id", "not in", units.ids),
                ("is_true", "=", True),
            ],
            order="date, id",
        )
        # Of each unit the last of them stays: it is who had it last.
        return {own.lot_id: own for own in known.grouped("assignment_id").values()}

    def _is_of_return(self):
        """Return whether this reading, if any, says what its unit showed at the return."""
        back = self.assignment_id.date_to
        read = self.kind == "last" or (back and self.date >= back - DAY)
        return bool(self.is_true and read)

    def _is_odd_after(self, earlier):
        """Return whether this reading is less than `earlier` ones, or far above them."""
        self.ensure_one()
        if self.value < earlier[-1]._get_shown_after():
            return True
        limit = exact(self.meter_id.runs_over_at)
        curve = Curve.of([one._get_reading_rule() for one in earlier], limit)
        return plausible.is_far(curve, self._get_reading_rule())

    def _get_far_question(self):
        """Ask otherwise where it is less than what the unit showed before."""
        earlier = self._get_shown_elsewhere().get(self.lot_id) if self.lot_id else None
        last = earlier[-1] if earlier else earlier
        if self.source != "handover" or not last:
            return super()._get_far_question()
        if self.value >= last._get_shown_after():
            return super()._get_far_question()
        return self.env._(
            "%(unit)s: %(value)s on %(day)s is less than %(before)s, which it showed last. "
            "Look at the counter again.",
            unit=self.lot_id.name,
            value=self._show_value(self.value),
            before=self._show_value(last._get_shown_after()),
            day=format_date(self.env, self.date),
        )
