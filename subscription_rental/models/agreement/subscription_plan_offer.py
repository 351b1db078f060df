from odoo import api, fields, models
from odoo.tools import format_list
from odoo.tools.misc import formatLang

from ...words import format_days


class SubscriptionPlan(models.Model):
    """What a plan offers: its prices, and its one sentence."""

    _inherit = "subscription.plan"

    offer_warning = fields.Char(compute="_compute_offer_warning")

    @api.depends("line_ids.product_id.active", "line_ids.product_tmpl_id.active")
    @api.depends_context("lang")
    def _compute_offer_warning(self):
        for plan in self:
            archived = plan.line_ids.filtered(lambda line: not line._is_on_offer())
            products = [line._get_sold_name() for line in archived]
            plan.offer_warning = bool(products) and self.env._(
                "Nobody can subscribe: %(products)s is archived. Take it off the plan, or "
                "unarchive it.",
                products=format_list(self.env, products),
            )

    def _get_plan_price(self, product, currency, company, day, unit=None):
        """Return what `product` costs per interval by this plan alone, in `currency`.

        A product that the plan does not name costs its own price.

        :param unit: the unit of measure that is priced; empty is the product's own
        """
        line = self._get_line_of(product)
        price, own = (
            (line.price_unit, line.currency_id)
            if line
            else (product.lst_price, product.currency_id)
        )
        if not own or not currency:
            return 0.0
        if line and self._has_extras(product, line):
            price += product.currency_id._convert(
                product.price_extra, own, company, day or fields.Date.context_today(self)
            )
        if unit:
            price = product.uom_id._compute_price(price, unit)
        return own._convert(
            price,
            currency,
            company,
            day or fields.Date.context_today(self),
            # Prices may have more digits than the currency.
            round=own != currency,
        )

    def _has_extras(self, product, line):
        """Return whether extras of the variant `product` are added to the price of `line`.

        A price of the variant itself has them already.
        """
        is_variant = product._name == "product.product"
        return self.adds_extras and is_variant and not line.product_id

    def _get_line_of(self, product):
        """Return the plan line that prices `product`: a line of its variant comes first."""
        template = product
        if product._name == "product.product":
            template = product.product_tmpl_id
        lines = self._get_lines_of(template)
        of_variant = lines.filtered(lambda line: line.product_id == product)
        return (of_variant or lines.filtered(lambda line: not line.product_id))[:1]

    @api.model
    def _get_offered_fields(self):
        """Return the names of the fields of a plan that an offer of it is made of."""
        return [
            *("active", "sequence", "name", "company_id", "currency_id"),
            *("interval_count", "interval_unit", "billing_timing", "invoice_lead_days"),
            *("alignment", "alignment_day", "alignment_month", "trial_days"),
            *("term_count", "commitment_count", "start_on_payment", "start_on_handover"),
            *("setup_fee", "setup_fee_product_id", "deposit"),
            *("uses_pricelist", "adds_extras", "is_seasonal"),
        ]

    def _get_lines_of(self, template):
        """Return the plan lines that price `template` or its variants."""
        return self.line_ids.filtered(lambda line: line.product_tmpl_id == template)

    def _get_offer(self, product, currency, day, pricelist=None):
        """Return what the configurator shows of this plan for `product`."""
        self.ensure_one()
        price = self._get_recurring_price(
            product, currency, self.env.company, day, pricelist=pricelist
        )
        return {
            "id": self.id,
            "name": self.name,
            "price": price,
            "prices": self._get_line_of(product)._get_phases_sentence_in(
                currency, day, price
            ),
            "interval": self._get_interval_name(),
        }

    def _get_facts_beside_price(self, product, quantity, told):  # noqa: ARG002
        """Return what is paid for `quantity` of `product` beside its price, as sentences.

        Runs wherever the plan is offered for a product; an override adds sentences.

        :param told: see `Told`
        """
        self.ensure_one()
        return []

    def _get_offer_sentence(self):
        """Return what a customer pays with this plan, and when, in one sentence."""
        self.ensure_one()
        price = self._get_steps_sentence(
            self._get_plan_steps(),
            lambda amount: formatLang(self.env, amount, currency_obj=self.currency_id),
        )
        parts = [
            self.env._("%(price)s %(every)s", price=price, every=self._get_every_interval())
        ]
        amounts = {"setup_fee": self.setup_fee, "deposit": self.deposit}
        return ", ".join(parts + self._get_offer_details(amounts, self.currency_id))

    def _get_offer_details(self, amounts, currency):
        """Return what is said of this plan beside its price, as parts of one sentence.

        :param amounts: of the setup fee and the deposit, by these names, in `currency`
        """
        self.ensure_one()

        def show(kind):
            return formatLang(self.env, amounts[kind], currency_obj=currency)

        parts = []
        if self.trial_days:
            parts.append(
                self.env._("%(days)s free", days=format_days(self.env, self.trial_days))
            )
        if self.is_seasonal:
            parts.append(self.env._("billed in %(months)s", months=self.season_display))
        if amounts.get("setup_fee"):
            parts.append(self.env._("setup fee %(amount)s", amount=show("setup_fee")))
        if amounts.get("deposit"):
            parts.append(self.env._("security deposit %(amount)s", amount=show("deposit")))
        if self.term_count:
            term = self._get_term_name(self.term_count)
            parts.append(self.env._("for %(term)s", term=term))
        if self.commitment_count:
            term = self._get_term_name(self.commitment_count)
            parts.append(self.env._("at least %(term)s", term=term))
        return parts

    def _get_extra_product(self, kind):
        """Return the product of a setup fee or of a deposit."""
        self.ensure_one()
        if kind == "setup_fee":
            return self.setup_fee_product_id
        return self.env.ref("subscription_rental.product_deposit")

    # === what the law wants named before a consumer orders === #

    def _get_law_rows(self, lines=None, told=None):  # noqa: ARG002
        """Return [(name, sentence)] of duration, renewal and leaving of this plan.

        Runs wherever a plan is offered, and before it is ordered; an override adds rows.

        :param lines: of the order that sells it; without, it is offered as it is
        :param told: see `Told`; without, amounts are told as they were typed
        """
        self.ensure_one()
        rows = [(self.env._("Duration"), self._get_law_duration())]
        if self.is_seasonal:
            rows.append((self.env._("Season"), self._get_season_sentence()))
        if self.term_count:
            rows.append((self.env._("At its end"), self._get_renewal_sentence()))
        if self.commitment_count:
            rows.append((self.env._("Leaving earlier"), self._get_early_sentence()))
        rows.append((self.env._("Cancelling"), self._get_notice_sentence()))
        return rows

    def _get_law_duration(self):
        """Return how long the contract runs, or at least."""
        self.ensure_one()
        if self.term_count:
            return self._get_term_name(self.term_count)
        if self.commitment_count:
            return self.env._(
                "No fixed end, at least %(term)s.",
                term=self._get_term_name(self.commitment_count),
            )
        return self.env._("No fixed end.")
