from uuid import uuid4

from odoo import fields, models
from odoo.exceptions import UserError

from .sale_order_line import PLAIN


class SaleOrder(models.Model):
    """Rewards on orders with recurring lines: what is shown is what is charged (SE14)."""

    _inherit = "sale.order"

    # === when === #

    def _update_programs_and_rewards(self):
        """Update rewards on amounts of today; what is being paid stays as it is."""
        self.ensure_one()
        if self.is_rental:
            if self._is_rental_paying():
                return None
            self._sync_rental_lines()
            self._refresh_rental_prices()
        return super()._update_programs_and_rewards()

    def _refresh_signing(self):
        """Update rewards, too: they may have expired, or be used up."""
        result = super()._refresh_signing()
        for order in self:
            open_ = order.state in ("draft", "sent")
            if open_ and order.is_rental and order.order_line.reward_id:
                order._update_programs_and_rewards()
        return result

    # === what === #

    def _get_reward_line_values(self, reward, coupon, **kwargs):
        """Say of each line which plan it belongs to: lines are used again for others."""
        rows = super()._get_reward_line_values(reward, coupon, **kwargs)
        return [{**PLAIN, **row} for row in rows]

    def _get_reward_values_product(self, reward, coupon, product=None, **kwargs):
        """Give a product by the plan by which the order has it, free each time."""
        rows = super()._get_reward_values_product(reward, coupon, product=product, **kwargs)
        for row in rows:
            given = self.env["product.product"].browse(row["product_id"])
            row |= self._get_reward_plan_values(given)
        return rows

    def _get_reward_plan_values(self, product):
        """Return the values of the plan by which this order has `product`, if only so."""
        chosen = self.order_line.filtered(
            lambda line: line.product_id == product and line._is_chosen()
        )
        if not chosen or not all(line.rental_plan_id for line in chosen):
            return {}
        plan = chosen[0].rental_plan_id
        price = plan._get_recurring_price(
            product,
            self.currency_id,
            self.company_id,
            self.date_order.date(),
            pricelist=self.pricelist_id,
            at=self.date_order,
        )
        return {
            "rental_plan_id": plan.id,
            "rental_price_unit": price,
            "rental_phases": False,
        }

    def _get_reward_values_discount(self, reward, coupon, **kwargs):
        """Share a discount out over what is due once and what each plan bills."""
        recurring = self.order_line.filtered(
            lambda line: line.is_rental_recurring and line._is_chosen()
        )
        if not recurring:
            return super()._get_reward_values_discount(reward, coupon, **kwargs)
        if reward.program_id.is_payment_program:
            (row,) = super()._get_reward_values_discount(reward, coupon, **kwargs)
            return self._share_reward_payment(reward, coupon, row)
        return self._get_shared_reward_values(reward, coupon)

    def _get_shared_reward_values(self, reward, coupon):
        """Return the order lines of a discount, shared out as one of the whole order."""
        discount = self.env["sale.order.discount"].new(
            self._prepare_reward_discount_vals(reward)
        )
        lines = discount._get_rewarded_lines()
        value = None
        if reward.discount_mode == "per_point":
            points = self._get_real_points_for_coupon(coupon)
            # Points are spent by as many as the reward asks for.
            points = points // reward.required_points * reward.required_points
            value = self._get_reward_amount(reward.discount * points, reward)
        taken = discount._limit_reward(lines, value)
        if not self.currency_id.compare_amounts(taken, 0.0) > 0:
            raise UserError(self.env._("There is nothing to take this off."))
        rows = discount._prepare_reward_rows(lines)
        shared = self._prepare_reward_line_vals(reward, coupon)
        rows = [{**row, **shared} for row in rows]
        rows[0]["points_cost"] = self._get_reward_cost(reward, coupon, value, taken)
        return rows

    def _prepare_reward_discount_vals(self, reward):
        """Return the values of the discount that this reward gives."""
        percent = reward.discount_mode == "percent"
        return {
            "sale_order_id": self.id,
            "reward_id": reward.id,
            "discount_type": "so_discount" if percent else "amount",
            "discount_percentage": reward.discount / 100 if percent else 0.0,
            "discount_amount": 0.0
            if percent
            else self._get_reward_amount(reward.discount, reward),
            "rental_recurs": reward._is_given_each_time(),
        }

    def _prepare_reward_line_vals(self, reward, coupon):
        """Return what all order lines of this reward have in common."""
        ordinary = self.order_line.filtered(lambda line: not line.is_reward_line)
        return {
            "name": reward.description,
            "sequence": max(ordinary.mapped("sequence"), default=10) + 1,
            "reward_id": reward.id,
            "coupon_id": coupon.id,
            # Another one each time: Odoo removes all rows with the code of a row too many.
            "reward_identifier_code": uuid4().hex,
            "rental_percent": 0.0,
            "points_cost": 0.0,
        }

    def _get_reward_amount(self, amount, reward):
        """Return `amount` of a reward in this order's currency."""
        return reward.currency_id._convert(
            amount, self.currency_id, self.company_id, fields.Date.today()
        )

    def _get_reward_cost(self, reward, coupon, value, taken):
        """Return the points that `taken` off the order costs.

        :param value: what the points are worth; None where their number does not count
        """
        if reward.clear_wallet:
            return self._get_real_points_for_coupon(coupon)
        if value is None:
            return reward.required_points
        amount = self.currency_id._convert(
            taken, reward.currency_id, self.company_id, fields.Date.today()
        )
        return coupon.currency_id.round(amount / reward.discount)

    # === gift cards and eWallets === #

    def _share_reward_payment(self, reward, coupon, row):
        """Return the order lines of a payment, one for each bill of what is due today.

        Deposits are not paid so: they are given back in money.

        :param row: Odoo's one order line of it
        """
        taxes = self.env["account.tax"].browse(row["tax_ids"][0][2] or [])
        value = -taxes.compute_all(row["price_unit"], self.currency_id)["total_included"]
        bills = self._get_bills_today()
        left = taken = self.currency_id.round(min(value, sum(bills.values())))
        if self.currency_id.compare_amounts(left, 0.0) <= 0:
            raise UserError(
                self.env._("Nothing is due today that could be paid with this.")
            )
        rows = []
        for plan, total in bills.items():
            part = self.currency_id.round(min(left, total))
            if part > 0:
                left -= part
                price = self.currency_id.round(row["price_unit"] * part / value)
                rows.append({**row, **self._get_payment_values(plan, price)})
                row = {**row, "points_cost": 0.0}
        if self.currency_id.compare_amounts(taken, value):
            rows[0]["points_cost"] = self._get_reward_cost(reward, coupon, value, taken)
        return rows

    def _get_payment_values(self, plan, price):
        """Return the values of an order line that pays `price` of what `plan` bills."""
        if not plan:
            return {"price_unit": price}
        return {
            "rental_plan_id": plan.id,
            "rental_kind": "discount",
            "rental_price_unit": price,
            "rental_phases": False,
            "price_unit": price,
            "technical_price_unit": price,
        }

    def _get_bills_today(self):
        """Return {plan: what its first bill comes to today}, once sold under no plan."""
        self.ensure_one()
        lines = self.order_line.filtered(
            lambda line: not line.display_type and line.rental_kind != "deposit"
        )
        plans = self.env["subscription.plan"]
        owned = {plans: lines.browse()} | lines.grouped("rental_plan_id")
        return {
            plan: self.env["account.tax"]._summarize_rental_lines(
                [line._prepare_base_line_for_taxes_computation() for line in one],
                self.company_id,
                self.currency_id,
            )["total_amount_currency"]
            if one
            else 0.0
            for plan, one in owned.items()
        }
