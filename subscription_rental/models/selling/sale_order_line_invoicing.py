from odoo import api, models


class SaleOrderLine(models.Model):
    """What recurs is invoiced by its subscription, and not by the order."""

    _inherit = "sale.order.line"

    def _split_rental(self):
        """Return (lines that the order invoices, lines that the subscription bills)."""
        rental = self.filtered("rental_plan_id")
        return self - rental, rental

    @api.depends("rental_plan_id")
    def _compute_qty_to_invoice(self):
        """Set the quantity to invoice of lines that a subscription bills to zero."""
        one_off, rental = self._split_rental()
        result = super(SaleOrderLine, one_off)._compute_qty_to_invoice()
        rental.qty_to_invoice = 0.0
        return result

    @api.depends("rental_plan_id")
    def _compute_invoice_status(self):
        """Set confirmed lines that a subscription bills to invoiced, others to no."""
        one_off, rental = self._split_rental()
        result = super(SaleOrderLine, one_off)._compute_invoice_status()
        for line in rental:
            line.invoice_status = "invoiced" if line.state == "sale" else "no"
        return result

    @api.depends("rental_plan_id")
    def _compute_untaxed_amount_to_invoice(self):
        """Set the untaxed amount to invoice of lines that a subscription bills to zero."""
        one_off, rental = self._split_rental()
        result = super(SaleOrderLine, one_off)._compute_untaxed_amount_to_invoice()
        rental.untaxed_amount_to_invoice = 0.0
        return result

    @api.depends("rental_plan_id")
    def _compute_amount_to_invoice(self):
        """Set the amount to invoice of lines that a subscription bills to zero."""
        one_off, rental = self._split_rental()
        result = super(SaleOrderLine, one_off)._compute_amount_to_invoice()
        rental.amount_to_invoice = 0.0
        return result

    @api.depends("rental_plan_id")
    def _compute_amount_to_invoice_at_date(self):
        """Set the amount to invoice by date of lines that a subscription bills to zero."""
        one_off, rental = self._split_rental()
        result = super(SaleOrderLine, one_off)._compute_amount_to_invoice_at_date()
        rental.amount_to_invoice_at_date = 0.0
        return result
