from odoo import models

from odoo.addons.subscription_rental.billing import prepaid


class AccountJournal(models.Model):
    """What open tills have sold and used: it is booked when they close (PK8)."""

    _inherit = "account.journal"

    def _get_prepaid_unbooked(self, account):
        """Add what the tickets of open tills have granted, used and taken back."""
        unbooked = super()._get_prepaid_unbooked(account)
        rows = self._get_unbooked_sales(account) | self._get_unbooked_uses(account)
        return unbooked - sum(rows.mapped("amount"))

    def _get_unbooked_sales(self, account):
        """Return the grants of tickets that neither till nor invoice has booked."""
        return self._search_movements(
            account,
            ("kind", "=", prepaid.GRANT),
            ("batch_id.pos_order_id.session_id.state", "!=", "closed"),
            ("batch_id.pos_order_id.account_move", "=", False),
        )

    def _get_unbooked_uses(self, account):
        """Return what else tickets of open tills have moved and not booked at once."""
        rows = self._search_movements(
            account, ("pos_line_id.order_id.session_id.state", "!=", "closed")
        )
        taken_back = rows.filtered(
            lambda row: row.kind == prepaid.UNDO and row.quantity < 0
        )
        invoiced = taken_back.filtered("pos_line_id.order_id.account_move")
        paid = (rows - taken_back).filtered(
            lambda row: row.prepaid_id.vat_kind == prepaid.AT_USE
        )
        return paid | (taken_back - invoiced)

    def _search_movements(self, account, *domain):
        movements = self.env["subscription.prepaid.movement"].sudo()
        company = ("company_id", "=", self.company_id.id)
        return movements.search([company, ("account_id", "=", account.id), *domain])
