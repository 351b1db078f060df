from odoo import models
from odoo.tools.misc import format_date, formatLang, unique

# The kinds of lines that a till sells by plans, beside what comes along with them.
CHOSEN = "rented"
COVER = "cover"


class SaleOrder(models.Model):
    """What a till shows of an order with plans: due today, and what comes after."""

    _inherit = "sale.order"

    def _get_till_lines(self, config):
        """Return the lines of a ticket that sells this order, as its till writes them."""
        self.ensure_one()
        lines = self.order_line.filtered(lambda one: one.rental_plan_id)
        chosen = lines.filtered("rental_ticket_uuid")
        rows = []
        for line in chosen:
            cover = lines.filtered(lambda one, own=line: one.linked_line_id == own)
            rows += [one._get_till_line(config) for one in line | cover]
        extras = lines.filtered("rental_kind").sorted("rental_kind", reverse=True)
        return rows + [line._get_till_line(config) for line in extras]

    def _leave_covers(self):
        """Take the covers off these orders, as who does not want them is offered them."""
        covers = self.order_line.filtered("rental_is_cover")
        self.order_line.filtered("rental_with_cover").rental_with_cover = False
        # All at once: what one deletion costs, many lines cost, too.
        covers.unlink()
        self._sync_rental_lines()

    def _get_till_parts(self, config):
        """Return [(name, amount)] of what is due today, the deposit apart, as text."""
        self.ensure_one()
        kinds = self.order_line.filtered("rental_plan_id").grouped("rental_kind")
        names = {
            False: self.env._("First period"),
            "setup_fee": self.env._("Setup fee"),
            "deposit": self.env._("Deposit, given back at the end"),
        }
        return [
            (name, lines._show_till_sum(config))
            for kind, name in names.items()
            if (lines := kinds.get(kind)) and lines._get_till_sum(config)
        ]

    def _get_till_sentence(self, config):
        """Return what is due today, what comes after, and when, as sentences."""
        self.ensure_one()
        beside = [
            sentence
            for line in self.order_line.filtered("is_rental_recurring")
            for sentence in line._get_terms_beside_price(config._has_taxes_in_prices())
        ]
        return " ".join(unique([self._get_till_amounts(config), *beside]))

    def _get_till_amounts(self, config):
        """Return what is due today, and what comes after, in one sentence."""
        later = self._get_once_later()
        amounts = {
            "today": self.order_line._show_till_sum(config),
            "then": self._get_till_then(config),
        }
        if later._get_till_later(config):
            return self.env._(
                "Today %(today)s, then %(then)s, and %(fee)s once with the first invoice.",
                fee=self._show_rental_amount(later._get_till_later(config)),
                **amounts,
            )
        return self.env._("Today %(today)s, then %(then)s.", **amounts)

    def _get_till_then(self, config):
        """Return what recurs, as *39.00 € every month*."""
        shown = "total" if config._has_taxes_in_prices() else "untaxed"
        return ", ".join(
            self._get_rental_then(row, shown) for row in self._get_rental_totals()
        )


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _get_till_line(self, config):
        """Return this line as a till writes it on the ticket."""
        self.ensure_one()
        kind = COVER if self.rental_is_cover else self.rental_kind or CHOSEN
        return {
            "uuid": self.rental_ticket_uuid or False,
            "parent": self.linked_line_id.rental_ticket_uuid or False,
            "kind": kind,
            "plan_id": self.rental_plan_id.id,
            "product_id": self.product_id.id,
            "quantity": self.product_uom_qty,
            "price_unit": self.price_unit,
            "discount": self.discount,
            "tax_ids": self.tax_ids.ids,
            "terms": self._get_till_terms(config),
        }

    def _get_till_terms(self, config):
        """Return what the ticket says of this line: the plan, and what comes after."""
        self.ensure_one()
        plan = self.rental_plan_id
        if self.rental_kind == "deposit":
            return self.env._("%(plan)s: given back at the end", plan=plan.name)
        if self.rental_kind:
            return self._get_till_fee_terms(config)
        beside = self._get_terms_beside_price(config._has_taxes_in_prices())
        return "; ".join([self._get_till_price_terms(config), *beside])

    def _get_till_price_terms(self, config):
        """Return what the ticket says of the price of this line, and of its start."""
        plan = self.rental_plan_id
        said = {"plan": plan.name, "price": self._get_till_price(config)}
        start = self.order_id.rental_date_start
        if start and start > self.order_id.company_id._subscription_today():
            day = format_date(self.env, start)
            return self.env._("%(plan)s: from %(day)s, %(price)s", day=day, **said)
        if plan.trial_days:
            trial = plan._get_trial_name()
            return self.env._(
                "%(plan)s: %(trial)s free, then %(price)s", trial=trial, **said
            )
        return self.env._("%(plan)s: then %(price)s", **said)

    def _get_till_price(self, config):
        """Return what these lines cost per interval, as text."""
        shown = "rental_total" if config._has_taxes_in_prices() else "rental_subtotal"
        amount = sum(self.mapped(shown))
        return self.env._(
            "%(price)s %(every)s",
            price=self._get_rental_amounts_sentence(shown)
            or formatLang(self.env, amount, currency_obj=self.currency_id),
            every=self.rental_plan_id[:1]._get_every_interval(),
        )

    def _get_till_fee_terms(self, config):
        """Return when a setup fee is paid: now, or with the first invoice."""
        self.ensure_one()
        said = {"plan": self.rental_plan_id.name}
        fee = 0.0 if self.price_unit else self._get_till_later(config)
        if not fee:
            return self.env._("%(plan)s: once", **said)
        return self.env._(
            "%(plan)s: %(fee)s once, with the first invoice",
            fee=formatLang(self.env, fee, currency_obj=self.currency_id),
            **said,
        )

    def _get_till_later(self, config):
        """Return what these lines come to on the first invoice, as tills show prices."""
        if not self:
            return 0.0
        order = self.order_id
        summary = self.env["account.tax"]._summarize_rental_lines(
            [
                line._prepare_base_line_for_taxes_computation(
                    price_unit=line._get_rental_extra_amount(), quantity=1.0, discount=0.0
                )
                for line in self
            ],
            order.company_id,
            order.currency_id,
        )
        shown = "total" if config._has_taxes_in_prices() else "base"
        return summary[f"{shown}_amount_currency"]

    def _get_till_sum(self, config):
        """Return what these lines come to today, as the till shows prices."""
        shown = "price_total" if config._has_taxes_in_prices() else "price_subtotal"
        return sum(self.mapped(shown))

    def _show_till_sum(self, config):
        """Return what these lines come to today, as text."""
        amount = self._get_till_sum(config)
        return formatLang(self.env, amount, currency_obj=self.order_id.currency_id)
