from odoo import api, fields, models


class SubscriptionAssignment(models.Model):
    """A unit is read as it is given, and as it comes back (PL15)."""

    _inherit = "subscription.assignment"

    meter_id = fields.Many2one(
        related="line_id.meter_id", store=True, index="btree_not_null"
    )
    reading_ids = fields.One2many("subscription.reading", "assignment_id", readonly=True)

    @api.model
    def _open_for(self, move_lines, day):
        """Note what the counters of these units show at the handover.

        What nobody read is what the unit showed last, with whomever it was.
        """
        opened = super()._open_for(move_lines, day)
        rows = []
        for unit in opened.filtered("meter_id"):
            value = unit.move_line_id._get_counter_read()
            if value is None:
                value = unit.lot_id._get_last_counter() if unit.lot_id else None
            if value is not None:
                rows.append(unit._prepare_reading_vals(value, day))
        self._note_handed_counters(rows)
        return opened

    @api.model
    def _close_for(self, move_lines, day):
        """Note what the counters of these units show as they come back."""
        closed = super()._close_for(move_lines, day)
        rows = []
        for unit in closed.filtered("meter_id"):
            value = unit.return_move_line_id._get_counter_read()
            if value is not None:
                rows.append({**unit._prepare_reading_vals(value, day), "kind": "last"})
        self._note_handed_counters(rows)
        return closed

    @api.model
    def _note_handed_counters(self, rows):
        # Who works in the warehouse need not keep subscriptions.
        self.env["subscription.reading"].sudo().create(rows)

    def _prepare_reading_vals(self, value, day):
        """Return the reading of this unit as it changes hands on `day`."""
        self.ensure_one()
        return {
            "meter_id": self.meter_id.id,
            "assignment_id": self.id,
            "date": day,
            "value": value,
            "source": "handover",
        }
