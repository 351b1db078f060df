from odoo import models


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _post_process(self):
        """Confirm carts with nothing due today once their payment method is kept."""
        kept = self.filtered(
            lambda one: (
                one.operation == "validation" and one.state in ("done", "authorized")
            )
        )
        kept._confirm_free_carts()
        # Odoo asks for the amount of payments only.
        kept.filtered(lambda one: one.state == "done").sale_order_ids._ask_about_paid()
        return super()._post_process()

    def _check_amount_and_confirm_order(self):
        """Tell somebody of carts that could not be ordered any more once they were paid."""
        confirmed = super()._check_amount_and_confirm_order()
        self.sale_order_ids._ask_about_paid()
        return confirmed

    def _confirm_free_carts(self):
        """Confirm the orders that these transactions registered a method for."""
        for order in self.sudo().sale_order_ids:
            waits = order.state in ("draft", "sent") and not order._get_paid_problem()
            if waits and order._wants_method_only():
                order.with_context(send_email=True).action_confirm()
