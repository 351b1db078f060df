from odoo import models

# What a line has that nothing of a plan is taken off by.
PLAIN = {
    "rental_plan_id": False,
    "rental_kind": False,
    "rental_price_unit": 0.0,
    "rental_phases": False,
    "rental_percent": 0.0,
    "discount": 0.0,
    "extra_tax_data": False,
}


class SaleOrderLine(models.Model):
    """Lines of rewards that take something off what plans bill."""

    _inherit = "sale.order.line"

    def _is_discount(self):
        return super()._is_discount() or self.reward_id.reward_type == "discount"

    def _is_chosen(self):
        return super()._is_chosen() and not self.reward_id

    def _leave_with_plan(self):
        """Keep rewards, which are the whole order's: they are shared out anew."""
        rewards = self.filtered("reward_id")
        rewards._reset_loyalty().write(PLAIN)
        return super(SaleOrderLine, self - rewards)._leave_with_plan()

    def _reset_loyalty(self, complete=False):
        """Take nothing off what recurs, either, until the reward is shared out anew."""
        result = super()._reset_loyalty(complete)
        self.filtered(lambda line: line.rental_plan_id or line.extra_tax_data).write(
            {"rental_price_unit": 0.0, "rental_phases": False, "extra_tax_data": False}
        )
        return result

    def _prepare_discount_charge_vals(self, subscription):
        """Say what was paid by a gift card or an eWallet."""
        values = super()._prepare_discount_charge_vals(subscription)
        return {**values, "is_payment": self.reward_id.program_id.is_payment_program}
