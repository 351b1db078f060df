from odoo import models
from odoo.tools.misc import format_date


class SaleOrderLine(models.Model):
    """Where the recurring price of an order line comes from, told on one click (PL16)."""

    _inherit = "sale.order.line"

    def action_explain_price(self):
        """Tell the user where the recurring price of this line comes from."""
        self.ensure_one()
        self.check_access("read")
        return self.rental_plan_id._tell_origins(
            self.product_id.display_name, self._get_sold_origins()
        )

    def _get_sold_origins(self):
        """Return where the recurring price comes from: sentences, in their order."""
        self.ensure_one()
        show = self.order_id._show_rental_amount
        own, listed = self._get_price_by_plan(), self._get_listed_price()
        plan, order = self.rental_plan_id, self.order_id
        origins = [
            self.env._("The plan %(plan)s says %(price)s.", plan=plan.name, price=show(own))
        ]
        if plan.uses_pricelist and order.pricelist_id:
            origins.append(
                self.env._(
                    "The pricelist %(pricelist)s makes it %(price)s.",
                    pricelist=order.pricelist_id.name,
                    price=show(listed),
                )
            )
        if self.rental_price_unit != listed:
            origins.append(self._get_typed_origin(show(self.rental_price_unit)))
        if self.rental_phases:
            origins.append(
                self.env._("At first: %(prices)s.", prices=self.rental_phases_sentence)
            )
        return origins

    def _get_typed_origin(self, price):
        """Return who typed `price`, and when; or that the list has changed since."""
        if not self.rental_typed_uid:
            return self.env._("It was %(price)s when it was quoted.", price=price)
        return self.env._(
            "%(user)s typed %(price)s on %(day)s.",
            user=self.sudo().rental_typed_uid.name,
            price=price,
            day=format_date(self.env, self.rental_typed_on),
        )

    def _get_price_by_plan(self):
        """Return the price by the plan alone."""
        order = self.order_id
        return self.rental_plan_id._get_plan_price(
            self.product_id,
            order.currency_id,
            order.company_id,
            order.date_order.date(),
            self.product_uom_id,
        )
