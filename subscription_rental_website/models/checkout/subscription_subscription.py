from odoo import models


class SubscriptionSubscription(models.Model):
    """The terms that were accepted in the shop, and the way back into it."""

    _inherit = "subscription.subscription"

    def _prepare_contract_vals(self):
        """Keep the terms as they were when the customer accepted them in the shop."""
        values = super()._prepare_contract_vals()
        order = self.sale_order_id
        accepted = (order.rental_accepted_terms or {}).get(str(self.plan_id.id))
        if accepted:
            values |= {
                "contract_terms": accepted["terms"],
                "contract_version": accepted["version"],
                "signed_by": order.partner_id.name,
                "signed_on": order.rental_accepted_on,
            }
        return values

    def _get_shop_links(self, website):
        """Return [(product name, address)] where its customer gets the same once more."""
        self.ensure_one()
        shop = website._get_rental_shop()
        links = []
        lines = self._get_contract_lines()
        for product in lines.product_id:
            template = product.product_tmpl_id
            if template.is_published and self.plan_id in template._get_shop_plans(
                shop, product
            ):
                # The address of a variant has a question of its own.
                joint = "&" if "?" in product.website_url else "?"
                address = f"{product.website_url}{joint}rental_plan={self.plan_id.id}"
                if template.rental_cover_product_id in lines.product_id:
                    address += "&rental_cover=1"
                links.append((product.display_name, address))
        return links
