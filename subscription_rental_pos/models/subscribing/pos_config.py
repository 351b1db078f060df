from odoo import fields, models
from odoo.exceptions import UserError


class PosConfig(models.Model):
    """What tills ask about plans: offers, and what a ticket costs now and later (SE10)."""

    _inherit = "pos.config"

    def rental_find_plans(self, asked=None):
        """Return what plans offer for one product, as JSON.

        :param asked: {partner_id, product_id, quantity, with_cover, start}, and what
            `rental_price_ticket` takes of the ticket
        """
        self._check_till()
        asked = self._check_plans_asked(asked)
        product = self._find("product.product", asked.get("product_id"))
        plans = product._get_till_plans(self.company_id)
        return {
            "offers": self._get_till_offers(asked, plans) if plans else [],
            "records": {"subscription.plan": plans._read_plans_for_till(self)},
        }

    def rental_price_ticket(self, asked=None):
        """Return the lines that a ticket with these plans has, as JSON.

        :param asked: {partner_id, start, fiscal_position_id, pricelist_id, lines}; of each
            line {uuid, product_id, quantity, plan_id, with_cover}
        """
        self._check_till()
        with self._try_till_orders([self._check_plans_asked(asked)]) as order:
            return {
                "lines": order._get_till_lines(self),
                "total": order.amount_total,
                "records": self._read_sold(order.order_line),
            }

    def _check_plans_asked(self, asked):
        """Return what a till asks, its start as a day.

        Raises UserError where it is none, or has passed.
        """
        lines = isinstance(asked, dict) and (asked.get("lines") or [])
        if not isinstance(lines, list) or not all(isinstance(one, dict) for one in lines):
            raise UserError(self.env._("Choose what is sold, and to whom."))
        self._check_asked([line.get("uuid") for line in lines], self._is_uuid)
        try:
            start = fields.Date.to_date(asked.get("start") or None)
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("Choose the day on which it starts.")) from error
        if start and start < self.company_id._subscription_today():
            raise UserError(
                self.env._("A subscription starts today or later: choose another day.")
            )
        return {**asked, "start": start}

    def _get_till_offers(self, asked, plans):
        """Return what the till says of these plans for the product that is asked for.

        Of each from an order of its own, and these are made together.
        """
        line = {
            name: asked.get(name) for name in ("product_id", "quantity", "with_cover")
        } | {"uuid": False}
        # Once with its cover, which tells its price.
        covered = [
            {**asked, "lines": [{**line, "plan_id": plan.id, "with_cover": True}]}
            for plan in plans
        ]
        with self._try_till_orders(covered) as orders:
            covers = [self._get_till_cover(order) for order in orders]
            if not asked.get("with_cover"):
                orders._leave_covers()
            return [
                {
                    "id": plan.id,
                    "name": plan.name,
                    "sentence": order._get_till_sentence(self),
                    "parts": order._get_till_parts(self),
                    "cover": cover,
                }
                for plan, order, cover in zip(plans, orders, covers, strict=True)
            ]

    def _get_till_cover(self, order):
        """Return what the till says of the cover of an order, or False."""
        covers = order.order_line.filtered("rental_is_cover")
        return bool(covers) and {
            "name": covers.product_id.name,
            "price": covers._get_till_price(self),
        }

    def _read_sold(self, lines):
        """Return the products and plans of order lines that a till may not know yet."""
        products = lines.product_id.sudo().exists()
        templates = products.product_tmpl_id
        return {
            "subscription.plan": lines.rental_plan_id._read_plans_for_till(self),
            "product.template": templates._load_pos_data_read(templates, self),
            "product.product": products._load_pos_data_read(products, self),
        }
