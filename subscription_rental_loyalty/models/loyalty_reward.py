from odoo import fields, models


class LoyaltyReward(models.Model):
    """How often a discount is given on what recurs (SE14)."""

    _inherit = "loyalty.reward"

    rental_recurs = fields.Boolean(
        string="Each Time",
        default=True,
        help="Recurring products cost less each time; else only on the first invoice.",
    )

    def _is_given_each_time(self):
        """Return whether what recurs costs less each time; points are spent once."""
        self.ensure_one()
        spent = self.discount_mode == "per_point" or self.program_id.is_payment_program
        return self.rental_recurs and not spent
