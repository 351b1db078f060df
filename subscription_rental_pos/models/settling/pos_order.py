from odoo import models


class PosOrder(models.Model):
    _inherit = "pos.order"

    def _process_saved_order(self, draft):
        """Refuse tickets that settle what is billed or paid in another way."""
        self.lines.sale_order_line_id._check_settled_at_till()
        return super()._process_saved_order(draft)
