from odoo import models
from odoo.tools import SQL
from odoo.tools.misc import format_date


class SaleOrder(models.Model):
    """Units are looked at again when somebody orders: nobody pays for what is gone."""

    _inherit = "sale.order"

    def _get_rental_problems(self):
        """Name what there are not enough units of any more."""
        problems = super()._get_rental_problems()
        if self._is_paid_or_paying():
            # What this customer pays for is kept for them, or waits for its handover.
            return problems
        short = self.env["product.product"]
        for line, day in self._get_unit_promises().items():
            if not day:
                short |= line.product_id
        return problems + [
            (
                self.env._("Rented out meanwhile"),
                self.env._(
                    "There are not enough of %(product)s to rent any more: choose fewer in "
                    "the cart, or remove it.",
                    product=product.display_name,
                ),
            )
            for product in short
        ]

    def _is_paid_or_paying(self):
        """Return whether a payment of this order has gone through, or may still."""
        self.ensure_one()
        return any(
            transaction.state in ("pending", "authorized", "done")
            for transaction in self.sudo().transaction_ids
        )

    def _get_late_promises(self):
        """Return {line: day} of the lines whose units are free on a later day only."""
        today = self._get_shop_day()
        return {
            line: day
            for line, day in self._get_unit_promises().items()
            if day and day > today
        }

    def _get_rental_shown(self):
        """Add the days on which units are free: another day is shown first."""
        late = self._get_late_promises()
        days = sorted([line.id, str(day)] for line, day in late.items())
        return {**super()._get_rental_shown(), "units": days}

    def _get_law_box(self):
        """Name the day from which what is rented out now can be had."""
        box = super()._get_law_box()
        late = self._get_late_promises()
        for part in box:
            part["rows"] += [
                (
                    self.env._("Next free"),
                    self.env._(
                        "%(product)s on %(day)s",
                        product=line.product_id.display_name,
                        day=format_date(self.env, day),
                    ),
                )
                for line, day in late.items()
                if line.rental_plan_id == part["plan"]
            ]
        return box

    def _accept_rental_terms(self, digest):
        """Look at the units once more, one customer at a time; keep what is promised."""
        self._queue_for_units()
        result = super()._accept_rental_terms(digest)
        late = self._get_late_promises()
        for line in self.order_line:
            line._write_kept({"rental_promised_on": late.get(line, False)})
        return result

    def _queue_for_units(self):
        """Let those who order the same product at the same moment come one by one.

        Writing the row makes a request that began before another one has ended start
        again, and see what that one took; a lock alone would let it go on with what it
        has read before.
        """
        rented = self.order_line.filtered(lambda line: line._is_rented_goods())
        for product_id in sorted(rented.product_id.ids):
            self.env.cr.execute(
                SQL(
                    "UPDATE product_product SET write_uid = write_uid WHERE id = %s",
                    product_id,
                )
            )
