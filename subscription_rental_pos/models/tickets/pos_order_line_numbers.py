from odoo import api, models
from odoo.exceptions import UserError

# What says that a pack or credit pays for a line.
PAID_BY = ("rental_prepaid_id", "rental_pack_uuid", "rental_credit")
NUMBERS = ("rental_credit", "qty", "price_unit", "discount", "price_subtotal",
           "price_subtotal_incl")  # fmt: skip


class PosOrderLine(models.Model):
    """The numbers of lines that packs, credit or plans sell or pay: such as can be meant.

    Odoo counts with whatever a till sends, and fails at what is no number.
    """

    _inherit = "pos.order.line"

    def _check_rental_numbers(self, vals_list):
        """Raise UserError where a line of ours has odd numbers; others are Odoo's."""
        for vals in vals_list:
            if self._has_odd_numbers(vals) and self._is_ours(vals):
                product = self._get_meant_product(vals)
                raise UserError(
                    self.env._(
                        "%(product)s: its quantity, price and what credit pays of it must "
                        "be numbers that can be meant. Remove the line, and add it again.",
                        product=product[:1].display_name or "",
                    )
                )

    @api.model
    def _has_odd_numbers(self, vals):
        """Return whether one of the numbers of a line cannot be meant."""
        numbers = [vals[name] for name in NUMBERS if vals.get(name)]
        sane = all(map(self._is_till_number, numbers))
        return not sane or (vals.get("rental_credit") or 0.0) < 0

    def _get_meant_product(self, vals):
        """Return the product that these values name, else that of these lines."""
        named = vals.get("product_id")
        is_id = type(named) is int
        return self.product_id.browse(named).exists() if is_id else self.product_id

    def _is_ours(self, vals):
        """Return whether these values, or these lines, are of what we sell or pay.

        An override knows what else is.
        """
        paid = any(map(vals.get, PAID_BY)) or any(one._is_paid_by_prepaid() for one in self)
        return paid or self._get_meant_product(vals)._is_sold_ahead()
