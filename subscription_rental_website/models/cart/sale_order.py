from odoo import models
from odoo.exceptions import UserError

from ...shop import MOST_AT_ONCE, as_id


class SaleOrder(models.Model):
    """A cart with plans: one line per product, plan and cover (SE6)."""

    _inherit = "sale.order"

    # === adding === #

    def _cart_add(self, product_id, quantity=1.0, *, uom_id=None, **kwargs):
        """Add a product with the plan of the request, or with its own first one."""
        product = self.env["product.product"].browse(product_id)
        values = {**kwargs, **self._get_shop_choice(product, **kwargs)}
        # From what is there already, some can be taken off.
        if quantity <= 0 and not self._cart_find_product_line(
            product_id, uom_id or product.uom_id.id, **values
        ):
            raise UserError(self.env._("Choose how many: at least one."))
        return super()._cart_add(product_id, quantity, uom_id=uom_id, **values)

    def _get_shop_choice(
        self, product, rental_plan_id=None, rental_with_cover=False, **kwargs
    ):
        """Return the plan and cover that `product` is added with; checks what was sent.

        Raises UserError for a plan that this shop does not offer for the product, and for
        a product that is only rented and has no single plan.
        """
        shop = self.website_id._get_rental_shop()
        template = product.product_tmpl_id
        if kwargs.get("combo_item_id"):
            return self._get_combo_choice(product, shop)
        plans = template._get_shop_plans(shop, product)
        plan = plans.filtered(lambda one: one.id == as_id(rental_plan_id))
        # What comes with another product has plans of its own.
        if rental_plan_id and not plan and not kwargs.get("linked_line_id"):
            raise UserError(
                self.env._(
                    "%(product)s is no longer offered like that: reload the page and "
                    "choose again.",
                    product=product.display_name,
                )
            )
        if not plan and template._is_only_rented(shop):
            plan = plans[:1]
            if not plan:
                raise UserError(
                    self.env._(
                        "%(product)s cannot be rented in %(currency)s here: choose another "
                        "price list, or ask us.",
                        product=product.display_name,
                        currency=shop.currency.name,
                    )
                )
        covered = rental_with_cover and plan and template.rental_cover_product_id
        return {"rental_plan_id": plan.id, "rental_with_cover": bool(covered)}

    def _get_combo_choice(self, product, shop):
        """Return no plan for an item of a combo, which is sold once.

        Raises UserError if it is only rented: its plan is no part of the combo's price.
        """
        if product.product_tmpl_id._is_only_rented(shop):
            raise UserError(
                self.env._(
                    "%(product)s is only rented, and not sold in a combo: choose something "
                    "else, or a plan on its own page.",
                    product=product.display_name,
                )
            )
        return {"rental_plan_id": False, "rental_with_cover": False}

    def _cart_find_product_line(
        self,
        product_id,
        uom_id,
        linked_line_id=False,
        no_variant_attribute_value_ids=None,
        rental_plan_id=False,
        rental_with_cover=False,
        **kwargs,
    ):
        """Find the line with the same plan and cover, too."""
        found = super()._cart_find_product_line(
            product_id,
            uom_id,
            linked_line_id=linked_line_id,
            no_variant_attribute_value_ids=no_variant_attribute_value_ids,
            **kwargs,
        )
        return found.filtered(
            lambda line: (
                line.rental_plan_id.id == (rental_plan_id or False)
                and line.rental_with_cover == bool(rental_with_cover)
                and not line._comes_along()
            )
        )

    def _prepare_order_line_values(
        self,
        product_id,
        quantity,
        uom_id,
        *,
        rental_plan_id=False,
        rental_with_cover=False,
        **kwargs,
    ):
        """Add the plan and the cover."""
        values = super()._prepare_order_line_values(product_id, quantity, uom_id, **kwargs)
        return {
            **values,
            "rental_plan_id": rental_plan_id,
            "rental_with_cover": rental_with_cover,
        }

    # === changing === #

    def _cart_update_line_quantity(self, line_id, quantity, **kwargs):
        """Leave lines alone that come along with others: they follow them."""
        line = self.order_line.filtered(lambda one: one.id == line_id)
        if line and line._comes_along():
            return {
                "added_qty": 0,
                "line_id": line.id,
                "quantity": line.product_uom_qty,
                "warning": self.env._("This comes with the plan: change the product."),
            }
        kwargs = {
            name: value for name, value in kwargs.items() if not name.startswith("rental_")
        }
        return super()._cart_update_line_quantity(line_id, quantity, **kwargs)

    def _verify_updated_quantity(self, order_line, product_id, new_qty, uom_id, **kwargs):
        """Rent out no more at once than a cart can hold; say so."""
        rented = order_line.rental_plan_id or kwargs.get("rental_plan_id")
        allowed, warning = super()._verify_updated_quantity(
            order_line, product_id, new_qty, uom_id, **kwargs
        )
        if not rented or allowed <= MOST_AT_ONCE:
            return allowed, warning
        return MOST_AT_ONCE, self.env._(
            "At most %(most)s at once: ask us if you need more.", most=MOST_AT_ONCE
        )

    def _cart_set_plan(self, line_id, plan_id, *, with_cover):
        """Sell a line of the cart with another plan or cover; join it with its equal."""
        self.ensure_one()
        line = self.order_line.filtered(
            lambda one: one.id == line_id and one.rental_plan_id and one._is_chosen()
        )
        if not line:
            raise UserError(self.env._("Your cart has changed: reload the page."))
        choice = self._get_shop_choice(
            line.product_id, rental_plan_id=plan_id, rental_with_cover=with_cover
        )
        equal = self._cart_find_product_line(
            line.product_id.id,
            line.product_uom_id.id,
            no_variant_attribute_value_ids=line.product_no_variant_attribute_value_ids.ids,
            **choice,
        )
        if other := (equal - line)[:1]:
            other.product_uom_qty += line.product_uom_qty
            line.unlink()
        else:
            line.write(choice)
        self._verify_cart_after_update()

    def _verify_cart_after_update(self):
        """Update fees, deposits, covers and what is due today."""
        result = super()._verify_cart_after_update()
        self._sync_rental_lines()
        self._refresh_rental_prices()
        return result

    # === what is shown === #

    def _get_shop_extras(self):
        """Return [(name, amount)] of the fees and deposits that are due today."""
        self.ensure_one()
        excluded = self.website_id.show_line_subtotals_tax_selection == "tax_excluded"
        amount = "price_subtotal" if excluded else "price_total"
        lines = self.order_line.filtered(
            lambda line: line.rental_kind in ("setup_fee", "deposit") and line.price_unit
        )
        return [(line.name, line[amount]) for line in lines]

    def _get_shop_later(self):
        """Return what the first invoice has once and is not due today, with taxes.

        That are setup fees, less what is given once; as *Today* and *Then* stand beside it.
        """
        self.ensure_one()
        lines = self._get_once_later()
        summary = self.env["account.tax"]._summarize_rental_lines(
            [
                line._prepare_base_line_for_taxes_computation(
                    price_unit=line._get_rental_extra_amount(), quantity=1.0, discount=0.0
                )
                for line in lines
            ],
            self.company_id,
            self.currency_id,
        )
        return summary["total_amount_currency"] if lines else 0.0
