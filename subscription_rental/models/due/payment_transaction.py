from odoo import models
from odoo.fields import Command
from odoo.tools import str2bool


class PaymentTransaction(models.Model):
    """A payment of an order that renews due dates: its invoice is made at once (DD8)."""

    _inherit = "payment.transaction"

    def _check_amount_and_confirm_order(self):
        """Invoice what is paid and renews: the payment pays that invoice, which renews."""
        confirmed = super()._check_amount_and_confirm_order()
        # Whoever pays needs no rights on settings, orders and invoices.
        settings = self.env["ir.config_parameter"].sudo()
        # Else Odoo does it by itself for every paid order.
        if not str2bool(settings.get_param("sale.automatic_invoice")):
            for transaction in self.filtered(lambda one: one.state == "done"):
                transaction.sudo()._invoice_renewals()
        return confirmed

    def _invoice_renewals(self):
        """Make the invoice of the paid order of this transaction, if it renews anything."""
        self.ensure_one()
        orders = self.sale_order_ids
        if not orders.order_line.rental_due_date_id:
            return
        unpaid = orders.invoice_ids.filtered(
            lambda move: (
                move.move_type == "out_invoice"
                and move.state != "cancel"
                and move.payment_state in ("not_paid", "partial")
            )
        )
        if unpaid:
            # A clerk was faster: the payment pays what stands on it.
            self.invoice_ids = [Command.link(move.id) for move in unpaid]
        elif all(order._is_paid() for order in orders):
            self._invoice_sale_orders()
