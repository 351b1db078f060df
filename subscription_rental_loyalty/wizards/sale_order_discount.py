from odoo import fields, models


class SaleOrderDiscount(models.TransientModel):
    """The discount of a reward, shared out as any discount of the whole order (SE14)."""

    _inherit = "sale.order.discount"

    reward_id = fields.Many2one("loyalty.reward")

    def _get_discount_product(self):
        """Return the product of the reward, where it is one."""
        product = self.reward_id.discount_line_product_id
        return product or super()._get_discount_product()

    def _get_discount_key(self):
        reward = self.reward_id
        return (
            f"global_discount,reward-{reward.id}" if reward else super()._get_discount_key()
        )

    def _has_part(self, line):
        """Count discounts that were given before: a reward takes its part of the rest."""
        rewarded = self.reward_id and line._is_discount()
        return bool(rewarded) or super()._has_part(line)

    def _get_rental_base_line(self, line, price=None):
        """Take one unit of the cheapest product."""
        base_line = super()._get_rental_base_line(line, price)
        if self.reward_id.discount_applicability == "cheapest":
            base_line["quantity"] = min(1.0, base_line["quantity"])
        return base_line

    def _get_rental_groups(self, lines):
        """Add what was taken off the first invoice already, if it is given once."""
        groups = super()._get_rental_groups(lines)
        if not self.reward_id or self.rental_recurs:
            return groups
        given = lines.filtered(lambda line: line.rental_kind == "discount")
        return [
            (
                plan,
                owned | given.filtered(lambda one, plan=plan: one.rental_plan_id == plan),
            )
            for plan, owned in groups
        ]

    # === rewards === #

    def _get_rewarded_lines(self):
        """Return the lines of the order that the reward is given on."""
        reward, order = self.reward_id, self.sale_order_id
        if reward.discount_applicability == "cheapest":
            return order._cheapest_line(reward) or order.order_line.browse()
        if reward.discount_applicability == "specific":
            lines = order._get_specific_discountable_lines(reward)
            return lines.filtered(lambda line: not line.rental_kind)
        lines = order.order_line - order._get_no_effect_on_threshold_lines()
        return lines.filtered(
            lambda line: (
                not line.display_type and not line.reward_id.program_id.is_payment_program
            )
        )

    def _get_reward_total(self, lines):
        """Return what `lines` cost each time, on the first invoices, and once."""
        groups = self._get_rental_groups(lines)
        once = lines.filtered(lambda line: not line.rental_plan_id)
        rented = lines.browse().union(*[owned for _plan, owned in groups])
        return sum(map(self._get_total, once | rented))

    def _limit_reward(self, lines, value):
        """Take off no more than the reward's maximum, and than what there is.

        :param value: what the points are worth; None where they do not count
        :return: what is taken off
        """
        reward, total = self.reward_id, self._get_reward_total(lines)
        limits = [total]
        if reward.discount_max_amount:
            limits.append(
                self.sale_order_id._get_reward_amount(reward.discount_max_amount, reward)
            )
        wanted = self.discount_amount if value is None else value
        if self.discount_type == "so_discount":
            wanted = self.discount_percentage * (total + self._get_fees_total(lines))
        taken = self.currency_id.round(min(wanted, *limits))
        if self.discount_type == "amount" or taken < self.currency_id.round(wanted):
            self.discount_type = "amount"
            self.discount_amount = taken
        return taken

    def _get_fees(self, lines):
        """Return the setup fees that cost a percentage less, once, beside what recurs."""
        whole = self.reward_id.discount_applicability == "order"
        each = self.discount_type == "so_discount" and self.rental_recurs
        return lines.filtered(self._is_fee) if whole and each else lines.browse()

    def _get_fees_total(self, lines):
        fees = self._get_fees(lines)
        return self._sum(self._get_bill_base_lines(fees)) if fees else 0.0

    def _prepare_reward_rows(self, lines):
        """Return the values of the order lines that take the reward off `lines`."""
        once = lines.filtered(lambda line: not line.rental_plan_id)
        rows, rest = self._prepare_rental_rows(self._get_rental_groups(lines), once)
        rows += self._prepare_discount_rows(once, rest)
        if fees := self._get_fees(lines):
            first = self.new({**self._get_values(), "rental_recurs": False})
            groups = list(fees.grouped("rental_plan_id").items())
            rows += first._prepare_rental_rows(groups, lines.browse())[0]
        return rows

    def _get_values(self):
        """Return what this discount is made of."""
        return {
            "sale_order_id": self.sale_order_id.id,
            "reward_id": self.reward_id.id,
            "discount_type": self.discount_type,
            "discount_percentage": self.discount_percentage,
            "discount_amount": self.discount_amount,
        }
