from odoo import api, fields, models
from odoo.tools.misc import format_date

from ...billing import phases, proration, selling
from ...billing.proration import exact
from ...billing.terms import ARREARS
from ...words import format_days
from .sale_order_extras import EXTRAS


class SaleOrder(models.Model):
    """What an order comes to today, and from when on what recurs is paid (SE2).

    Also while it is typed in: what comes along by the next saving counts already.
    """

    _inherit = "sale.order"

    rental_sentence = fields.Char(
        string="Today and Then", compute="_compute_rental_sentence"
    )
    rental_made = fields.Char(
        string="Subscriptions Made",
        compute="_compute_rental_made",
        help="What became of what recurs, once the order is confirmed.",
    )
    rental_offers_plan = fields.Boolean(
        compute="_compute_rental_offers", help="A plan is chosen, or can be."
    )
    rental_offers_cover = fields.Boolean(compute="_compute_rental_offers")
    rental_is_all = fields.Boolean(
        compute="_compute_rental_offers", help="All of it is sold by subscription."
    )

    @api.depends("is_rental", "rental_plan_missing", "order_line.rental_can_cover")
    def _compute_rental_offers(self):
        for order in self:
            sold = order.order_line.filtered(lambda line: not line.display_type)
            order.rental_is_all = bool(sold) and all(line.rental_plan_id for line in sold)
            order.rental_offers_plan = bool(order.is_rental or order.rental_plan_missing)
            order.rental_offers_cover = any(order.order_line.mapped("rental_can_cover"))

    @api.depends("rental_subscription_ids.state", "rental_subscription_ids.headline")
    @api.depends_context("lang")
    def _compute_rental_made(self):
        for order in self:
            made = order.rental_subscription_ids.filtered(lambda one: not one.is_closed)
            order.rental_made = bool(made) and " ".join(
                order._tell_rental_made(subscription) for subscription in made
            )

    def _tell_rental_made(self, subscription):
        """Return which subscription this order made, and where it stands."""
        states = dict(subscription._fields["state"]._description_selection(self.env))
        return self.env._(
            "%(name)s was made: %(where)s.",
            name=subscription.display_name,
            where=subscription.headline or states[subscription.state],
        )

    @api.depends("rental_totals_html", "amount_total")
    @api.depends_context("lang")
    def _compute_rental_sentence(self):
        for order in self:
            order.rental_sentence = order.is_rental and order._get_rental_sentence()

    def _get_rental_sentence(self):
        """Return what is to be paid today, and what then, with taxes."""
        self.ensure_one()
        whens = self._get_rental_whens()
        said = [
            self.env._(
                "Today: %(amount)s.",
                amount=self._show_rental_amount(self._get_rental_today()),
            )
        ]
        for row in self._get_rental_totals():
            then = self._get_rental_then(row, "total")
            said.append(
                self.env._("%(when)s: %(then)s.", when=whens[row["every"]], then=then)
            )
        return " ".join(said)

    # === from when on === #

    def _get_rental_whens(self):
        """Return {how often: from when on it is paid so}, as texts that begin sentences."""
        self.ensure_one()
        return {
            lines.rental_plan_id[:1].sudo()._get_every_interval(): lines._get_rental_when()
            for lines in self._get_totalled_lines().values()
        }

    # === what is due today === #

    def _get_rental_today(self):
        """Return the total of this order as its next saving will leave it."""
        self.ensure_one()
        extras = self._get_wanted_extras()
        base_lines = [
            base_line
            for line in self.order_line.filtered(lambda line: not line.display_type)
            for base_line in line._get_base_lines_today(extras)
        ]
        present = {
            (line.rental_plan_id, line.rental_kind)
            for line in self.order_line.filtered(lambda line: line.rental_kind in EXTRAS)
        }
        base_lines += [
            self._prepare_extra_base_line(*key, *extra)
            for key, extra in extras.items()
            if key not in present
        ]
        return self.env["account.tax"]._summarize_rental_lines(
            base_lines, self.company_id, self.currency_id or self.company_id.currency_id
        )["total_amount_currency"]

    def _prepare_extra_base_line(self, plan, kind, amount, due):
        """Return the base line for taxes of a fee or deposit that is still to come."""
        product = plan._get_extra_product(kind)
        own = product.taxes_id._filter_taxes_by_company(self.company_id)
        taxes = own.browse() if kind == "deposit" else own
        line = self.order_line.filtered(lambda one: one.rental_plan_id == plan)[:1]
        return line._prepare_base_line_for_taxes_computation(
            product_id=product,
            price_unit=amount if due else 0.0,
            quantity=1.0,
            discount=0.0,
            tax_ids=self.fiscal_position_id.map_tax(taxes),
        )


class SaleOrderLine(models.Model):
    """What an order line comes to today, as its next saving will leave it."""

    _inherit = "sale.order.line"

    def _get_rental_when(self):
        """Return from when on these lines of one interval are paid, as text."""
        plan = self.rental_plan_id[:1].sudo()
        if any(line._get_share_at_signing() for line in self):
            return self.env._("Then")
        if plan.billing_timing == ARREARS:
            return self.env._("At the end of each period")
        if plan.start_on_handover:
            return self._get_when_after_handover(plan)
        return self._get_when_by_calendar(plan)

    def _get_when_by_calendar(self, plan):
        """Return from which day on these lines of `plan` are paid, as text."""
        order = self.order_id
        today = order.company_id._subscription_today()
        start = max(order.rental_date_start or today, today)
        _timeline, first = selling.first_period(plan._get_terms(), start)
        if first.start > today:
            day = format_date(self.env, first.start)
            return self.env._("From %(day)s on", day=day)
        if plan.is_seasonal:
            return self.env._("In %(months)s", months=plan.season_display)
        return self.env._("Then")

    def _get_when_after_handover(self, plan):
        if plan.trial_days:
            days = format_days(self.env, plan.trial_days)
            return self.env._("%(days)s after the handover", days=days)
        return self.env._("From the handover on")

    def _get_base_lines_today(self, extras):
        """Return the base lines for taxes of this line today, and of a cover to come.

        :param extras: {(plan, kind): (amount, whether due)} that the order will have
        """
        self.ensure_one()
        if self.rental_kind in EXTRAS:
            wanted = extras.get((self.rental_plan_id, self.rental_kind))
            if not wanted:
                return []
            price = self._get_followed_price(*wanted)
            return [self._prepare_base_line_for_taxes_computation(price_unit=price)]
        if self._is_leaving_cover():
            return []
        covered = self.rental_is_cover and self._get_covered_line()
        quantity = (covered or self).product_uom_qty
        base_lines = [self._prepare_base_line_for_taxes_computation(quantity=quantity)]
        cover = self._get_cover_to_come()
        if cover:
            base_lines.append(
                self._prepare_cover_base_line(cover, self._get_cover_due(cover))
            )
        return base_lines

    def _get_cover_due(self, cover):
        """Return the price per unit of `cover` that is due at the signing."""
        order, plan = self.order_id, self.rental_plan_id
        currency = self.currency_id or self.env.company.currency_id
        day = order.date_order and order.date_order.date()
        written = plan._get_phases(cover, currency, order.company_id, day)
        steps = phases.steps(
            phases.parsed(written or ""), self._get_listed_price(cover), currency.rounding
        )
        price = proration.unit_price(
            float(steps[0].price),
            exact(self._get_share_at_signing()),
            quantity=self.product_uom_qty,
            discount=0.0,
            rounding=currency.rounding,
        )
        return float(price)
