from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...billing import phases
from ...billing.errors import InvalidPhases
from ...billing.proration import exact
from ..agreement.subscription_phases import HELP


class SaleOrder(models.Model):
    """The recurring totals of an order while introductory prices hold (PL14)."""

    _inherit = "sale.order"

    def _get_rental_phases(self, lines):
        """Return [{periods, untaxed, tax, total}] of these lines before the last prices."""
        steps = phases.together([line._get_shown_steps() for line in lines])
        found = []
        for periods, prices in steps[:-1]:
            at_first = dict(zip(lines, map(float, prices), strict=True))
            found.append({"periods": periods, **self._get_stage_sum(lines, at_first)})
        return found

    def _name_rental_phases(self, row, plan):
        """Return `row` of the totals with the name of each phase, as text.

        :param plan: any of those whose interval it is
        """
        named = [
            {**phase, "term": plan._get_term_name(phase["periods"])}
            for phase in row.get("phases") or ()
        ]
        return {**row, "phases": named}

    def _get_rental_then(self, row, shown):
        """Return a row of the totals as text: *3 months at 9.90, then 19.90 every month*.

        :param shown: "total" or "untaxed"
        """
        plans = self.order_line.rental_plan_id.sudo()
        steps = [
            phases.Step(phase["periods"], exact(phase[shown])) for phase in row["phases"]
        ]
        steps.append(phases.Step(None, exact(row[shown])))
        plan = plans.filtered(lambda one: one._get_every_interval() == row["every"])[:1]
        return self.env._(
            "%(price)s %(every)s",
            price=plan._get_steps_sentence(steps, self._show_rental_amount),
            every=row["every"],
        )


class SaleOrderLine(models.Model):
    """Introductory and stepped prices of a recurring order line (PL14)."""

    _inherit = "sale.order.line"

    rental_phases = fields.Char(
        string="At First",
        compute="_compute_rental_phases",
        store=True,
        readonly=False,
        precompute=True,
        help=HELP,
    )
    rental_phases_sentence = fields.Char(
        string="Prices", compute="_compute_rental_phases_sentence"
    )

    @api.depends("product_id", "product_uom_id", "rental_plan_id", "order_id.currency_id")
    def _compute_rental_phases(self):
        # A discount has those of what it is taken off: see where it is made.
        own = self.filtered(lambda line: line.rental_kind or line._is_discount())
        for line in own:
            line.rental_phases = line.rental_phases
        for line in self - own:
            order = line.order_id
            line.rental_phases = line.rental_plan_id._get_phases(
                line.product_id,
                order.currency_id,
                order.company_id,
                order.date_order and order.date_order.date(),
                line.product_uom_id,
            )

    @api.depends("rental_phases", "rental_price_unit", "rental_plan_id")
    @api.depends_context("lang")
    def _compute_rental_phases_sentence(self):
        for line in self:
            line.rental_phases_sentence = line._get_rental_phases_sentence()

    @api.constrains("rental_phases", "rental_plan_id", "rental_kind")
    def _check_rental_phases(self):
        for line in self.filtered("rental_phases"):
            if not line.is_rental_recurring:
                raise ValidationError(
                    self.env._(
                        "%(line)s is sold once: only what recurs has phases. Choose a plan "
                        "for it.",
                        line=line.product_id.display_name,
                    )
                )
            signed = line.rental_price_unit < 0
            line.rental_plan_id._check_phases(line.rental_phases, signed=signed)

    def _get_rental_steps(self):
        """Return the prices per interval of this line, one after the other."""
        self.ensure_one()
        price = self.rental_price_unit
        agreed = phases.parsed(self.rental_phases or "", signed=price < 0)
        return phases.steps(agreed, price, self.currency_id.rounding or 0.01)

    def _get_shown_steps(self):
        """Return the prices of this line; the ordinary one where phases are mistyped."""
        self.ensure_one()
        try:
            return self._get_rental_steps()
        except InvalidPhases:
            # The form is being typed in: saving it says what is wrong.
            return phases.steps([], self.rental_price_unit)

    def _get_first_price(self):
        """Return the price per interval that holds at first."""
        return float(self._get_shown_steps()[0].price)

    def _get_first_bill_price(self):
        """Return the price of this line on the first bill: what is due, or comes later."""
        self.ensure_one()
        if self.is_rental_recurring:
            return self.price_unit or self._get_first_price()
        return self.price_unit or self.rental_price_unit

    def _get_agreed_phases(self):
        """Return the phases that are signed: a price typed for today is the first one."""
        self.ensure_one()
        first, *others = self._get_rental_steps()
        if not others:
            return False
        typed = self._get_typed_price()
        signed = self.rental_price_unit < 0
        agreed = phases.parsed(self.rental_phases, signed=signed)
        if typed is not None:
            agreed[0] = phases.Phase(first.periods, price=exact(typed))
        return phases.written(agreed)

    def _get_rental_phases_sentence(self):
        """Return the prices of a unit, one after the other; '' if there is but one."""
        self.ensure_one()
        steps = self._get_shown_steps()
        if len(steps) == 1 or not self.is_rental_recurring:
            return ""
        show = self.order_id._show_rental_amount
        return self.rental_plan_id.sudo()._get_steps_sentence(steps, show)

    def _get_terms_beside_price(self, with_taxes=None):  # noqa: ARG002
        """Return what else the price per interval means, as sentences: the season.

        Runs wherever the price is shown to who signs; an override adds sentences.

        :param with_taxes: whether amounts are told with taxes; None: as they were typed
        """
        self.ensure_one()
        if not self.is_rental_recurring or self._is_discount():
            return []
        # Customers who see the order may see its terms.
        season = self._get_offered_terms().sudo()._get_season_sentence()
        return [season] if season else []

    def _get_offered_terms(self):
        """Return what has the terms that this line offers: its plan.

        An override returns the subscription that has them already.
        """
        self.ensure_one()
        return self.rental_plan_id

    def _get_rental_amounts_sentence(self, shown):
        """Return what these lines cost together at first, and then; '' if always the same.

        :param shown: "rental_subtotal" or "rental_total"
        """
        steps = phases.together([line._get_shown_steps() for line in self])
        if len(steps) == 1:
            return ""
        amounts = [
            phases.Step(periods, exact(self._get_amount_at(prices, shown)))
            for periods, prices in steps
        ]
        show = self.order_id._show_rental_amount
        return self.rental_plan_id[:1].sudo()._get_steps_sentence(amounts, show)

    def _get_amount_at(self, prices, shown):
        """Return the sum of these lines at `prices`, each rounded as it is by itself."""
        key = "base" if shown == "rental_subtotal" else "total"
        return sum(
            line.order_id._get_rental_summary(
                line, covers=False, prices={line: float(price)}
            )[f"{key}_amount_currency"]
            for line, price in zip(self, prices, strict=True)
        )
