from odoo import fields, models


class SubscriptionBulkDialogReading(models.TransientModel):
    """What a unit shows on the day of a transfer (PL15, LC10)."""

    _inherit = "subscription.bulk.dialog.reading"

    assignment_id = fields.Many2one("subscription.assignment", string="Unit")

    def _prepare_typed_vals(self, day):
        """Say of which unit it is."""
        values = super()._prepare_typed_vals(day)
        unit = self.assignment_id
        return {**values, "assignment_id": unit.id} if unit else values
