from odoo import models

from odoo.addons.subscription_rental.models.selling.sale_order_extras import EXTRAS


class SaleOrderLine(models.Model):
    """Lines of a cart that are sold by a plan."""

    _inherit = "sale.order.line"

    def _show_in_cart(self):
        """Show fees, deposits and covers with the totals and with what they belong to."""
        once = self.rental_kind == "discount"
        return super()._show_in_cart() and not self._comes_along() and not once

    def _comes_along(self):
        """Return whether this line is no article of its own: a fee, a deposit, a cover.

        A discount is one: who entered its code can take it out.
        """
        self.ensure_one()
        return bool(self.rental_kind in EXTRAS or self.rental_is_cover)

    def _check_validity(self):
        """Take lines with a plan: what is due today may be nothing, as in a trial."""
        return super(
            SaleOrderLine, self.filtered(lambda line: not line.rental_plan_id)
        )._check_validity()

    def _is_reorder_allowed(self):
        """Leave lines with a plan to the shop's own way: Odoo's knows no plan."""
        return super()._is_reorder_allowed() and not self.rental_plan_id

    def _is_rented_again(self):
        """Return whether this line can be ordered once more with its plan and cover."""
        product = self.product_id
        return bool(
            self.rental_plan_id and self._is_chosen() and product._is_add_to_cart_allowed()
        )

    def _get_cart_covers(self):
        """Return the cover of this line, found among the lines of the cart."""
        return self.order_id.order_line.filtered(
            lambda line: line.rental_is_cover and line.linked_line_id == self
        )

    def _get_cart_display_price(self):
        """Return what is due today of this line and of its cover."""
        price = super()._get_cart_display_price()
        for cover in self._get_cart_covers():
            price += cover._get_cart_display_price()
        return price

    def _get_shop_line_price(self):
        """Return what this line and its cover cost per interval, as the shop shows it."""
        self.ensure_one()
        return sum((self | self._get_cart_covers()).mapped(self._get_shop_shown()))

    def _get_shop_terms(self):
        """Return what else that price means, with amounts as the shop shows them."""
        return self._get_terms_beside_price(self._get_shop_shown() == "rental_total")

    def _get_shop_shown(self):
        """Return the field of the recurring amount that the shop shows."""
        website = self.order_id.website_id
        excluded = website.show_line_subtotals_tax_selection == "tax_excluded"
        return "rental_subtotal" if excluded else "rental_total"

    def _get_shop_line_text(self):
        """Return that price as text; where others hold at first, they come before it."""
        self.ensure_one()
        lines = self | self._get_cart_covers()
        prices = lines._get_rental_amounts_sentence(self._get_shop_shown())
        return prices or self.order_id._show_rental_amount(self._get_shop_line_price())

    def _get_shop_line_plans(self):
        """Return the plans that this line of the cart can be changed to."""
        self.ensure_one()
        if not self._is_chosen():
            # What is given goes with what it is given for.
            return self.rental_plan_id
        shop = self.order_id.website_id._get_rental_shop()
        return self.product_template_id._get_shop_plans(shop, self.product_id)
