from odoo import api, fields, models


class SubscriptionChangeDialogLine(models.TransientModel):
    """What the list says of a row that is added, if its quantity is another one (PL16)."""

    _inherit = "subscription.change.dialog.line"

    listed_price = fields.Float(
        compute="_compute_listed_price", store=True, readonly=False, precompute=True
    )

    @api.depends("product_id")
    def _compute_listed_price(self):
        for row in self:
            row.listed_price = 0.0 if row._is_agreed() else row._get_price_by_list()

    @api.onchange("quantity")
    def _onchange_quantity(self):
        # A price that was typed, or that a line has already, stays.
        if self.listed_price and self.price_unit == self.listed_price:
            self.price_unit = self.listed_price = self._get_price_by_list()

    def _is_agreed(self):
        """Return whether this row is of a line that goes on with its product."""
        self.ensure_one()
        return bool(self.line_id) and self.line_id.product_id == self.product_id

    def _get_price_by_list(self):
        """Return what the plan and the customer's pricelist say of this row."""
        dialog = self.change_id
        return dialog.plan_id._get_subscribed_price(
            dialog.subscription_id, self.product_id, dialog.date, quantity=self.quantity
        )
