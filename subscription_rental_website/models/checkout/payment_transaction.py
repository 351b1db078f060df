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
        result = super()._post_process()
        paid = self.filtered(lambda one: one.state == "done") - kept
        paid.sudo().sale_order_ids._ask_about_second_payment()
        return result

    def _set_canceled(self, state_message=None, extra_allowed_states=()):
        """Tell somebody of orders whose payment was under way, and is cancelled."""
        processed = super()._set_canceled(state_message, extra_allowed_states)
        processed.sudo().sale_order_ids._ask_about_failed_payment()
        return processed

    def _set_error(self, state_message, extra_allowed_states=()):
        """Tell somebody of orders whose payment was under way, and failed."""
        processed = super()._set_error(state_message, extra_allowed_states)
        processed.sudo().sale_order_ids._ask_about_failed_payment()
        return processed

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
