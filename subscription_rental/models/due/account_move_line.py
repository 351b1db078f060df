from odoo import models


class AccountMoveLine(models.Model):
    """A line of an invoice that renews a due date, once the invoice is paid."""

    _name = "account.move.line"
    _inherit = ["account.move.line", "subscription.due.line.mixin"]

    def _get_renewing_customer(self):
        """Return none where the order knows the customer: another one may pay for it."""
        customer = super()._get_renewing_customer()
        is_free = self.sale_line_ids or self.move_id.move_type != "out_invoice"
        return customer.browse() if is_free else customer

    def _get_buyers(self):
        """Return who bought what these lines invoice, as the order knows it, if any."""
        buyers = self.browse().partner_id
        for line in self:
            buyers |= line.sale_line_ids.order_partner_id or line.partner_id
        return buyers.commercial_partner_id

    def _get_named_before(self):
        """Add what the order, and the invoice that a credit note takes back, renew."""
        known = self.sudo()
        reversed_lines = known.move_id.reversed_entry_id.invoice_line_ids
        return (
            super()._get_named_before()
            | known.sale_line_ids.rental_due_date_id
            | reversed_lines.rental_due_date_id
        )

    def _copy_data_extend_business_fields(self, values):
        # A credit note says what it takes back.
        result = super()._copy_data_extend_business_fields(values)
        if "move_reverse_cancel" in self.env.context:
            values["rental_due_date_id"] = self.rental_due_date_id.id
        return result

    def _reconcile_post_hook(self, data):
        """Treat as paid what other credit of its customer has paid, too.

        Odoo calls it reversed, as if the invoice itself had been credited.
        """
        result = super()._reconcile_post_hook(data)
        settled = data["not_paid_invoices"].filtered(
            lambda move: (
                move.move_type == "out_invoice" and move.payment_state == "reversed"
            )
        )
        taken_back = settled.filtered(lambda move: move._is_credited_in_full())
        paid = settled - taken_back
        paid.filtered(lambda move: move._is_paid_for())._invoice_paid_hook()
        for move in taken_back.sudo():
            move._tell_taken_back()
        return result
