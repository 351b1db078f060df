from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    def _takes_online_payments(self, orders):
        """Let what was paid online with a pack pay what is invoiced of the order later."""
        with_pack = orders and orders._get_prepaid_lines_sold()
        return bool(with_pack or super()._takes_online_payments(orders))
