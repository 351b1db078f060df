from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...billing import due_dates

# How customers sort their due dates: what the page says, and the order in SQL.
SORTS = {
    "due": "date_due, id",
    "name": "name, date_due, id",
    "amount": "amount desc, date_due, id",
}


class SubscriptionDueDate(models.Model):
    """A due date as its customer sees it (DD8).

    Customers have no rights on due dates: pages go through controllers that ask here whose
    one is.
    """

    _name = "subscription.due.date"
    _inherit = ["subscription.link.mixin", "subscription.due.date"]

    def action_revoke_links(self):
        """Take all links to these due dates back."""
        self.check_access("write")
        self._revoke_links()

    def _get_linked_documents(self):
        """Add the orders and invoices that renew it once they are paid."""
        named = [("rental_due_date_id", "=", self.id)]
        return [
            *super()._get_linked_documents(),
            self.env["sale.order.line"].search(named).order_id,
            self.env["account.move.line"].search(named).move_id,
        ]

    def _portal_domain(self, user):
        """Leave out what was renewed or closed: what is held stands on other rows."""
        return super()._portal_domain(user) & Domain("state", "in", due_dates.OPEN)

    def _get_chain(self):
        """Return what this due date was renewed up to and from, latest first."""
        self.ensure_one()
        customer = self.partner_id.commercial_partner_id
        rows = self.search([("partner_id", "child_of", customer.id)])
        following = {row.previous_id: row for row in rows if row.previous_id}
        chain = self
        while later := following.get(chain[:1]):
            chain = later + chain
        while chain[-1:].previous_id & rows:
            chain += chain[-1:].previous_id
        return chain

    # === renewing === #

    def _filter_renewable(self):
        """Return those of these due dates that the customer may renew alone today."""
        days = {one: one._subscription_today() for one in self.company_id}
        return self.filtered(lambda row: row._lets_renew(days[row.company_id]))

    def _begin_renewal(self, today):
        """Return the path of the page to pay what renews this; "" if it is being paid."""
        self.ensure_one()
        if not self._lets_renew(today) and not self._get_waiting():
            raise UserError(
                self.env._("This is not possible any more: open the page again.")
            )
        found = self._renew_online()
        if found.state == "draft":
            raise UserError(
                self.env._("We prepare your invoice just now: you get it from us.")
            )
        return self._get_pay_path(found)

    def _get_waiting(self):
        """Return the invoice or order that its customer was asked to pay; or nothing."""
        self.ensure_one()
        if self.state not in due_dates.OPEN:
            # Of what is closed, or was renewed otherwise, nothing is paid here.
            return self.env["sale.order"]
        found = self._find_renewal()
        # What a clerk prepares is nobody else's yet.
        return found if found and found.state != "draft" else found.browse()
