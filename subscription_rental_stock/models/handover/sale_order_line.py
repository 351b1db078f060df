from odoo import api, fields, models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    rental_shortage = fields.Char(
        compute="_compute_rental_shortage",
        help="Fewer are free than are sold: the others are handed over when they are.",
    )

    @api.depends("product_id", "product_uom_qty", "rental_plan_id", "order_id.warehouse_id")
    @api.depends_context("lang")
    def _compute_rental_shortage(self):
        self.rental_shortage = False
        rented = self.filtered(lambda line: line._is_rented_goods())
        for warehouse, lines in rented.grouped(
            lambda one: one.order_id.warehouse_id
        ).items():
            wanted = {}
            for line in lines:
                count = line.product_uom_id._compute_quantity(
                    line.product_uom_qty, line.product_id.uom_id
                )
                wanted[line.product_id] = wanted.get(line.product_id, 0.0) + count
            shortages = self.env["product.product"]._get_rental_shortages(wanted, warehouse)
            for line in lines:
                line.rental_shortage = shortages.get(line.product_id, False)

    def _is_rented_goods(self):
        """Return whether this line of a quotation rents storable goods.

        Who renews has them.
        """
        self.ensure_one()
        if self.order_id.rental_renews_id:
            return False
        recurring = (
            self.is_rental_recurring and self.rental_plan_id.goods_handling == "rent"
        )
        open_ = self.state in ("draft", "sent")
        return bool(recurring and open_ and self.product_id.is_storable)

    def _action_launch_stock_rule(self, *, previous_product_uom_qty=False):
        """Leave out lines of recurring goods, which their subscription hands over."""
        sold = self.filtered(lambda line: not line.is_rental_recurring)
        return super(SaleOrderLine, sold)._action_launch_stock_rule(
            previous_product_uom_qty=previous_product_uom_qty
        )
