from odoo import api, fields, models
from odoo.tools.misc import formatLang

from odoo.addons.subscription_rental.billing import proration
from odoo.addons.subscription_rental.billing.proration import exact


class SubscriptionPlan(models.Model):
    """What the shop says of a plan: prices as the website shows them (SE6)."""

    _name = "subscription.plan"
    _inherit = ["subscription.plan", "website.published.multi.mixin"]

    is_published = fields.Boolean(
        string="Offered in the Shop",
        help="Visitors can choose it for its products that are published.",
    )
    shop_warning = fields.Text(compute="_compute_shop_warning")

    @api.depends("is_published", "line_ids.product_tmpl_id.is_published", "invoice_mode")
    @api.depends_context("lang")
    def _compute_shop_warning(self):
        for plan in self:
            problems = plan.is_published and plan._get_shop_problems()
            plan.shop_warning = bool(problems) and "\n".join(problems)

    def _get_shop_problems(self):
        """Return why visitors cannot subscribe to this published plan, as sentences."""
        self.ensure_one()
        problems = []
        products = self.line_ids.product_tmpl_id
        hidden = products.filtered(lambda product: not product.is_published)
        if products and hidden == products:
            problems.append(
                self.env._("None of its products is published: publish one of them, too.")
            )
        if self.offer_warning:
            problems.append(self.offer_warning)
        company = self.company_id or self.website_id.company_id or self.env.company
        asks = self.deposit or any(products.mapped("rental_deposit"))
        if asks and not company.subscription_deposit_account_id:
            problems.append(
                self.env._(
                    "Choose the account of deposits first, in the settings of "
                    "Subscriptions."
                )
            )
        if self.invoice_mode == "collect" and self.collection_warning:
            problems.append(self.collection_warning)
        return problems

    def _compute_website_url(self):
        result = super()._compute_website_url()
        for plan in self:
            product = plan.line_ids.product_tmpl_id[:1]
            plan.website_url = product.website_url or "/shop"
        return result

    def _is_offered_in(self, shop, product):
        """Return whether visitors of `shop` can choose this plan for `product`.

        :param product: a variant, or a template of which some variant is enough
        """
        self.ensure_one()
        if not self._is_published_in(shop) or self.currency_id != shop.currency:
            return False
        return self._sells(product)

    def _is_published_in(self, shop):
        """Return whether this plan is for visitors of `shop`, whatever their currency."""
        if not self.is_published:
            return False
        return not self.website_id or self.website_id == shop.website

    def _sells(self, product):
        """Return whether this plan has a price of its own for `product`."""
        if product._name == "product.product":
            return bool(self._get_line_of(product))
        return bool(self._get_lines_of(product))

    @api.model
    def _get_offered_fields(self):
        return [*super()._get_offered_fields(), "is_published", "website_id"]

    # === amounts === #

    def _get_shop_price(self, product, shop, unit=None):
        """Return what a piece of `product` costs per interval, as the website shows it."""
        price = self._get_shop_unit_price(product, shop, unit=unit)
        return self._summarize_shop([(product, price, 1.0)], shop)

    def _get_shop_unit_price(self, product, shop, quantity=1.0, unit=None):
        """Return the price of a piece of `product`, if so many are taken, before taxes."""
        return shop.ask(
            ("price", self.id, product._name, product.id, quantity, unit and unit.id),
            lambda: self._get_recurring_price(
                product,
                shop.currency,
                shop.website.company_id,
                shop.today,
                unit,
                pricelist=shop.pricelist,
                quantity=quantity,
            ),
        )

    def _get_shop_amounts(self, product, shop, quantity=1.0, *, with_cover=False):
        """Return (due today, per interval) for `quantity` of `product`, as shown.

        The same rules as the cart's: what is due of the first period, the setup fee if it
        is due with it, and the deposit.
        """
        self.ensure_one()
        share = self._get_shop_due_share(shop)
        sold = [product]
        if with_cover:
            sold.append(product.rental_cover_product_id)
        then, now = [], []
        for one in sold:
            price = self._get_shop_unit_price(one, shop, quantity)
            due = proration.unit_price(
                float(self._get_shop_steps(one, shop, quantity)[0].price),
                exact(share),
                quantity=quantity,
                discount=0.0,
                rounding=shop.currency.rounding,
            )
            then.append((one, price, quantity))
            now.append((one, float(due), quantity))
        extras = self._get_shop_additions(product, shop, quantity)
        for kind, (amount, is_due) in extras.items():
            if is_due:
                now.append((self._get_extra_product(kind), amount, 1.0))
        later = self._summarize_shop(then, shop)
        return later if now == then else self._summarize_shop(now, shop), later

    def _get_shop_additions(self, product, shop, quantity):
        """Return {kind: (amount, whether it is due today)} of setup fee and deposit."""
        template = product
        if product._name == "product.product":
            template = product.product_tmpl_id
        return shop.ask(
            ("extras", self.id, template.id, quantity),
            lambda: self._get_due_extras(
                [(template, quantity)],
                shop.currency,
                shop.website.company_id,
                shop.today,
                due_now=bool(self._get_shop_due_share(shop)),
            ),
        )

    def _summarize_shop(self, sold, shop):
        """Return the total of [(product, price, quantity)], as the website shows it."""
        asked = [(one._name, one.id, price, quantity) for one, price, quantity in sold]
        question = ("amount", *asked)
        return shop.ask(question, lambda: self._find_shop_total(sold, shop))

    def _find_shop_total(self, sold, shop):
        taxes = self.env["account.tax"].sudo()
        company = shop.website.company_id
        summary = taxes._summarize_rental_lines(
            [
                taxes._prepare_base_line_for_taxes_computation(
                    {},
                    product_id=product,
                    price_unit=price,
                    quantity=quantity,
                    currency_id=shop.currency,
                    tax_ids=self._get_shop_taxes(product, shop),
                )
                for product, price, quantity in sold
            ],
            company,
            shop.currency,
        )
        shown = "total" if shop.with_taxes else "base"
        return summary[f"{shown}_amount_currency"]

    def _get_shop_taxes(self, product, shop):
        """Return the taxes of `product` for the visitor."""
        return shop.ask(
            ("taxes", product._name, product.id),
            lambda: shop.position.map_tax(
                product.taxes_id._filter_taxes_by_company(shop.website.company_id)
            ),
        )

    # === sentences === #

    def _format_shop(self, amount, shop):
        """Return an amount as people of the shop's language write it."""
        return shop.ask(
            ("text", amount),
            lambda: formatLang(self.env, amount, currency_obj=shop.currency),
        )

    def _get_shop_offer(self, product, shop, quantity=1.0):
        """Return what the shop says of this plan for `quantity` of `product`, as JSON."""
        self.ensure_one()
        today, then = self._get_shop_amounts(product, shop, quantity)
        price = then if quantity == 1 else self._get_shop_price(product, shop)
        cover = product.rental_cover_product_id
        return {
            "id": self.id,
            "name": self.name,
            "price": self._format_shop(price, shop),
            "amount": price,
            "monthly": float(self._get_per_month(price)),
            "interval": self._get_every_interval(),
            "facts": self._get_shop_facts(product, shop, quantity),
            "sentence": self._get_shop_sentence(
                today, then, shop, self._get_shop_prices([product], shop, quantity)
            ),
            "cover": bool(cover) and self._get_shop_cover(product, cover, shop, quantity),
        }

    def _get_shop_cover(self, product, cover, shop, quantity):
        """Return what the shop says of the cover of `product` with this plan, as JSON."""
        price = self._get_shop_price(cover, shop)
        amounts = self._get_shop_amounts(product, shop, quantity, with_cover=True)
        return {
            "name": cover.name,
            "price": self._format_shop(price, shop),
            "sentence": self._get_shop_sentence(
                *amounts, shop, self._get_shop_prices([product, cover], shop, quantity)
            ),
        }

    def _get_shop_sentence(self, today, then, shop, prices=""):
        """Return the line that says it all: what is due today, then, and for how long.

        :param prices: as text, where others hold at first
        """
        if prices:
            return self._get_shop_phases_sentence(today, prices, shop)
        said = {
            "today": self._format_shop(today, shop),
            "price": self._format_shop(then, shop),
            "every": self._get_every_interval(),
            "duration": self._get_shop_duration(),
        }
        if shop.with_taxes:
            return self.env._(
                "Today %(today)s, then %(price)s %(every)s, %(duration)s.", **said
            )
        return self.env._(
            "Today %(today)s, then %(price)s %(every)s, before taxes, %(duration)s.", **said
        )

    def _get_shop_duration(self):
        """Return how long it runs at least, as the end of a sentence."""
        if self.commitment_count:
            return self.env._(
                "at least %(term)s", term=self._get_term_name(self.commitment_count)
            )
        if self.term_count:
            return self.env._("for %(term)s", term=self._get_term_name(self.term_count))
        return self.env._("to be cancelled %(every)s", every=self._get_every_interval())

    def _get_shop_facts(self, product, shop, quantity=1.0):
        """Return the facts of this plan beside its price, as short lines."""
        facts = []
        if prices := self._get_shop_prices([product], shop):
            facts.append(prices)
        facts += self._get_facts_beside_price(product, quantity, shop.told())
        if self.trial_days:
            facts.append(self.env._("%(days)s free", days=self._get_trial_name()))
        if self.is_seasonal:
            facts.append(self._get_season_sentence())
        extras = self._get_shop_additions(product, shop, quantity)
        if "setup_fee" in extras:
            fee = self._get_extra_product("setup_fee")
            amount = self._summarize_shop([(fee, extras["setup_fee"][0], 1.0)], shop)
            facts.append(
                self.env._(
                    "%(fee)s once, to set it up",
                    fee=self._format_shop(amount, shop),
                )
            )
        if "deposit" in extras:
            facts.append(
                self.env._(
                    "%(deposit)s deposit, given back at the end",
                    deposit=self._format_shop(extras["deposit"][0], shop),
                )
            )
        return facts

    def _get_free_rows(self):
        """Return [(name, sentence)] of the trial of this plan; none without one."""
        if not self.trial_days:
            return []
        return [(self.env._("Free at first"), self._get_trial_name())]
