from markupsafe import Markup

from odoo import models


class SaleOrder(models.Model):
    """A copied quotation: plans, covers and discounts stay, prices are of today (SE13)."""

    _inherit = "sale.order"

    def copy(self, default=None):
        """Copy orders; what recurs on the copies costs what its plan asks for today."""
        copies = super().copy(default)
        for order in copies.filtered("is_rental"):
            order._take_todays_prices()
        return copies

    def _take_todays_prices(self):
        """Set recurring prices and fees to those of today; say which have changed."""
        self.ensure_one()
        lines = self.order_line.filtered(
            lambda line: line.rental_plan_id and not line._is_discount()
        )
        before = {line: line.rental_price_unit for line in lines}
        recurring = lines.filtered("is_rental_recurring")
        self.env.add_to_compute(lines._fields["rental_price_unit"], recurring)
        recurring.filtered("product_uom_qty")._take_todays_fees(lines - recurring)
        changed = lines.filtered(
            lambda line: self.currency_id.compare_amounts(
                before[line], line.rental_price_unit
            )
        )
        if changed:
            self._refresh_rental_prices()
            self._tell_todays_prices(changed, before)

    def _tell_todays_prices(self, changed, before):
        """Note which prices the `changed` lines had `before`, on the original."""
        self.ensure_one()
        prices = Markup("<br/>").join(
            self.env._(
                "%(product)s: %(today)s, in place of %(before)s",
                product=line.product_id.display_name,
                today=self.currency_id.format(line.rental_price_unit),
                before=self.currency_id.format(before[line]),
            )
            for line in changed
        )
        told = self.env._("Recurring prices of today, and not of the order copied from:")
        self._message_log(body=told + Markup("<br/>") + prices)


class SaleOrderLine(models.Model):
    """The recurring lines of a copied quotation, and the fees that come along."""

    _inherit = "sale.order.line"

    def _take_todays_fees(self, extras):
        """Set the amounts of these `extras` of the recurring lines to those of today.

        One that was waived, or that was typed where it is due, stays.
        """
        for plan, lines in self.grouped("rental_plan_id").items():
            asked = lines._get_rental_extras()
            for extra in extras.filtered(lambda one, plan=plan: one.rental_plan_id == plan):
                typed = extra.price_unit != extra.technical_price_unit
                if extra.rental_kind in asked and extra.rental_price_unit and not typed:
                    extra.rental_price_unit = asked[extra.rental_kind][0]
