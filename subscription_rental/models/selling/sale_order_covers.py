from odoo import models


class SaleOrder(models.Model):
    """The covers of an order: damage waivers that are sold along."""

    _inherit = "sale.order"

    def _sync_rental_covers(self):
        """Update the cover of each covered line; return the values of missing ones.

        A cover is a recurring line of its own.
        """
        self.ensure_one()
        missing, gone = [], self.order_line.browse()
        for line in self.order_line.filtered(lambda line: not line.rental_is_cover):
            asked = line.rental_with_cover and line.rental_plan_id
            wanted = asked and line._get_rental_cover()
            cover = line.linked_line_ids.filtered("rental_is_cover")
            cover = cover or line._adopt_rental_cover(wanted)
            if not wanted:
                gone |= cover
            elif cover:
                cover.product_uom_qty = line.product_uom_qty
                cover.rental_plan_id = line.rental_plan_id
            else:
                missing.append(line._prepare_rental_cover_vals())
        if gone:
            gone.unlink()
        return missing


class SaleOrderLine(models.Model):
    """The cover of an order line, a recurring line of its own."""

    _inherit = "sale.order.line"

    def _get_covered_line(self):
        """Return the line of the same order that this cover is for, as it is typed in."""
        self.ensure_one()
        covered = self.linked_line_id
        # Of an order that is typed in, the link leads to the line as it was saved.
        typed = self.order_id.order_line.filtered(
            lambda line: covered and line._origin == covered._origin
        )
        return typed[:1] or covered

    def _is_leaving_cover(self):
        """Return whether this is a cover that the next saving takes away or replaces."""
        self.ensure_one()
        covered = self.rental_is_cover and self._get_covered_line()
        if not covered:
            return False
        is_kept = covered.rental_with_cover
        return not is_kept or covered.rental_plan_id != self.rental_plan_id

    def _get_rental_cover(self):
        """Return the cover that is offered for this line's product; none for a cover."""
        if self.rental_is_cover or self.rental_kind:
            return self.env["product.product"]
        return self.product_template_id.rental_cover_product_id

    def _prepare_rental_cover_vals(self):
        """Return the order line of this line's cover."""
        self.ensure_one()
        return {
            "order_id": self.order_id.id,
            "sequence": self.sequence,
            "product_id": self._get_rental_cover().id,
            "product_uom_qty": self.product_uom_qty,
            "rental_plan_id": self.rental_plan_id.id,
            "rental_is_cover": True,
            "linked_line_id": self.id,
        }

    def _adopt_rental_cover(self, product):
        """Return the cover `product` of this line that lost its link, linked again.

        Odoo copies no links between order lines.
        """
        self.ensure_one()
        lost = self.order_id.order_line.filtered(
            lambda line: (
                product
                and line.rental_is_cover
                and not line.linked_line_id
                and line.product_id == product
                and line.rental_plan_id == self.rental_plan_id
            )
        )[:1]
        lost.linked_line_id = self
        return lost
