from odoo import Command

from odoo.addons.subscription_rental.tests.common_selling import SellingCommon


class PromotionCommon(SellingCommon):
    """Orders with a plan per month, one per year and a lock; promotions on them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["loyalty.program"].search([]).active = False
        cls.tax = cls.env["account.tax"].create({"name": "21 % off", "amount": 21.0})
        cls.lock = cls._product("Lock")
        cls.lock.list_price = 99.95
        (cls.product | cls.lock | cls.fee).taxes_id = cls.tax
        cls.monthly = cls._plan(price=32.9, name="Monthly")
        cls.yearly = cls._plan(price=298.35, interval_unit="year", name="Yearly")

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.env.ref("base.group_system")

    def _sold(self, *plans, **values):
        """Return a quotation of the bike by these plans, and of a lock where it is None."""
        lines = [
            {"product_id": self.product.id, "rental_plan_id": plan.id}
            if plan
            else {"product_id": self.lock.id}
            for plan in plans
        ]
        commands = [Command.create(line) for line in lines]
        return self.env["sale.order"].create(
            {"partner_id": self.partner_a.id, "order_line": commands, **values}
        )

    def _mixed(self, **values):
        return self._sold(self.monthly, self.yearly, None, **values)

    def _promotion(self, kind="promotion", rules=(), **reward):
        """Return the reward of a program that each order gets."""
        trigger = "with_code" if kind in ("gift_card", "coupons") else "auto"
        rules = rules or [{"minimum_qty": 0}]
        program = self.env["loyalty.program"].create(
            {
                "name": kind,
                "program_type": kind,
                "trigger": "auto" if kind == "ewallet" else trigger,
                "applies_on": "future" if kind in ("gift_card", "ewallet") else "current",
                "rule_ids": [
                    Command.create(rule)
                    for rule in (rules if trigger == "auto" and kind != "ewallet" else ())
                ],
                "reward_ids": [Command.create(reward)],
            }
        )
        return program.reward_ids

    def _card(self, reward, points=1.0, **values):
        return self.env["loyalty.card"].create(
            {"program_id": reward.program_id.id, "points": points, **values}
        )

    def _claim(self, order, reward=None):
        """Let the order take what it can get, as the button does."""
        order._update_programs_and_rewards()
        for coupon, rewards in order._get_claimable_rewards().items():
            for one in rewards:
                if not reward or one == reward:
                    self.assertFalse(order._apply_program_reward(one, coupon).get("error"))
        order._update_programs_and_rewards()

    def _use(self, order, card):
        """Enter the code of a card, and take what it gives."""
        status = order._try_apply_code(card.code)
        self.assertNotIn("error", status)
        for coupon, rewards in status.items():
            order._apply_program_reward(rewards, coupon)
        order._update_programs_and_rewards()

    def _then(self, order):
        rows = order._get_rental_totals()
        return {row["every"].removeprefix("every "): row["total"] for row in rows}

    def _charged(self, order, *days):
        """Return what is invoiced on each of these days, the order's own on the first."""
        subscriptions = self._confirm(order)
        own = order._create_invoices() if order._get_invoiceable_lines() else 0.0
        totals = [
            sum(self._bill(subscriptions, day).mapped("amount_total")) for day in days
        ]
        if own:
            totals[0] += own.amount_total
        return [order.currency_id.round(total) for total in totals]

    def assertSame(self, amount, other):
        self.assertAlmostEqual(amount, other, 2)
