from odoo import api, fields, models
from odoo.tools.misc import formatLang

# What comes with the first invoice, and not with the others.
CHARGED_ONCE = ("setup_fee", "discount")
# What the price of a line per interval depends on.
PRICED = (
    "rental_plan_id",
    "rental_kind",
    "rental_price_unit",
    "rental_phases",
    "product_uom_qty",
    "discount",
    "tax_ids",
)


class SaleOrder(models.Model):
    """The recurring totals of an order, one for each interval."""

    _inherit = "sale.order"

    rental_sums = fields.Json(
        string="Recurring Sums",
        compute="_compute_rental_sums",
        store=True,
        help="By plans: what their lines come to per interval, as Odoo keeps its totals.",
    )
    rental_totals_html = fields.Html(
        string="Recurring Totals", compute="_compute_rental_totals_html", sanitize=False
    )

    @api.depends(
        "order_line.rental_plan_id",
        "order_line.rental_price_unit",
        "order_line.rental_phases",
        "order_line.product_uom_qty",
        "order_line.discount",
        "order_line.tax_ids",
        "order_line.rental_with_cover",
        "currency_id",
        "rental_date_start",
        "is_rental",
    )
    @api.depends_context("lang")
    def _compute_rental_totals_html(self):
        for order in self:
            order.rental_totals_html = self.env["ir.qweb"]._render(
                "subscription_rental.order_totals", {"sale_order": order}
            )

    @api.depends(
        *[f"order_line.{name}" for name in PRICED],
        "order_line.rental_with_cover",
        "order_line.rental_is_cover",
        "order_line.linked_line_id",
        "partner_invoice_id",
        "currency_id",
        "company_id",
    )
    def _compute_rental_sums(self):
        for order in self:
            order.rental_sums = {
                order._get_sum_key(owned): order._get_rental_sum(owned)
                for owned in order._get_totalled_lines().values()
            }

    def _get_rental_totals(self):
        """Return the recurring totals of this order, one for each interval.

        Each is {every, untaxed, tax, total, phases}, in the order's currency.
        """
        self.ensure_one()
        kept = self.rental_sums or {}
        rows = []
        for owned in self._get_totalled_lines().values():
            plan = owned.rental_plan_id[:1].sudo()
            # The interval of a plan may have changed since.
            row = kept.get(self._get_sum_key(owned)) or self._get_rental_sum(owned)
            row = {"every": plan._get_every_interval(), **row}
            rows.append(self._name_rental_phases(row, plan))
        return rows

    def _get_totalled_lines(self):
        """Return the recurring lines of this order by the interval of their plans."""
        # Options that nobody has chosen have no quantity.
        lines = self.order_line.filtered(
            lambda line: line.is_rental_recurring and line.product_uom_qty
        )
        # What is unticked goes with the next saving, and what is ticked comes.
        lines = lines.filtered(lambda line: not line._is_leaving_cover())
        return lines.grouped("rental_interval")

    def _get_sum_key(self, lines):
        """Return under which key the sum of these lines is kept: that of their plans."""
        return ",".join(str(plan_id) for plan_id in sorted(lines.rental_plan_id.ids))

    def _get_rental_sum(self, lines):
        """Return {untaxed, tax, total, phases} of these lines per interval.

        Phases are the sums before that, while other prices hold.
        """
        phases = self._get_rental_phases(lines)
        return {**self._get_stage_sum(lines), "phases": phases}

    def _get_stage_sum(self, lines, prices=None):
        """Return {untaxed, tax, total} of these lines per interval, as one document.

        :param prices: {line: price}, in place of the ordinary ones
        """
        summary = self._get_rental_summary(lines, prices=prices)
        return {
            "untaxed": summary["base_amount_currency"],
            "tax": summary["tax_amount_currency"],
            "total": summary["total_amount_currency"],
        }

    def _get_rental_summary(self, lines, *, covers=True, prices=None):
        """Return Odoo's summary of taxes of these order lines' prices per interval.

        :param covers: with those that are ticked and come with the next saving
        :param prices: {line: price}, in place of the ordinary ones
        """
        prices = prices or {}
        return self.env["account.tax"]._summarize_rental_lines(
            [
                base_line
                for line in lines
                for base_line in line._get_rental_base_lines(prices.get(line))[
                    : None if covers else 1
                ]
            ],
            self.company_id,
            self.currency_id or self.company_id.currency_id,
        )

    def _get_rental_deposit(self):
        """Return the security deposits of this order."""
        self.ensure_one()
        deposits = self.order_line.filtered(lambda line: line.rental_kind == "deposit")
        return sum(deposits.mapped("price_subtotal"))

    def _get_rental_later(self):
        """Return what the first invoice has once if it is not paid at the signing.

        That are setup fees, less what is given once.
        """
        self.ensure_one()
        return sum(line._get_rental_extra_amount() for line in self._get_once_later())

    def _get_once_later(self):
        """Return the lines of what comes once, with the first invoice, and not today."""
        return self.order_line.filtered(
            lambda line: line.rental_kind in CHARGED_ONCE and not line.price_unit
        )

    def _show_rental_amount(self, amount):
        return formatLang(self.env, amount, currency_obj=self.currency_id)


