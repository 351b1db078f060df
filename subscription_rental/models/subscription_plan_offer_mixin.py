from odoo import api, fields, models
from odoo.tools.misc import formatLang

from ..billing.errors import BillingRuleError
from ..billing.timeline import Timeline

PREVIEW_COUNT = 12


class SubscriptionPlanOfferMixin(models.AbstractModel):
    _name = "subscription.plan.offer.mixin"
    _description = "What a Plan Offers: Prices and First Dates"

    preview_date = fields.Date(
        string="Try a Start Date",
        store=False,
        default=fields.Date.context_today,
        compute="_compute_preview_date",
        readonly=False,
    )
    preview_html = fields.Html(compute="_compute_preview_html", sanitize=False)

    def _compute_preview_date(self):
        for plan in self:
            plan.preview_date = fields.Date.context_today(plan)

    @api.depends("preview_date", "line_ids.price_subtotal", "setup_fee", "currency_id")
    @api.depends(lambda self: self._terms_fields())
    @api.depends_context("lang")
    def _compute_preview_html(self):
        for plan in self:
            plan.preview_html = plan._render_preview()

    def _render_preview(self):
        """Return the first billing dates of a subscription started on the chosen day."""
        if not self.preview_date:
            return False
        try:
            rows = self._get_preview_rows(self.preview_date)
        except BillingRuleError:
            # The form is being typed in: saving it says what is wrong.
            return False
        return self.env["ir.qweb"]._render(
            "subscription_rental.schedule_table",
            {"rows": rows, "currency": self.currency_id},
        )

    def _get_preview_rows(self, start):
        """Return the rows of the schedule table for a start on that day."""
        terms = self._get_terms()
        opening = terms.opening(start)
        timeline = Timeline(opening.anchor, terms.interval, opening.end)
        outlook = self.env["subscription.outlook.mixin"]
        rows = outlook._prepare_period_rows(
            (terms, timeline, opening.first_start),
            PREVIEW_COUNT,
            not_before=start,
            get_amount=lambda period: self.currency_id.round(
                self.recurring_amount * float(timeline.share(period))
            ),
        )
        rows[0]["charges"] = self.setup_fee
        return outlook._prepare_trial_rows(opening.trial) + rows

    def _get_recurring_price(self, product, currency, company, day):
        """Return what `product` costs per interval with this plan, in `currency`.

        What the plan does not name costs its own price.
        """
        line = self._get_line_of(product)
        price, own = (
            (line.price_unit, line.currency_id)
            if line
            else (product.lst_price, product.currency_id)
        )
        if not own or not currency:
            return 0.0
        return own._convert(
            price,
            currency,
            company,
            day or fields.Date.context_today(self),
            # Prices may have more digits than the currency.
            round=own != currency,
        )

    def _get_line_of(self, product):
        """Return the line of this plan that prices `product`: its variant's comes first."""
        template = product
        if product._name == "product.product":
            template = product.product_tmpl_id
        lines = self.line_ids.filtered(lambda line: line.product_tmpl_id == template)
        of_variant = lines.filtered(lambda line: line.product_id == product)
        return (of_variant or lines.filtered(lambda line: not line.product_id))[:1]

    def _get_offer(self, product, currency, day):
        """Return what the configurator shows of this plan for `product`."""
        self.ensure_one()
        price = self._get_recurring_price(product, currency, self.env.company, day)
        return {
            "id": self.id,
            "name": self.name,
            "price": price,
            "interval": self._get_interval_name(),
        }

    def _get_offer_sentence(self):
        """Return what a customer pays with this plan, and when, in one sentence."""
        self.ensure_one()
        price = formatLang(
            self.env,
            sum(self.line_ids.mapped("price_subtotal")),
            currency_obj=self.currency_id,
        )
        parts = [
            self.env._(
                "%(price)s every %(interval)s",
                price=price,
                interval=self._get_interval_name(),
            )
        ]
        if self.trial_days:
            parts.append(self.env._("%(days)s days free", days=self.trial_days))
        for name in ("setup_fee", "deposit"):
            if not self.currency_id.is_zero(self[name]):
                label = self._fields[name]._description_string(self.env)
                amount = formatLang(self.env, self[name], currency_obj=self.currency_id)
                parts.append(f"{label}: {amount}")
        if self.term_count:
            parts.append(self.env._("%(count)s intervals", count=self.term_count))
        return "; ".join(parts)

    def _get_extra_product(self, kind):
        """Return the product of a setup fee or of a deposit."""
        self.ensure_one()
        if kind == "setup_fee":
            return self.setup_fee_product_id
        return self.env.ref("subscription_rental.product_deposit")
