from odoo import api, fields, models


class ProductProduct(models.Model):
    _inherit = "product.product"

    @api.depends("categ_id.rental_valuation")
    def _compute_value(self):
        """Set the stock value of products that are rental assets to zero."""
        result = super()._compute_value()
        for product in self:
            if product.product_tmpl_id._is_rental_asset():
                product.total_value = product.avg_cost = 0.0
        return result

    def _get_valued_quantity(self):
        """Return the quantity of this product in all valued locations, On Rent included."""
        self.ensure_one()
        return self._with_valuation_context().qty_available

    def _move_rented(self, quantity, source, target, *, lot=None, note=False):
        """Move `quantity` of this product from `source` to `target`; return the move."""
        self.ensure_one()
        lots = lot or self.env["stock.lot"]
        shared = {
            "product_id": self.id,
            "location_id": source.id,
            "location_dest_id": target.id,
            "picked": True,
        }
        line = {
            **shared,
            "product_uom_id": self.uom_id.id,
            "lot_id": lots.id,
            "quantity": quantity,
        }
        # Whoever checks units need not be in charge of the warehouse.
        moves = self.env["stock.move"].sudo()
        move = moves.create(
            {
                **shared,
                "product_uom": self.uom_id.id,
                "product_uom_qty": quantity,
                "company_id": (target.company_id or source.company_id).id,
                "origin": note or lots.name,
                "rental_note": note,
                "move_line_ids": [fields.Command.create(line)],
            }
        )
        move._action_done()
        return move

    def _get_free_to_rent(self, warehouse):
        """Return how many units of this product are in stock, with nothing reserved.

        Units that are to be checked, or in repair, are not in stock yet.
        """
        self.ensure_one()
        # How many are free is no secret to who sells them.
        stocked = self.sudo().with_context(location=warehouse.lot_stock_id.id)
        return max(stocked.free_qty, 0.0)

    @api.model
    def _get_rental_shortages(self, wanted, warehouse):
        """Return {product: a sentence} of the products with fewer units free than wanted.

        :param wanted: {product: how many, in its own unit}
        """
        sentences = {}
        for product in self.browse(product.id for product in wanted):
            free = product._get_free_to_rent(warehouse)
            count = wanted[product]
            if product.is_storable and product.uom_id.compare(free, count) < 0:
                sentences[product] = self.env._(
                    "%(product)s: %(free)s of %(count)s are free in %(warehouse)s now. The "
                    "others are handed over when they are.",
                    free=f"{free:g}",
                    count=f"{count:g}",
                    product=product.name,
                    warehouse=warehouse.name,
                )
        return sentences
