from odoo import models
from odoo.exceptions import UserError

from ..tickets.pos_order import PAID
from .product_template import RENTED


class PosOrder(models.Model):
    """A ticket that buys what its till sells by subscription only (SE10).

    The till asks for a plan; one that was tampered with, or has not loaded what changed
    since, does not. It is refused before it is paid. What is paid already is taken, as
    its customer has left, and a person is told.
    """

    _inherit = "pos.order"

    def _process_saved_order(self, draft):
        """Refuse what is sold by subscription only, or tell a person."""
        bought = self.lines._get_bought_without_plan()
        if bought and not self._is_money_taken(draft):
            raise UserError(
                self.env._(
                    "%(product)s is sold by subscription only: remove it, reload the data "
                    "of the till, and choose it again with a plan.",
                    product=bought[0].product_id.display_name,
                )
            )
        result = super()._process_saved_order(draft)
        if self.state in PAID:
            bought._tell_bought_without_plan()
        return result

    def _is_money_taken(self, draft):
        """Return whether the customer has paid for this where no refusal can undo it."""
        by_terminal = self.payment_ids.filtered("transaction_id")
        return not draft and bool(self.rental_was_offline or by_terminal)


class PosOrderLine(models.Model):
    _inherit = "pos.order.line"

    def _get_bought_without_plan(self):
        """Return the lines that buy what tills sell by subscription only.

        Not what is taken back, nor what an order of the office has sold.
        """
        bought = self.filtered(
            lambda line: (
                not line.rental_kind
                and line.qty > 0
                and not line.refunded_orderline_id
                and line.sale_order_line_id.sudo().product_id != line.product_id
            )
        )
        return bought.filtered(
            lambda line: (
                line.product_id.product_tmpl_id.with_company(
                    line.company_id
                ).rental_till_choice
                == RENTED
            )
        )

    def _tell_bought_without_plan(self):
        """Ask a person what becomes of products that were bought without their plan."""
        for product, lines in self.grouped("product_id").items():
            order = lines.order_id
            manager = order.company_id._get_subscription_manager()
            # Cashiers have no rights on products.
            product.sudo().product_tmpl_id.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=(manager or order.user_id or self.env.user).id,
                summary=self.env._("Bought, and sold by subscription only"),
                note=self.env._(
                    "Ticket %(ticket)s of %(customer)s has sold %(product)s without a "
                    "plan, and was paid before it arrived. Take it back, or make a "
                    "subscription.",
                    ticket=order.name,
                    customer=order.partner_id.display_name or self.env._("nobody by name"),
                    product=product.display_name,
                ),
            )
