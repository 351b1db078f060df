from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    def _invoice_paid_hook(self):
        """Wake the delivery job for the periods of paid invoices that are to be shipped."""
        result = super()._invoice_paid_hook()
        # Whoever registers the payment need not know deliveries.
        periods = self.sudo().line_ids.rental_period_id.filtered("is_to_ship")
        if periods:
            self.env.ref("subscription_rental_stock.ir_cron_ship").sudo()._trigger()
        return result
