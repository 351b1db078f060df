from odoo import api, fields, models


class SubscriptionChangeDialogLine(models.TransientModel):
    """What becomes of prices that were agreed for later, in the dialog of changes."""

    _inherit = "subscription.change.dialog.line"

    price_sentence = fields.Char(string="Later", compute="_compute_price_sentence")

    @api.depends("product_id", "price_unit", "change_id.plan_id")
    def _compute_price_sentence(self):
        for row in self:
            line = row.line_id
            if not line._get_coming():
                row.price_sentence = False
            elif row._is_of_other_plan() or not line._keeps_phases(row._get_line_vals()):
                row.price_sentence = self.env._("The prices agreed for later end.")
            else:
                row.price_sentence = line.price_sentence

    def _is_of_other_plan(self):
        """Return whether the dialog changes the plan: its prices hold then."""
        return self.change_id.plan_id != self.change_id.subscription_id.plan_id

    def _is_changed(self):
        """Take a line as changed whose later prices end with the plan."""
        ends = self._is_of_other_plan() and self.line_id._get_coming()
        return bool(ends) or super()._is_changed()
