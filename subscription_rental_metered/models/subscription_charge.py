from odoo import fields, models


class SubscriptionCharge(models.Model):
    """The metered use of a period, which waits for the next invoice (PL15)."""

    _inherit = "subscription.charge"

    kind = fields.Selection(
        selection_add=[("metered", "Metered use"), ("other",)],
        ondelete={"metered": "set default"},
    )
    use_id = fields.Many2one(
        "subscription.use", string="Use", index="btree_not_null", ondelete="restrict"
    )
    is_use_again = fields.Boolean(help="It bills again what was credited of that use.")

    def _prepare_charge_line_vals(self, sign=1):
        """Let the invoice line tell of which use it is, of which days, and for whom."""
        values = super()._prepare_charge_line_vals(sign)
        if not self.use_id:
            return values
        return {
            **values,
            "rental_use_id": self.use_id.id,
            "rental_first_day": self.date_first,
            "rental_last_day": self.date_last,
            "analytic_distribution": self.use_id.line_id.analytic_distribution,
        }
