from odoo import models
from odoo.fields import Command
from odoo.tools import str2bool
from odoo.tools.misc import formatLang


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

    def _post_process(self):
        """Tell of money that came for what was renewed already: in a second tab, say."""
        result = super()._post_process()
        # Customers pay without rights on due dates.
        for transaction in self.sudo().filtered(lambda one: one.state == "done"):
            if transaction._is_left_over():
                transaction._ask_about_second_money()
        return result

    def _is_left_over(self):
        """Return whether a part of this money pays no invoice, and stands as credit."""
        self.ensure_one()
        payment = self.payment_id
        if not payment:
            return False
        if not payment.move_id:
            return not payment.reconciled_invoice_ids
        owed = payment.move_id.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        return any(not line.reconciled for line in owed)

    def _ask_about_second_money(self):
        """Ask who looks after what this pays for, and what cannot be renewed by it."""
        self.ensure_one()
        lines = self.sale_order_ids.order_line
        rows = lines.rental_due_date_id | self.invoice_ids.line_ids.rental_due_date_id
        vain = rows.filtered(lambda row: row._get_renewal_problem())
        vain._ask_responsible(
            self.env._("Paid once more"),
            self.env._(
                "%(customer)s paid %(amount)s with %(reference)s for what is renewed or "
                "closed already. It stands as the customer's credit: give it back, or "
                "leave it for another invoice.",
                customer=self.partner_id.display_name,
                amount=formatLang(self.env, self.amount, currency_obj=self.currency_id),
                reference=self.reference,
            ),
        )

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
