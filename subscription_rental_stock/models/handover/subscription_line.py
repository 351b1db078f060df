from odoo import fields, models

from odoo.addons.subscription_rental.billing.proration import exact


class SubscriptionLine(models.Model):
    _inherit = "subscription.line"

    quantity_ordered = fields.Float(
        string="Ordered",
        digits="Product Unit",
        readonly=True,
        help="How many the customer asked for, while fewer are handed over and billed.",
    )
    assignment_ids = fields.One2many("subscription.assignment", "line_id", readonly=True)

    def _is_goods(self):
        """Return whether this line is of goods that a customer takes and brings back."""
        self.ensure_one()
        rented = self.subscription_id.plan_id.goods_handling == "rent"
        return rented and self.product_id.type == "consu"

    def _get_ordered(self):
        """Return the quantity that the customer ordered, in the product's own unit."""
        self.ensure_one()
        ordered = self.quantity_ordered or self.quantity
        return self.product_uom_id._compute_quantity(ordered, self.product_id.uom_id)

    def _get_in_unit(self, quantity):
        """Return `quantity` of the product's unit in the unit of this line."""
        self.ensure_one()
        return self.product_id.uom_id._compute_quantity(quantity, self.product_uom_id)

    def _get_worth_of_unit(self):
        """Return what one of the product costs per interval, less discount, exactly."""
        self.ensure_one()
        worth = exact(self.price_unit) * (1 - exact(self.discount) / 100)
        # Priced by the line's unit, counted in the product's.
        return worth * exact(self._get_in_unit(1))

    def _prepare_out_vals(self, out):
        """Return the values that bill this line for `out` units of the product."""
        self.ensure_one()
        ordered = self.quantity_ordered or self.quantity
        quantity = self._get_in_unit(out)
        return {
            "product_id": self.product_id.id,
            "quantity": quantity,
            "price_unit": self.price_unit,
            "discount": self.discount,
            "quantity_ordered": 0.0 if quantity == ordered else ordered,
        }

    def _prepare_less_vals(self, units):
        """Return the values that bill this line for `units` less."""
        self.ensure_one()
        ordered = (self.quantity_ordered or self.quantity) - units
        quantity = self.quantity - units
        return {
            **self._prepare_out_vals(0),
            "quantity": quantity,
            "quantity_ordered": 0.0 if quantity == ordered else ordered,
        }
