from odoo import fields, models

# What comes along with a plan by itself.
EXTRAS = ("setup_fee", "deposit")


class SaleOrder(models.Model):
    """What comes along with the plans of an order: setup fees and deposits."""

    _inherit = "sale.order"

    def _sync_rental_lines(self):
        """Give each quotation the fees, deposits and covers of its plans, and no others."""
        orders = self.filtered(
            lambda order: (
                order.state in ("draft", "sent")
                and order.order_line.filtered(
                    lambda line: line.is_rental_recurring or line.rental_plan_id
                )
            )
        )
        # Of all orders together: what one creation costs, many lines cost, too.
        lines = self.env["sale.order.line"]
        for sync in ("_sync_rental_covers", "_sync_rental_extras"):
            if missing := [vals for order in orders for vals in getattr(order, sync)()]:
                lines.create(missing)

    def _sync_rental_extras(self):
        """Update setup fee and deposit of each plan; return the values of missing lines."""
        self.ensure_one()
        recurring = self.order_line.filtered(
            lambda line: line.is_rental_recurring and not line._is_discount()
        )
        extras = self.order_line.filtered(lambda line: line.rental_kind in EXTRAS)
        wanted = self._get_wanted_extras()
        # A discount of a plan that is sold no more goes with it.
        gone = self.order_line.filtered(
            lambda line: line.rental_plan_id and line._is_discount()
        )
        gone.filtered(
            lambda line: line.rental_plan_id not in recurring.rental_plan_id
        )._leave_with_plan()
        present = {(line.rental_plan_id, line.rental_kind): line for line in extras}
        # Two of a kind come together where carts are joined.
        (extras - extras.browse().union(*present.values())).unlink()
        for key in present.keys() - wanted.keys():
            present[key].unlink()
        for key in wanted.keys() & present.keys():
            present[key]._follow_rental_extra(*wanted[key])
        return [
            self._prepare_rental_extra_vals(*key, *extra)
            for key, extra in wanted.items()
            if key not in present
        ]

    def _get_wanted_extras(self):
        """Return {(plan, kind): (amount, whether due)} of the fees and deposits of this."""
        # Options that nobody has chosen have no quantity.
        chosen = self.order_line.filtered(
            lambda line: (
                line.is_rental_recurring
                and line.product_uom_qty
                and not line._is_discount()
                and not line._is_leaving_cover()
            )
        )
        return {
            (plan, kind): extra
            for plan, lines in chosen.grouped("rental_plan_id").items()
            for kind, extra in lines._get_rental_extras().items()
        }

    def _prepare_rental_extra_vals(self, plan, kind, amount, due):
        """Return the order line of a setup fee or a deposit of `plan`."""
        product = plan._get_extra_product(kind)
        here = product.with_context(lang=self._get_lang())
        vals = {
            "order_id": self.id,
            "sequence": 900,
            "product_id": product.id,
            "name": f"{here.name}: {plan.with_context(lang=self._get_lang()).name}",
            "rental_plan_id": plan.id,
            "rental_kind": kind,
            "product_uom_qty": 1.0,
            "rental_price_unit": amount,
            "price_unit": amount if due else 0.0,
            "technical_price_unit": amount if due else 0.0,
        }
        if kind == "deposit":
            # A receipt, and no sale: no tax.
            vals["tax_ids"] = [fields.Command.clear()]
        return vals
