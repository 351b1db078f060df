from odoo import models


class SaleOrder(models.Model):
    """Products that come from Odoo's catalogue know plans, too (SE13)."""

    _inherit = "sale.order"

    def _get_product_catalog_order_data(self, products, **options):
        """Show the recurring price of what is sold by a plan once it is picked."""
        data = super()._get_product_catalog_order_data(products, **options)
        for product in products:
            plan = product.product_tmpl_id._get_dialog_plans()[:1]
            if plan:
                data[product.id]["price"] = plan._get_recurring_price(
                    product,
                    self.currency_id,
                    self.company_id,
                    self.date_order.date(),
                    pricelist=self.pricelist_id,
                    at=self.date_order,
                )
        return data

    def _update_order_line_info(self, product_id, quantity, **options):
        """Sell a product with plans by the first one, as its dialog proposes it.

        What comes along with the plan follows: the fee, the deposit and the cover.
        """
        before = self.order_line
        price = super()._update_order_line_info(product_id, quantity, **options)
        added = self.order_line - before
        for line in added:
            line.rental_plan_id = line.product_template_id._get_dialog_plans()[:1]
        if not self.is_rental:
            return price
        self._sync_rental_lines()
        self._refresh_rental_prices()
        lines = self.order_line.filtered(
            lambda line: line.product_id.id == product_id and line.is_rental_recurring
        )
        return lines[:1]._get_discounted_price() if lines else price
