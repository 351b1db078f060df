from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SubscriptionReading(models.Model):
    """A reading of one unit (PL15)."""

    _inherit = "subscription.reading"

    assignment_id = fields.Many2one(
        "subscription.assignment",
        string="Unit",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('meter_id', '=', meter_id)]",
        help="Of which unit, where the customer has several.",
    )
    lot_id = fields.Many2one(
        related="assignment_id.lot_id",
        string="Serial Number",
        store=True,
        index="btree_not_null",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Find the unit of each reading; refuse one that could be of several."""
        return super().create([self._with_unit(vals) for vals in vals_list])

    @api.model
    def _with_unit(self, vals):
        """Return the values of a reading with its unit; what is estimated has its own."""
        if vals.get("source") == "estimated" or not vals.get("meter_id"):
            return self._with_estimated_unit(vals)
        meter = self.env["subscription.meter"].browse(vals["meter_id"])
        if vals.get("assignment_id"):
            self._check_unit(meter, vals["assignment_id"])
            return vals
        day = fields.Date.to_date(vals.get("date")) or self.default_get(["date"])["date"]
        units = meter._find_unit(day)
        if len(units) > 1:
            raise ValidationError(
                self.env._(
                    "%(meter)s: the customer has several. Say which one you have read: "
                    "%(units)s.",
                    meter=meter.name,
                    units=", ".join(units.mapped("display_name")),
                )
            )
        return type(vals)(vals, assignment_id=units.id)

    @api.model
    def _with_estimated_unit(self, vals):
        """Return the values of an estimate: its key ends with the unit that it is of."""
        series = (vals.get("key") or "").rpartition("/")[2]
        return type(vals)(vals, assignment_id=int(series)) if series.isdigit() else vals

    @api.model
    def _check_unit(self, meter, unit_id):
        """Raise ValidationError if that unit is not one of this counter."""
        if unit_id not in meter.sudo().assignment_ids.ids:
            raise ValidationError(
                self.env._("%(meter)s: choose one of its own units.", meter=meter.name)
            )

    def _get_series(self):
        """Tell the units of a line apart, also one that came a second time."""
        unit = self.assignment_id
        if not unit and not self._origin and self.meter_id and self.date:
            # Not saved yet: it will be of the only one that is out.
            found = self.meter_id._find_unit(self.date)
            unit = found if len(found) == 1 else unit
        return unit.id or super()._get_series()

    def _get_reading_rule(self):
        """Return the rule's reading; what was read in the house was shown at the return."""
        rule = super()._get_reading_rule()
        back = self.assignment_id.date_to
        return replace(rule, day=min(rule.day, back)) if back else rule
