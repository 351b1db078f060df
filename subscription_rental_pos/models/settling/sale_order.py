from odoo import models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """Orders that a till may settle: not what is billed or paid in another way (SE10)."""

    _inherit = "sale.order"

    def load_sale_order_from_pos(self, config_id):
        """Refuse to settle what a subscription bills, or packs and credit pay."""
        self.order_line._check_settled_at_till()
        return super().load_sale_order_from_pos(config_id)


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _check_settled_at_till(self):
        """Raise UserError where a ticket with these lines would bill them twice."""
        for order, lines in self.sudo().grouped("order_id").items():
            if lines.filtered(lambda one: one.rental_plan_id or one.is_rental_recurring):
                raise UserError(
                    self.env._(
                        "%(order)s is sold by a plan: its subscription bills it, and a "
                        "ticket would bill it again. Confirm the order, and register the "
                        "payment on its invoice.",
                        order=order.name,
                    )
                )
            if lines.rental_prepaid_id or order.rental_spending_ids:
                raise UserError(
                    self.env._(
                        "A pack or credit pays for %(order)s: undo that on the order, and "
                        "use it on the ticket.",
                        order=order.name,
                    )
                )
