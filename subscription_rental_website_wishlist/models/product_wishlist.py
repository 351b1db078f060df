from odoo import api, fields, models
from odoo.http import request


class ProductWishlist(models.Model):
    """A wish for what is sold by subscription: with its plan and cover (SE6)."""

    _inherit = "product.wishlist"

    rental_plan_id = fields.Many2one(
        "subscription.plan", string="Plan", index="btree_not_null", ondelete="set null"
    )
    rental_with_cover = fields.Boolean(string="With Cover")

    def _get_rental_offer(self, info):
        """Return what the shop says of the plan of this wish; None if it is bought.

        A plan that is not offered any more gives way to the first one that is.

        :param info: what the shop says of the product: its combination info
        """
        self.ensure_one()
        offers = info.get("rental_offers") or []
        plan = self.sudo().rental_plan_id
        kept = [offer for offer in offers if offer["id"] == plan.id]
        wanted = plan or info.get("rental_only")
        return next(iter(kept or offers), None) if wanted else None

    @api.model
    def _add_to_wishlist(
        self, pricelist_id, currency_id, website_id, price, product_id, partner_id=False
    ):
        """Take over the plan that was told for this product just before."""
        wish = super()._add_to_wishlist(
            pricelist_id, currency_id, website_id, price, product_id, partner_id
        )
        told = request.session.pop("rental_wish", None) if request else None
        if told and told[0] == product_id:
            _product, plan_id, with_cover = told
            wish._choose_rental_plan(plan_id, with_cover=with_cover)
        return wish

    def _choose_rental_plan(self, plan_id, *, with_cover):
        """Keep the plan and the cover of these wishes, where the shop offers them so.

        :param plan_id: as a visitor sent it; none for what is bought
        """
        shop = self.env["website"].get_current_website()._get_rental_shop()
        for wish in self:
            product = wish.sudo().product_id
            template = product.product_tmpl_id
            offered = template._get_shop_plans(shop, product)
            kept = offered.filtered(lambda plan: plan.id == plan_id)
            covered = kept and with_cover and template.rental_cover_product_id
            wish.sudo().write(
                {"rental_plan_id": kept.id, "rental_with_cover": bool(covered)}
            )
