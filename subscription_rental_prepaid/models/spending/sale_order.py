from odoo import fields, models

from odoo.addons.subscription_rental.billing import prepaid


class SaleOrder(models.Model):
    """An order of which packs and credit pay something."""

    _name = "sale.order"
    _inherit = ["sale.order", "subscription.prepaid.document.mixin"]
    _prepaid_lines = "order_line"

    rental_spending_ids = fields.One2many(
        "subscription.prepaid.spending", "order_id", string="Paid by Credit", readonly=True
    )

    def _is_prepaid_open(self):
        """Return whether something can be spent here: also on what is not invoiced yet."""
        fresh = self.state == "sale" and not self.invoice_ids and not self.locked
        return fresh or super()._is_prepaid_open()

    def _get_update_prices_lines(self):
        """Leave the prices of what a pack pays for."""
        lines = super()._get_update_prices_lines()
        return lines.filtered(lambda one: not one.rental_prepaid_id)

    def _get_prepayment_required_amount(self):
        """Ask no prepayment for what a pack or credit pays (PK6)."""
        required = super()._get_prepayment_required_amount()
        left = max(self.amount_total - self._get_prepaid_amount(), 0.0)
        return min(required, self.currency_id.round(left * self.prepayment_percent))

    def _get_prepaid_amount(self):
        """Return how much of the total packs and credit will pay."""
        self.ensure_one()
        lines = self.sudo().order_line.filtered(
            lambda one: one.rental_prepaid_id.vat_kind == prepaid.AT_USE
        )
        return sum(lines.mapped("price_total")) + sum(
            self.sudo().rental_spending_ids.mapped("amount")
        )

    def _action_cancel(self):
        """Give back what this order has claimed."""
        for line in self.order_line.filtered("rental_prepaid_id"):
            self.env["subscription.prepaid"]._release_for(line._get_prepaid_key())
        self.sudo().rental_spending_ids._take_back_spending()
        return super()._action_cancel()

    def _create_invoices(self, grouped=False, final=False, date=None):
        """Let credit that was to pay an order pay its first invoice."""
        invoices = super()._create_invoices(grouped=grouped, final=final, date=date)
        for order in self.sudo():
            first = (order.invoice_ids & invoices.sudo()).filtered(
                lambda move: move.move_type == "out_invoice"
            )[:1]
            waiting = order.rental_spending_ids.filtered(lambda row: not row.move_id)
            waiting.move_id = first
        return invoices

    def action_draft(self):
        """Set to draft; what packs paid for has its price again, as the claim is gone."""
        result = super().action_draft()
        lines = self.order_line.filtered("rental_prepaid_id")
        lines._unspend_prepaid()
        return result

    def action_use_prepaid(self):
        """Use a session for the first line that the customer's packs pay for."""
        self._use_first_session()

    def action_undo_prepaid(self):
        """Take back that packs and credit pay for this draft."""
        self.ensure_one()
        self.check_access("write")
        self.order_line.action_undo_prepaid()
        self.sudo().rental_spending_ids._take_back_spending()
