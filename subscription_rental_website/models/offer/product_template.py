from odoo import api, fields, models
from odoo.fields import Domain
from odoo.http import request

from ...shop import MOST_AT_ONCE

RENTED = "rental"
SOLD = "once"


class ProductTemplate(models.Model):
    """What the shop shows of products that are sold by subscription (SE6)."""

    _inherit = "product.template"

    rental_shop_mode = fields.Selection(
        [
            (RENTED, "By subscription only"),
            ("both", "Once or by subscription"),
            (SOLD, "Once only"),
        ],
        string="In the Shop",
        default=RENTED,
        required=True,
        help="How visitors can have it, once plans that offer it are in the shop.",
    )

    # === which plans === #

    def _get_shop_plans(self, shop, variant=None):
        """Return the plans that visitors of `shop` can choose for this product.

        :param variant: of this product; without, plans of any variant are named
        """
        self.ensure_one()
        question = ("plans", self.id, variant and variant.id)
        return shop.ask(question, lambda: self._find_shop_plans(shop, variant))

    def _find_shop_plans(self, shop, variant):
        if variant:
            plans, variant = self._get_shop_plans(shop), variant.sudo()
            return plans.filtered(lambda plan: plan._sells(variant))
        if self.rental_shop_mode == SOLD:
            return self.env["subscription.plan"]
        # What is on offer is for everybody; plans themselves are not for visitors.
        product = self.sudo()
        offered = product._get_rental_plans().filtered(
            lambda plan: plan._is_offered_in(shop, product)
        )
        return offered.sorted() if len(offered) > 1 else offered

    def _is_only_rented(self, shop):
        """Return whether visitors of `shop` must choose a plan for this product."""
        self.ensure_one()
        question = ("only rented", self.id)
        return shop.ask(question, lambda: self._find_only_rented(shop))

    def _find_only_rented(self, shop):
        if self.rental_shop_mode != RENTED:
            return False
        if self._get_shop_plans(shop):
            return True
        return any(plan._is_published_in(shop) for plan in self.sudo()._get_rental_plans())

    def _get_shop_offers(self, product, shop, quantity=1.0):
        """Return what the shop says of each plan for a variant, best value marked."""
        offers = [
            plan._get_shop_offer(product.sudo(), shop, quantity)
            for plan in self._get_shop_plans(shop, product)
        ]
        self._mark_savings(offers)
        return offers

    @api.model
    def _mark_savings(self, offers):
        """Say on each offer what it saves per month against the dearest one, in percent."""
        dearest = max((offer["monthly"] for offer in offers), default=0.0)
        for offer in offers:
            saved = dearest and round(100 * (1 - offer["monthly"] / dearest))
            offer["saving"] = saved > 0 and self.env._(
                "You save %(percent)s %%", percent=saved
            )

    def _get_dialog_plans(self):
        """Leave the choice to the product page in the shop."""
        plans = super()._get_dialog_plans()
        return plans.browse() if request and request.is_frontend else plans

    # === product page === #

    def _get_additionnal_combination_info(
        self, product_or_template, quantity, uom, date, website
    ):
        """Add what plans offer for this combination and quantity."""
        shop = website._get_rental_shop()
        self._read_shop_offers(shop)
        # What no cart can hold has no price either.
        quantity = quantity if 0 < quantity <= MOST_AT_ONCE else 1.0
        info = super()._get_additionnal_combination_info(
            product_or_template, quantity, uom, date, website
        )
        offers = self._get_shop_offers(product_or_template, shop, quantity)
        rented = self._is_only_rented(shop)
        if offers or rented:
            info |= {"rental_offers": offers, "rental_only": rented}
            # Its price is per interval.
            info["prevent_zero_price_sale"] = rented and not offers
        return info

    def _apply_taxes_to_price(self, *arguments, **options):
        """Compute the same price with taxes once a page, for whoever asks.

        What is only rented has prices per interval: the other one is shown nowhere.
        """
        compute = super()._apply_taxes_to_price
        shop = request and getattr(request, "rental_shop", None)
        if not shop:
            return compute(*arguments, **options)
        if len(self) == 1 and self._is_only_rented(shop):
            return arguments[0]
        question = ("taxed", *arguments, *sorted(options.items()))
        return shop.ask(question, lambda: compute(*arguments, **options))

    def _read_shop_offers(self, shop):
        """Read ahead what the prices of plans need, with what the product's own needs."""
        products, plans = self.sudo(), self._get_shop_plans(shop)
        if not plans:
            return
        along = plans.setup_fee_product_id | products.rental_cover_product_id
        # The whole of it is not needed, only its taxes.
        along.fetch(["product_tmpl_id"])
        taxes = (products | along.product_tmpl_id).taxes_id
        taxes.invoice_repartition_line_ids.mapped("factor_percent")

    # === lists === #

    def _get_sales_prices(self, website):
        """Add the lowest price per interval of products with plans: *from 39 € / month*."""
        if not self:
            return {}
        shop = website._get_rental_shop()
        plans = {product: product._get_shop_plans(shop) for product in self}
        rented = self.filtered(lambda one: one._is_only_rented(shop))
        # What is only rented has no other price; in another currency it has none.
        bought = (self - rented).with_prefetch(self._prefetch_ids)
        prices = super(ProductTemplate, bought)._get_sales_prices(website)
        for product in rented:
            prices[product.id] = {"rental_only": True, "price_reduce": 0.0}
        for product in self:
            if plans[product]:
                prices[product.id] |= plans[product]._get_list_price(product, shop)
        return prices

    def _website_show_quick_add(self):
        """Offer no button in lists where a plan has to be chosen first."""
        shown = super()._website_show_quick_add()
        if not shown or not request:
            return shown
        shop = self.env["website"].get_current_website()._get_rental_shop()
        rented = self._is_only_rented(shop)
        return not rented or len(self._get_shop_plans(shop)) == 1

    @api.model
    def _search_get_detail(self, website, order, options):
        """Let the list be filtered by *rent* and *buy*, and recurring prices by range."""
        detail = super()._search_get_detail(website, order, options)
        wanted = options.get("rental")
        if wanted in ("rent", "buy"):
            detail["base_domain"].append(self._get_rental_domain(website, wanted))
        for name, operator in (("min_price", ">="), ("max_price", "<=")):
            if price := options.get(name):
                # Odoo's own condition; what is rented has its price on the plans.
                detail["base_domain"].remove([("list_price", operator, price)])
                detail["base_domain"].append(
                    self._get_price_domain(website, operator, price)
                )
        return detail

    @api.model
    def _get_price_domain(self, website, operator, price):
        """Return the domain of products with a price like that, once or per interval.

        :param price: in the currency of the website's company, as in Odoo's own search
        """
        company = website.company_id.sudo()
        here = company.currency_id._convert(
            price, website.currency_id, company, round=False
        )
        once = Domain("list_price", operator, price)
        once &= self._get_rental_domain(website, "buy")
        return once | self._get_planned_domain(
            website, Domain("price_unit", operator, here)
        )

    @api.model
    def _get_rental_domain(self, website, wanted):
        """Return the domain of products that are rented (*rent*), or sold once (*buy*)."""
        if wanted == "rent":
            return self._get_planned_domain(website)
        # What is only rented is not sold in another currency, either.
        planned = self._get_offering_domain(website._get_published_plans_domain())
        return ~(planned & Domain("rental_shop_mode", "=", RENTED))

    @api.model
    def _get_planned_domain(self, website, condition=Domain.TRUE):
        """Return the domain of products that plans of the shop offer.

        :param condition: on the lines of the plans
        """
        planned = self._get_offering_domain(website._get_open_plans_domain(), condition)
        return planned & Domain("rental_shop_mode", "!=", SOLD)

    @api.model
    def _get_offering_domain(self, plans, condition=Domain.TRUE):
        """Return the domain of products with such lines in `plans`, a domain."""
        # Visitors have no rights on plans: only whether there is one counts.
        lines = Domain("plan_id", "any!", plans) & condition
        return Domain("rental_plan_line_ids", "any!", lines)

    # === search engines === #

    def _to_markup_data(self, website):
        """Add the offers of plans: a price per interval, as schema.org has it.

        Here and not on the variant, where other addons add to Odoo's one offer.
        """
        shop = website._get_rental_shop()
        self._read_shop_offers(shop)
        data = super()._to_markup_data(website)
        variants = data.get("hasVariant") or [data]
        for product, known in zip(self.product_variant_ids, variants, strict=False):
            self._add_markup_offers(product, known, shop)
        return data

    def _add_markup_offers(self, product, data, shop):
        """Add the offers of plans to what schema.org is told of a variant."""
        once = data["offers"]
        shared = {"availability": once["availability"]} if "availability" in once else {}
        offers = [
            {**plan._prepare_markup_offer(product.sudo(), shop), **shared}
            for plan in self._get_shop_plans(shop, product)
        ]
        if self._is_only_rented(shop):
            data["offers"] = offers
        elif offers:
            data["offers"] = [once, *offers]
