from odoo import models
from odoo.exceptions import UserError, ValidationError

# Packs of one line of a cart: more is a mistake in typing, or for a talk.
MOST_AT_ONCE = 100


class SaleOrder(models.Model):
    """A cart with packs or credit: what is offered, in whole numbers, to somebody."""

    _inherit = "sale.order"

    def _cart_add(self, product_id, quantity=1.0, *, uom_id=None, **kwargs):
        """Add a product; refuse packs that this shop does not sell."""
        product = self.env["product.product"].browse(product_id)
        refusals = product._get_prepaid_refusals(self.website_id, self.currency_id)
        if refusals:
            raise UserError(refusals[product])
        return super()._cart_add(product_id, quantity, uom_id=uom_id, **kwargs)

    def _verify_updated_quantity(self, order_line, product_id, new_qty, uom_id, **kwargs):
        """Sell whole packs, and no more at once than a cart can hold; say so."""
        allowed, warning = super()._verify_updated_quantity(
            order_line, product_id, new_qty, uom_id, **kwargs
        )
        product = self.env["product.product"].browse(product_id)
        if not product._get_prepaid_offers(self.company_id):
            return allowed, warning
        if allowed > MOST_AT_ONCE:
            return MOST_AT_ONCE, self.env._(
                "At most %(most)s at once: ask us if you need more.", most=MOST_AT_ONCE
            )
        return max(int(allowed), 1), warning

    def _get_prepaid_lines_sold(self):
        """Return the lines of these orders that sell packs or credit, once and for all."""
        lines = self.env["sale.order.line"]
        for company, orders in self.grouped("company_id").items():
            known = orders.order_line.filtered(lambda one: not one.rental_plan_id)
            sold = known.product_id._get_prepaid_offers(company).product_id
            lines |= known.filtered(lambda one, sold=sold: one.product_id in sold)
        return lines

    def _get_prepaid_problems(self):
        """Return why this cart cannot be ordered now, as sentences."""
        self.ensure_one()
        if not self.website_id:
            return []
        products = self.order_line.filtered(lambda one: not one.rental_plan_id).product_id
        refusals = products._get_prepaid_refusals(self.website_id, self.currency_id)
        return [
            self.env._("%(reason)s Remove it from the cart.", reason=reason)
            for reason in refusals.values()
        ]

    def _check_cart_is_ready_to_be_paid(self):
        """Refuse carts with packs that are not sold any more, or to nobody by name."""
        if problems := self._get_prepaid_problems():
            raise ValidationError(problems[0])
        if self.partner_id.is_public and self._get_prepaid_lines_sold():
            raise ValidationError(
                self.env._("Packs are kept for you: enter your name and address first.")
            )
        return super()._check_cart_is_ready_to_be_paid()
