from odoo import fields, models
from odoo.fields import Command

from ...billing.proration import exact


class SaleOrderDiscount(models.TransientModel):
    """A discount on an order that has recurring lines: each time, or once (SE14)."""

    _inherit = "sale.order.discount"

    is_rental = fields.Boolean(related="sale_order_id.is_rental")
    rental_recurs = fields.Boolean(
        string="Each Time",
        default=True,
        help="Recurring products cost less each time; else only on the first invoice.",
    )

    def _create_discount_lines(self):
        """Split the discount: what recurs gets its part by itself, as its plans bill it."""
        self.ensure_one()
        lines = self.sale_order_id.order_line.filtered(lambda line: not line.display_type)
        recurring = lines.filtered("is_rental_recurring")
        if not recurring:
            return super()._create_discount_lines()
        one_off = lines.filtered(lambda line: not line.rental_plan_id)
        if self.discount_type == "so_discount" and self.rental_recurs:
            self._lower_prices(
                lines.filtered(
                    lambda line: (
                        (line.is_rental_recurring and not line._is_discount())
                        or self._is_fee(line)
                    )
                )
            )
            groups = [(None, one_off)]
        else:
            groups = [*self._get_rental_groups(lines), (None, one_off)]
        for (plan, owned), part in zip(groups, self._get_parts(groups), strict=True):
            if owned and part[1]:
                self._add_part(plan, owned, part)
        return None

    def action_apply_discount(self):
        """Apply the discount; a security deposit gets none."""
        result = super().action_apply_discount()
        deposits = self.sale_order_id.order_line.filtered(
            lambda line: line.rental_kind == "deposit"
        )
        deposits.discount = 0.0
        return result

    def _is_fee(self, line):
        return line.rental_kind == "setup_fee"

    def _lower_prices(self, lines):
        """Take the percentage off what these lines cost after their own discount."""
        for line in lines:
            left = (1 - exact(line.discount) / 100) * (1 - exact(self.discount_percentage))
            line.discount = float((1 - left) * 100)

    def _get_rental_groups(self, lines):
        """Return [(plan, lines that its part of the discount is taken off)]."""
        groups = []
        rental = lines.filtered("rental_plan_id")
        for plan, owned in rental.grouped("rental_plan_id").items():
            priced = owned.filtered(lambda line: line.is_rental_recurring)
            if not self.rental_recurs:
                priced |= owned.filtered(self._is_fee)
            groups.append((plan, priced))
        return groups

    def _get_rental_base_line(self, line):
        """Return the base line of what `line` costs each time, or on its first invoice."""
        first = line.price_unit or line.rental_price_unit
        price = line.rental_price_unit if self.rental_recurs else first
        return line._prepare_base_line_for_taxes_computation(price_unit=price)

    def _get_parts(self, groups):
        """Return the (type, amount) of the discount that falls on each of `groups`.

        A fixed amount is shared out by what lines cost with taxes; the rest is the last's.
        """
        if self.discount_type == "so_discount":
            return [("percent", self.discount_percentage * 100)] * len(groups)
        totals = [sum(map(self._get_total, lines)) for _plan, lines in groups]
        whole, left = sum(totals), self.discount_amount
        last = max((n for n, total in enumerate(totals) if total), default=0)
        parts = []
        for number, total in enumerate(totals):
            share = self.discount_amount * total / whole if whole else 0.0
            part = left if number == last else self.currency_id.round(share)
            part = part if total else 0.0
            left -= part
            parts.append(("fixed", self.currency_id.round(part)))
        return parts

    def _add_part(self, plan, lines, part):
        """Take `part` of the discount off these lines: of a plan, or sold once."""
        if plan:
            self._add_rental_discount(plan, lines, part)
            return
        base_lines = [line._prepare_base_line_for_taxes_computation() for line in lines]
        self._add_discount_rows(base_lines, part)

    def _get_total(self, line):
        """Return what `line` costs with taxes; a deposit gets no discount."""
        without = line.rental_kind in ("deposit", "discount") or line._is_discount()
        if without or (self.rental_recurs and self._is_fee(line)):
            return 0.0
        base_line = (
            self._get_rental_base_line(line)
            if line.rental_plan_id
            else line._prepare_base_line_for_taxes_computation()
        )
        summary = self.env["account.tax"]._summarize_rental_lines(
            [base_line], self.company_id, self.currency_id
        )
        return summary["total_amount_currency"]

    def _add_rental_discount(self, plan, lines, part):
        """Add rows that take `part` off what `plan` bills, each time or once."""
        base_lines = [self._get_rental_base_line(line) for line in lines]
        due = any(line._get_share_at_signing() for line in lines)
        share = lines[:1]._get_share_at_signing() if self.rental_recurs else int(due)
        for vals in self._get_discount_rows(base_lines, part):
            price = vals["price_unit"]
            now = self.currency_id.round(float(exact(price) * share))
            vals |= {
                "rental_plan_id": plan.id,
                "rental_kind": False if self.rental_recurs else "discount",
                "rental_price_unit": price,
                "price_unit": now,
                "technical_price_unit": now,
                "extra_tax_data": False,
                "rental_percent": part[1] if part[0] == "percent" else 0.0,
            }
            self.sale_order_id.order_line = [Command.create(vals)]

    def _add_discount_rows(self, base_lines, part):
        """Add Odoo's own rows of a discount on what is sold once."""
        rows = self._get_discount_rows(base_lines, part)
        self.sale_order_id.order_line = [Command.create(vals) for vals in rows]

    def _get_discount_rows(self, base_lines, part):
        """Return Odoo's values of order lines that take `part` off these base lines."""
        taxes = self.env["account.tax"]
        kind, amount = part
        product = self._get_discount_product()
        taxes._add_tax_details_in_base_lines(base_lines, self.company_id)
        taxes._round_base_lines_tax_details(base_lines, self.company_id)
        reduced = taxes._prepare_global_discount_lines(
            base_lines=base_lines,
            company=self.company_id,
            amount_type=kind,
            amount=amount,
            computation_key=f"global_discount,{self.id}",
            grouping_function=lambda _base_line: {"product_id": product},
        )
        return self._prepare_global_discount_so_lines(reduced)
