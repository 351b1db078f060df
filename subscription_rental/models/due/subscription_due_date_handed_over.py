from odoo import models


class SubscriptionDueDate(models.Model):
    """Held by another customer from now on: the former one is left nothing of it."""

    _inherit = "subscription.due.date"

    def write(self, vals):
        """Let go of what was sent to the former customers of these due dates."""
        holders = self._get_holders() if "partner_id" in vals else {}
        result = super().write(vals)
        now = self._get_holders() if holders else {}
        handed = self.filtered(lambda row: now and now[row] != holders[row])
        if handed:
            handed._forget_former_customers()
        return result

    def _get_holders(self):
        """Return {due date: the company or person that holds it}."""
        return {row: row.partner_id.commercial_partner_id for row in self}

    def _forget_former_customers(self):
        """Let links to these due dates lead nowhere, and their quotations be paid no more.

        One of other things as well stays: what it pays renews nothing of this, see
        `_get_payer_problem`.
        """
        self._write_kept({"access_token": False})
        self._outdate_quotes()
