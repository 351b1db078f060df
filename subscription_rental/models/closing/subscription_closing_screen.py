from odoo import api, fields, models

from ...billing import deferral


class SubscriptionClosing(models.Model):
    """Where the screen opens, and its ways to other months."""

    _inherit = "subscription.closing"

    @api.model
    def action_open_month(self):
        """Open the month that is to be closed next; for who only reads, the list."""
        self.check_access("read")
        if not self._may_close():
            return self.env["ir.actions.act_window"]._for_xml_id(
                "subscription_rental.subscription_closing_action"
            )
        company = self.env.company
        closing = self._get_next_to_close(company, company._subscription_today())
        if not closing.counted_at:
            closing._count_figures()
        return closing._action_open()

    @api.model
    def _get_next_to_close(self, company, today):
        """Return the first month that is open after those that were closed.

        The first time that is the month before this one.
        """
        domain = [("company_id", "=", company.id), ("state", "=", "closed")]
        closed = self.search(domain, order="date_month desc", limit=1)
        if closed:
            return closed._get_neighbour(1)
        before = fields.Date.subtract(deferral.month_of(today), months=1)
        return self._get_for(company, before)

    def _action_open(self):
        """Return the action that shows this month end."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "subscription_rental.subscription_closing_action"
        )
        return action | {"views": [(False, "form")], "res_id": self.id}

    def action_previous(self):
        """Open the month before."""
        return self._open_neighbour(-1)

    def action_next(self):
        """Open the month after."""
        return self._open_neighbour(1)

    def _open_neighbour(self, months):
        self.ensure_one()
        self._check_role()
        closing = self._get_neighbour(months)
        if not closing.counted_at:
            closing._count_figures()
        return closing._action_open()