class SaleOrderLine(models.Model):
    """The price of an order line per interval, for the totals of the order."""

    _inherit = "sale.order.line"

    rental_subtotal = fields.Monetary(
        string="Per Interval",
        compute="_compute_rental_subtotal",
        store=True,
        help="Before taxes.",
    )
    rental_total = fields.Monetary(
        string="Per Interval, with Taxes", compute="_compute_rental_subtotal", store=True
    )

    @api.depends(*PRICED, "order_id.currency_id", "order_id.company_id")
    def _compute_rental_subtotal(self):
        for line in self:
            if not line.is_rental_recurring or not line.order_id:
                line.rental_subtotal = line.rental_total = 0.0
                continue
            summary = line.order_id._get_rental_summary(line, covers=False)
            line.rental_subtotal = summary["base_amount_currency"]
            line.rental_total = summary["total_amount_currency"]

    def _prepare_base_line_for_taxes_computation(self, **kwargs):
        """Let taxes be rounded with those of the same bill, and not of the whole order.

        So an order comes to what its invoices come to.
        """
        if self.rental_plan_id:
            kwargs.setdefault("computation_key", self._get_rental_bill_key())
        return super()._prepare_base_line_for_taxes_computation(**kwargs)

    def _get_rental_bill_key(self):
        """Return the key that the lines have which one bill will invoice."""
        order, plan = self.order_id, self.rental_plan_id
        sharing = order.partner_invoice_id._get_rental_sharing(order.company_id)
        # What is paid before it starts is billed by itself.
        alone = sharing == "separate" or plan.start_on_payment
        return f"rental,{plan.id}" if alone else "rental"

    def _prepare_rental_base_line(self, price=None):
        """Return the base line for taxes of this order line's price per interval.

        :param price: in place of the ordinary one
        """
        covered = self.rental_is_cover and self._get_covered_line()
        return self._prepare_base_line_for_taxes_computation(
            price_unit=self.rental_price_unit if price is None else price,
            # A cover follows its line with the next saving.
            quantity=(covered or self).product_uom_qty,
        )

    def _get_rental_base_lines(self, price=None):
        """Return the base lines of this line per interval, and of a cover yet to come.

        :param price: in place of the ordinary one
        """
        self.ensure_one()
        base_lines = [self._prepare_rental_base_line(price)]
        cover = self._get_cover_to_come()
        if cover:
            listed = self._get_listed_price(cover)
            base_lines.append(self._prepare_cover_base_line(cover, listed))
        return base_lines

    def _get_cover_to_come(self):
        """Return the cover that is ticked here and comes with the next saving, if any."""
        self.ensure_one()
        wanted = self.rental_with_cover and self.rental_plan_id
        cover = wanted and self._get_rental_cover()
        present = self.linked_line_ids.filtered(
            lambda line: line.rental_is_cover and line.rental_plan_id == self.rental_plan_id
        )
        return self.env["product.product"] if present or not cover else cover

    def _prepare_cover_base_line(self, cover, price):
        """Return the base line for taxes of the `cover` of this line at `price`."""
        order = self.order_id
        own = cover.taxes_id._filter_taxes_by_company(order.company_id)
        return self._prepare_base_line_for_taxes_computation(
            product_id=cover,
            price_unit=price,
            discount=0.0,
            tax_ids=order.fiscal_position_id.map_tax(own),
        )
