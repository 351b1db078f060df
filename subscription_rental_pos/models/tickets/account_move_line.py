from odoo import fields, models


class AccountMoveLine(models.Model):
    """A line of a ticket's invoice: the ticket, not the invoice, sells and takes back."""

    _inherit = "account.move.line"

    rental_pos_line_id = fields.Many2one(
        "pos.order.line",
        string="Line of the Ticket",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
    )

    def _is_prepaid_used(self):
        """Know that packs and credit have paid for lines of tickets, too."""
        used = self.sudo().rental_pos_line_id.rental_prepaid_id
        return bool(used) or super()._is_prepaid_used()

    def _get_prepaid_uses(self):
        """Return what the ticket's line has used, where this line invoices one."""
        line = self.sudo().rental_pos_line_id
        return line._get_ticket_uses() if line else super()._get_prepaid_uses()

    def _grant_prepaid(self, offer, today):
        """Let the line of the ticket grant, once, whenever it is invoiced."""
        line = self.sudo().rental_pos_line_id
        if not line:
            return super()._grant_prepaid(offer, today)
        return line._grant_by_ticket(offer, today, invoice_line=self)

    def _is_followed_elsewhere(self):
        """Know that tickets take back what their own invoices credit."""
        return bool(self.sudo().rental_pos_line_id) or super()._is_followed_elsewhere()

    def _take_back_prepaid(self, batch, today):
        """Leave to the ticket what it takes back."""
        if self.sudo().rental_pos_line_id:
            return None
        return super()._take_back_prepaid(batch, today)
