from odoo import api, fields, models


class SaleOrder(models.Model):
    """Recurring prices by the pricelist of the order (PL16)."""

    _inherit = "sale.order"

    def _recompute_prices(self):
        """Set recurring prices anew, too, where their plan asks the pricelist."""
        result = super()._recompute_prices()
        asked = self.order_line.filtered(
            lambda line: line._is_chosen_by_plan() and line.rental_plan_id.uses_pricelist
        )
        for line in asked:
            line._set_listed_price()
        return result


class SaleOrderLine(models.Model):
    """What plan and pricelist say a line costs per interval; who types another keeps it."""

    _inherit = "sale.order.line"

    rental_listed_price = fields.Float(
        help="What the plan and the pricelist said last: another price was typed."
    )
    rental_typed_uid = fields.Many2one(
        "res.users", string="Price Typed By", readonly=True, copy=False
    )
    rental_typed_on = fields.Datetime(string="Price Typed On", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        """Note what the list says of new lines, and who gave another price."""
        lines = super().create(vals_list)
        for line, vals in zip(lines, vals_list, strict=True):
            if not line._is_chosen_by_plan():
                continue
            is_given = "rental_price_unit" in vals
            if line.rental_plan_id.uses_pricelist:
                price = line._get_listed_price() if is_given else line.rental_price_unit
                line.rental_listed_price = price
            if is_given:
                line._note_typed_price()
        return lines

    def write(self, vals):
        """Ask the pricelist anew for another quantity; note who typed another price."""
        is_given = "rental_price_unit" in vals
        following = self.browse()
        if "product_uom_qty" in vals and not is_given:
            following = self.filtered(lambda line: line._follows_pricelist())
        result = super().write(vals)
        for line in following:
            line._set_listed_price()
        if is_given:
            for line in self.filtered(lambda one: one._is_chosen_by_plan()):
                line._note_typed_price()
        return result

    @api.onchange("product_uom_qty")
    def _onchange_rental_quantity(self):
        if self._follows_pricelist():
            self._set_listed_price()

    def _follows_pricelist(self):
        """Return whether another quantity may have another price: nobody typed one."""
        self.ensure_one()
        asks = self._is_chosen_by_plan() and self.rental_plan_id.uses_pricelist
        return asks and self.rental_price_unit == self.rental_listed_price

    def _note_typed_price(self):
        """Note the user if the price is another one than plan and pricelist say."""
        self.ensure_one()
        typed = self.rental_price_unit != self._get_listed_price()
        if typed or self.rental_typed_uid:
            self.rental_typed_uid = typed and self.env.uid
            self.rental_typed_on = typed and fields.Datetime.now()

    def _compute_pricelist_item_id(self):
        """Apply no rule to what recurs: its price has it already, if the plan says so."""
        recurring = self.filtered("rental_plan_id")
        recurring.pricelist_item_id = False
        return super(SaleOrderLine, self - recurring)._compute_pricelist_item_id()

    def _compute_discount(self):
        """Leave the discounts of what recurs: no rule of the pricelist is one of them."""
        recurring = self.filtered("rental_plan_id")
        for line in recurring:
            line.discount = line.discount
        return super(SaleOrderLine, self - recurring)._compute_discount()

    def _is_chosen_by_plan(self):
        """Return whether the plan has a price of this line, and not the line alone."""
        self.ensure_one()
        alone = self.rental_kind or self._is_discount()
        return bool(self.rental_plan_id and self.product_id and not alone)

    def _set_listed_price(self):
        """Set the recurring price to what the plan and the pricelist say."""
        self.ensure_one()
        self.rental_price_unit = self.rental_listed_price = self._get_listed_price()

    def _get_listed_price(self, product=None):
        """Return what the plan and the pricelist say that a unit costs per interval.

        :param product: sold along with this line, in place of its own product
        """
        self.ensure_one()
        plan, order = self.rental_plan_id, self.order_id
        if not plan or not self.product_id:
            return 0.0
        return plan._get_recurring_price(
            product or self.product_id,
            order.currency_id,
            order.company_id,
            order.date_order.date(),
            None if product else self.product_uom_id,
            pricelist=order.pricelist_id,
            quantity=self.product_uom_qty,
            at=order.date_order,
        )
