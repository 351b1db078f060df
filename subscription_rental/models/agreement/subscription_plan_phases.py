from odoo import api, fields, models
from odoo.tools.misc import formatLang

from ...billing import phases
from ...billing.errors import InvalidPhases
from .subscription_phases import HELP


class SubscriptionPlanLine(models.Model):
    """The phases of a product of a plan."""

    _inherit = "subscription.plan.line"

    phases = fields.Char(help=HELP)
    phases_sentence = fields.Char(string="Prices", compute="_compute_phases_sentence")

    @api.constrains("phases")
    def _check_plan_phases(self):
        for line in self:
            line.plan_id._check_phases(line.phases)

    @api.depends("phases", "price_unit", "plan_id.interval_unit", "plan_id.interval_count")
    @api.depends_context("lang")
    def _compute_phases_sentence(self):
        for line in self:
            line.phases_sentence = line._get_phases_sentence()

    def _get_phases_sentence(self):
        """Return the prices of this line one after the other; '' where there is but one."""
        self.ensure_one()
        try:
            steps = self._get_line_steps()
        except InvalidPhases:
            # The form is being typed in: saving it says what is wrong.
            return ""
        if len(steps) == 1:
            return ""
        return self.plan_id._get_steps_sentence(
            steps, lambda price: formatLang(self.env, price, currency_obj=self.currency_id)
        )

    def _get_line_steps(self):
        """Return the prices of this line, one after the other."""
        self.ensure_one()
        rounding = self.currency_id.rounding or 0.01
        return phases.steps(phases.parsed(self.phases or ""), self.price_unit, rounding)

    def _get_phases_sentence_in(self, currency, day, price):
        """Return the prices of this line before `price`, and it; '' if there is no other.

        :param currency: in which they are said
        """
        text = self and self._get_phases_in(currency, self.env.company, day)
        if not text:
            return ""
        return self.plan_id._get_steps_sentence(
            phases.steps(phases.parsed(text), price, currency.rounding),
            lambda amount: formatLang(self.env, amount, currency_obj=currency),
        )

    def _get_phases_in(self, currency, company, day, factor=1.0):
        """Return the phases of this line with their prices in `currency`.

        :param factor: how many of the product's units are priced together
        """
        if not self.phases:
            return False
        own = self.currency_id

        def convert(price):
            return own._convert(
                float(price) * factor, currency, company, day, round=own != currency
            )

        return phases.written(phases.converted(phases.parsed(self.phases), convert))


class SubscriptionPlan(models.Model):
    """What a plan's products cost at first."""

    _inherit = "subscription.plan"

    def _get_plan_steps(self):
        """Return what the products of this plan cost together, one after the other."""
        self.ensure_one()
        merged = phases.together([line._get_line_steps() for line in self.line_ids])
        return [
            phases.Step(
                periods,
                sum(
                    (
                        phases.exact(self.currency_id.round(line.quantity * float(price)))
                        for line, price in zip(self.line_ids, prices, strict=True)
                    ),
                    phases.exact(0),
                ),
            )
            for periods, prices in merged
        ]

    def _get_phases(self, product, currency, company, day, unit=None):
        """Return the phases of `product` with this plan, with prices in `currency`.

        :param unit: the unit of measure that is priced; empty is the product's own
        """
        line = self._get_line_of(product)
        if not line.phases or not currency:
            return False
        factor = product.uom_id._compute_price(1.0, unit) if unit else 1.0
        day = day or fields.Date.context_today(self)
        return line._get_phases_in(currency, company, day, factor)
