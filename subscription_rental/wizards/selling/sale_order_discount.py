from odoo import fields, models
from odoo.fields import Command

from ...billing import phases
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
            groups = []
        else:
            groups = self._get_rental_groups(lines)
        rows, rest = self._prepare_rental_rows(groups, one_off)
        rows += self._prepare_discount_rows(one_off, rest)
        self.sale_order_id.order_line = [Command.create(vals) for vals in rows]
        return None

    def _prepare_rental_rows(self, groups, one_off):
        """Return the order lines that take the discount off what plans bill, and the rest.

        :param groups: [(plan, lines that its part of the discount is taken off)]
        :return: [values of an order line], (type, amount) that falls on `one_off`
        """
        *parts, rest = self._get_parts([*groups, (None, one_off)])
        rows = [
            (plan, owned, vals, part)
            for (plan, owned), part in zip(groups, parts, strict=True)
            if owned and part[1]
            for vals in self._get_discount_rows(self._get_bill_base_lines(owned), part)
        ]
        if rest[0] == "fixed":
            rest = ("fixed", self._fit_rows(rows, rest[1]))
        return [self._prepare_rental_row(*row) for row in rows], rest

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

    def _get_rental_base_line(self, line, price=None):
        """Return the base line of what `line` costs each time, first, or once.

        :param price: in place of its own, as it holds at first
        """
        if not line.rental_plan_id:
            return line._prepare_base_line_for_taxes_computation()
        if price is None:
            recurs = self.rental_recurs
            price = line.rental_price_unit if recurs else line._get_first_bill_price()
        return line._prepare_base_line_for_taxes_computation(price_unit=price)

    def _get_bill_base_lines(self, lines):
        return [self._get_rental_base_line(line) for line in lines]

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

    def _get_total(self, line):
        """Return what `line` costs with taxes, if it has a part of a fixed amount."""
        return (
            self._sum([self._get_rental_base_line(line)]) if self._has_part(line) else 0.0
        )

    def _has_part(self, line):
        """Return whether `line` has a part of a fixed amount; a deposit has none."""
        without = line.rental_kind in ("deposit", "discount") or line._is_discount()
        return not without and not (self.rental_recurs and self._is_fee(line))

    def _fit_rows(self, rows, rest):
        """Let `rows` take off their part of the amount, as near as their prices can.

        Of a price before taxes, none may come to their part with its tax.

        :param rest: the part of what is sold once
        :return: what its row is to take off: all that is left, which it can to the cent
        """
        round_ = self.currency_id.round
        for _plan, _owned, vals, _part in rows:
            # What is agreed is what is shown: Odoo's has all digits of a fraction.
            vals["price_unit"] = round_(vals["price_unit"])
        wanted = self.discount_amount - rest
        missing = round_(wanted - self._get_taken(rows))
        for _plan, _owned, vals, _part in rows:
            if not missing:
                break
            price = vals["price_unit"]
            step = self.currency_id.rounding * (1 if missing > 0 else -1)
            vals["price_unit"] = round_(price - step)
            after = round_(wanted - self._get_taken(rows))
            if abs(after) < abs(missing):
                missing = after
            else:
                vals["price_unit"] = price
        return round_(rest + missing) if rest else rest

    def _get_taken(self, rows):
        """Return what `rows` take off the bills of their plans, with taxes."""
        taxes = self.env["account.tax"]
        by_plan = {}
        for _plan, owned, vals, _part in rows:
            by_plan.setdefault(owned, []).append(vals)
        taken = 0.0
        for owned, added in by_plan.items():
            base_lines = self._get_bill_base_lines(owned)
            less = [
                taxes._prepare_base_line_for_taxes_computation(
                    base_lines[0],
                    price_unit=vals["price_unit"],
                    quantity=1.0,
                    discount=0.0,
                    computation_key=base_lines[0]["computation_key"],
                    tax_ids=taxes.browse(vals["tax_ids"][0][2]),
                )
                for vals in added
            ]
            taken += self._sum(base_lines) - self._sum(base_lines + less)
        return taken

    def _sum(self, base_lines):
        """Return the total of a document of these base lines, with taxes."""
        summary = self.env["account.tax"]._summarize_rental_lines(
            base_lines, self.company_id, self.currency_id
        )
        return summary["total_amount_currency"]

    def _prepare_rental_row(self, plan, lines, vals, part):
        """Return a row that takes its price off what `plan` bills, each time or once."""
        due = any(line._get_share_at_signing() for line in lines)
        share = lines[:1]._get_share_at_signing() if self.rental_recurs else int(due)
        price = self.currency_id.round(vals["price_unit"])
        agreed = self._get_row_phases(lines, vals, part, price)
        first = agreed[0].price if agreed else exact(price)
        now = self.currency_id.round(float(first * share))
        return {
            **vals,
            "rental_plan_id": plan.id,
            "rental_kind": False if self.rental_recurs else "discount",
            "rental_price_unit": price,
            "rental_phases": phases.written(agreed),
            "price_unit": now,
            "technical_price_unit": now,
            "extra_tax_data": False,
            "rental_percent": part[1] if part[0] == "percent" else 0.0,
        }

    def _get_row_phases(self, lines, vals, part, price):
        """Return the phases of a row at `price`: as long as its lines cost something else.

        A percentage is taken off what they cost then; an amount stays, but takes off no
        more than that.
        """
        if not self.rental_recurs:
            return []
        *at_first, _last = phases.together([line._get_rental_steps() for line in lines])
        agreed = [
            phases.Phase(periods, price=self._get_row_price(lines, prices, vals, part))
            for periods, prices in at_first
        ]
        return agreed if any(one.price != exact(price) for one in agreed) else []

    def _get_row_price(self, lines, prices, vals, part):
        """Return the price of a row like `vals` while `lines` cost `prices`."""
        base_lines = [
            self._get_rental_base_line(line, float(price))
            for line, price in zip(lines, prices, strict=True)
        ]
        whole = self._sum(base_lines)
        kind, amount = part
        if kind == "fixed" and self.currency_id.compare_amounts(whole, amount) >= 0:
            return exact(self.currency_id.round(vals["price_unit"]))
        if self.currency_id.is_zero(whole):
            return exact(0)
        rows = self._get_discount_rows(
            base_lines, part if kind == "percent" else (kind, whole)
        )
        same = [row["price_unit"] for row in rows if row["tax_ids"] == vals["tax_ids"]]
        return exact(self.currency_id.round(sum(same)))

    def _prepare_discount_rows(self, lines, part):
        """Return Odoo's own rows of a discount on `lines`, which are sold once."""
        if not lines or not part[1]:
            return []
        return self._get_discount_rows(self._get_bill_base_lines(lines), part)

    def _get_discount_key(self):
        """Return the key of rows of this discount, as Odoo knows its own ones."""
        return f"global_discount,{self.id}"

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
            computation_key=self._get_discount_key(),
            grouping_function=lambda _base_line: {"product_id": product},
        )
        return self._prepare_global_discount_so_lines(reduced)
