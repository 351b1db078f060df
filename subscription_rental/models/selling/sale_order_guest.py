from odoo import Command, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _invite_guest(self):
        """Give the customer of this order a portal account, unless the address has one."""
        self.ensure_one()
        customer = self.partner_id.sudo()
        if not customer.email or customer.with_context(active_test=False).user_ids:
            return
        wizard = (
            self.env["portal.wizard"]
            .sudo()
            .create({"partner_ids": [Command.set(customer.ids)]})
        )
        for row in wizard.user_ids.filtered(lambda one: one.email_state == "ok"):
            row.action_grant_access()
