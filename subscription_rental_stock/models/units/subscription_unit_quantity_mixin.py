from odoo import api, fields, models


class SubscriptionUnitQuantityMixin(models.AbstractModel):
    """An event of a unit, or of a quantity of goods without serial numbers."""

    _name = "subscription.unit.quantity.mixin"
    _description = "So Many of a Row"

    assignment_id = fields.Many2one("subscription.assignment", string="Unit", required=True)
    is_serial = fields.Boolean(related="assignment_id.is_serial")
    quantity = fields.Float(
        compute="_compute_quantity",
        store=True,
        readonly=False,
        precompute=True,
        digits="Product Unit",
        help="How many of it, where it has no serial number.",
    )

    @api.depends("assignment_id")
    def _compute_quantity(self):
        for record in self:
            record.quantity = record.assignment_id.quantity or 1.0
