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
