from odoo import fields, models


class StockLot(models.Model):
    """The readings of a unit, whoever had it (PL15)."""

    _inherit = "stock.lot"

    rental_reading_ids = fields.One2many(
        "subscription.reading",
        "lot_id",
        string="Readings",
        readonly=True,
        groups="subscription_rental.group_user_own,subscription_rental.group_billing_reader",
    )
    rental_reading_count = fields.Integer(
        compute="_compute_rental_reading_count",
        groups="subscription_rental.group_user_own,subscription_rental.group_billing_reader",
    )

    def _compute_rental_reading_count(self):
        groups = self.env["subscription.reading"]._read_group(
            [("lot_id", "in", self.ids)], ["lot_id"], ["__count"]
        )
        counts = {lot.id: count for lot, count in groups}
        for lot in self:
            lot.rental_reading_count = counts.get(lot.id, 0)

    def _get_last_counter(self):
        """Return what this unit's counter showed as it came back, None where unknown.

        What it counted with a customer who did not read it is nobody else's use.
        """
        self.ensure_one()
        # The unit comes from another customer, whose readings are nobody's business.
        readings, units = (
            self.env[name].sudo()
            for name in ("subscription.reading", "subscription.assignment")
        )
        came_back = [("lot_id", "=", self.id), ("date_to", "!=", False)]
        before = units.search(came_back, order="date_to desc, id desc", limit=1)
        told = [("assignment_id", "=", before.id), ("voided_at", "=", False)]
        last = readings.search([*told, ("source", "!=", "estimated")], limit=1)
        return last._get_shown_after() if last._is_of_return() else None

    def action_view_rental_readings(self):
        """Draw the readings of this unit, and list them."""
        self.ensure_one()
        self.env["subscription.reading"].check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Readings of %(unit)s", unit=self.display_name),
            "res_model": "subscription.reading",
            "view_mode": "graph,list,form",
            "domain": [("lot_id", "=", self.id)],
            "context": {"create": False},
        }
