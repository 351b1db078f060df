from odoo import models


class SaleOrder(models.Model):
    """Carts that were left, and orders that are ordered once more (SE6)."""

    _inherit = "sale.order"

    def _is_reorder_allowed(self):
        """Allow it for what was rented, too."""
        rented = any(line._is_rented_again() for line in self.order_line)
        return super()._is_reorder_allowed() or (self.state == "sale" and rented)

    def _get_lines_again(self):
        """Return (rented lines that this shop still offers so, the others)."""
        self.ensure_one()
        rented = self.order_line.filtered(lambda line: line._is_rented_again())
        shop = self.env["website"].get_current_website()._get_rental_shop()
        offered = rented.filtered(
            lambda line: (
                line.rental_plan_id
                in line.product_template_id._get_shop_plans(shop, line.product_id)
            )
        )
        return offered, rented - offered

    def _warn_not_again(self, lines):
        """Say in this cart which of `lines` are not offered like that any more."""
        warnings = [
            self.env._(
                "%(product)s is not offered with %(plan)s any more: choose again on its "
                "page.",
                product=line.product_id.display_name,
                plan=line.rental_plan_id.name,
            )
            for line in lines
        ]
        if warnings:
            self.shop_warning = "\n".join([self.shop_warning or "", *warnings]).strip()

    def _filter_can_send_abandoned_cart_mail(self):
        """Remind of carts with nothing to pay today, too, if something recurs."""
        reminded = super()._filter_can_send_abandoned_cart_mail()
        trials = (self - reminded).filtered(lambda order: order._is_left_trial())
        newest = dict(
            self._read_group(
                [
                    ("state", "=", "sale"),
                    ("partner_id", "in", trials.partner_id.ids),
                    ("website_id", "in", trials.website_id.ids),
                ],
                ["partner_id"],
                ["date_order:max"],
            )
        )
        return reminded | trials.filtered(
            lambda order: (
                not newest.get(order.partner_id)
                or newest[order.partner_id] < order.create_date
            )
        )

    def _is_left_trial(self):
        """Return whether this cart costs nothing today, and could be ordered."""
        self.ensure_one()
        failed = any(one.state == "error" for one in self.sudo().transaction_ids)
        recurs = any(row["total"] for row in self._get_rental_totals())
        free = not any(self.order_line.mapped("price_unit"))
        return bool(self.partner_id.email and recurs and free and not failed)
