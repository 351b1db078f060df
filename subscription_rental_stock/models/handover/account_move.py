from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    def _invoice_paid_hook(self):
        """Ship what waited for its payment."""
        result = super()._invoice_paid_hook()
        # Whoever registers the payment need not know deliveries.
        periods = self.sudo().line_ids.rental_period_id.filtered("is_to_ship")
        if periods:
            self.env.ref("subscription_rental_stock.ir_cron_ship").sudo()._trigger()
        return result
