from odoo import api, fields, models


class SubscriptionChangeDialogLine(models.TransientModel):
    """A change keeps the metered use of a line, or takes that of another plan (PL15)."""

    _inherit = "subscription.change.dialog.line"

    tariff_id = fields.Many2one(
        "subscription.tariff",
        string="Metered Use",
        compute="_compute_tariff_id",
        store=True,
        readonly=False,
        precompute=True,
    )

    @api.depends("product_id")
    def _compute_tariff_id(self):
        for row in self:
            line = row.line_id
            if line and line.product_id == row.product_id:
                row.tariff_id = line.tariff_id
            else:
                row.tariff_id = row.change_id.plan_id._get_tariff(row.product_id)

    def _get_line_vals(self):
        """Let the line have this metered use."""
        return {**super()._get_line_vals(), "tariff_id": self.tariff_id.id}
