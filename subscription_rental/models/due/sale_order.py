from odoo import models


class SaleOrder(models.Model):
    """An order that renews due dates, paid by its customer online (DD8)."""

    _inherit = "sale.order"

    def _let_pay_renewal(self):
        """Let the customer pay this quotation in full, without a signature before."""
        self.ensure_one()
        if self.state not in ("draft", "sent"):
            return
        payable = {"require_payment": True, "prepayment_percent": 1.0}
        if self.state == "draft":
            # What a clerk has sent is signed as the clerk asked for it.
            payable["require_signature"] = False
            self.action_quotation_sent()
        self.write(payable)

    def _get_order_pay_path(self):
        """Return the path on which this order is paid; or nothing, if it is not now."""
        self.ensure_one()
        if self._has_payment_under_way():
            return ""
        if self.state == "sale":
            left = self.currency_id.round(self.amount_total - self.amount_paid)
            if self.currency_id.compare_amounts(left, 0.0) <= 0:
                return ""
            return self.get_portal_url(query_string=f"&payment_amount={left}")
        return self.get_portal_url() if self._has_to_be_paid() else ""

    def _renews_only(self, rows):
        """Return whether due dates among `rows` are all that this order is of."""
        self.ensure_one()
        sold = self.order_line.filtered(lambda line: not line.display_type)
        return bool(sold) and all(line.rental_due_date_id in rows for line in sold)

    def _get_renewed_page(self):
        """Return the path of the due date that is all this order renews; or nothing."""
        self.ensure_one()
        sold = self.order_line.filtered(lambda line: not line.display_type)
        row = sold.rental_due_date_id
        alone = len(row) == 1 and all(line.rental_due_date_id for line in sold)
        return row._get_renew_url() if alone else ""

    def _has_payment_under_way(self):
        """Return whether a payment of this order waits for the bank or for us."""
        self.ensure_one()
        last = self.transaction_ids.sorted("id")[-1:]
        waits = last.state == "done" and not last.is_post_processed
        return waits or last.state in ("pending", "authorized")
