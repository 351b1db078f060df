from dataclasses import replace

from odoo import fields, models
from odoo.exceptions import ValidationError

from odoo.addons.subscription_rental.billing.metering import Curve


class SubscriptionMeter(models.Model):
    """The counters of a line's units: each has readings of its own (PL15)."""

    _inherit = "subscription.meter"

    assignment_ids = fields.One2many(
        "subscription.assignment", "meter_id", string="Units", readonly=True
    )

    def _make_curves(self, readings):
        """Tell units apart: one that came back counts no more, one that is out is asked."""
        curves = super()._make_curves(readings)
        units = self.assignment_ids
        if not units:
            return curves
        for unit in units.filtered("date_to"):
            if unit.id in curves:
                curves[unit.id] = replace(curves[unit.id], until=unit.date_to)
        for unit in units.filtered(lambda one: not one.date_to):
            curves.setdefault(unit.id, Curve())
        if len(curves) > 1 and "" in curves and not curves[""].points:
            # Nothing is read but units.
            del curves[""]
        return curves

    def _get_series_name(self, series):
        """Return the serial number of a unit, for invoices."""
        units = self.env["subscription.assignment"].sudo()
        if not series:
            return super()._get_series_name(series)
        unit = units.browse(series)
        return unit.lot_id.name or unit.product_id.display_name

    def _find_unit(self, day):
        """Return the unit that a reading of `day` is of; several where that is unclear."""
        self.ensure_one()
        there = self.sudo().assignment_ids.filtered(
            lambda unit: unit.date_from <= day and (not unit.date_to or day <= unit.date_to)
        )
        out = there.filtered(lambda unit: not unit.date_to)
        return (out if len(out) == 1 else there) or self.sudo().assignment_ids[:1]

    def _prepare_sent_vals(self, more):
        """Let another system say which unit it read, by its serial number."""
        values = dict(more)
        serial = values.pop("serial", None)
        prepared = super()._prepare_sent_vals(values)
        if not serial:
            return prepared
        units = self.sudo().assignment_ids.filtered(lambda one: one.lot_id.name == serial)
        if not units:
            raise ValidationError(
                self.env._(
                    "%(meter)s has no unit %(serial)s.", meter=self.name, serial=serial
                )
            )
        return {**prepared, "assignment_id": units.sorted("date_from")[-1].id}

    def _prepare_asked_rows(self):
        """Ask for each unit, where the customer has several."""
        rows = super()._prepare_asked_rows()
        units = self._get_units_to_read() if rows else self.assignment_ids.browse()
        return [{**rows[0], "assignment_id": unit.id} for unit in units] or rows

    def _get_units_to_read(self):
        """Return the units that a customer may read, where there are several."""
        self.ensure_one()
        out = self.sudo().assignment_ids.filtered(lambda unit: not unit.date_to)
        return out if len(out) > 1 else out.browse()
