from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...billing import proration
from ...billing.proration import exact


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    rental_plan_id = fields.Many2one(
        "subscription.plan",
        string="Plan",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        domain="[('line_ids.product_tmpl_id', '=', product_template_id)]",
        help="Sold by subscription: billed by it, and not by this order.",
    )
    rental_with_cover = fields.Boolean(
        string="With Cover", help="With the damage waiver or insurance of the product."
    )
    rental_is_cover = fields.Boolean(help="It covers the line that it is linked to.")
    rental_can_cover = fields.Boolean(compute="_compute_rental_can_cover")
    rental_kind = fields.Selection(
        [
            ("setup_fee", "Setup fee"),
            ("deposit", "Deposit"),
            ("discount", "Discount, once"),
        ],
        help="It comes along with a plan, once.",
    )
    rental_percent = fields.Float(
        digits="Discount", help="Of a discount that is given once, by percentage."
    )
    is_rental_recurring = fields.Boolean(compute="_compute_is_rental_recurring")
    rental_price_unit = fields.Float(
        string="Recurring Price",
        compute="_compute_rental_price_unit",
        store=True,
        readonly=False,
        precompute=True,
        min_display_digits="Product Price",
        help="Per interval of the plan; of a fee, what is charged with the first invoice.",
    )
    rental_interval = fields.Char(string="Every", compute="_compute_rental_interval")
    rental_line_ids = fields.One2many(
        "subscription.line", "sale_line_id", string="Subscription Lines", readonly=True
    )

    @api.depends("product_template_id", "rental_is_cover")
    def _compute_rental_can_cover(self):
        for line in self:
            line.rental_can_cover = bool(line._get_rental_cover())

    @api.depends("rental_plan_id", "rental_kind")
    def _compute_is_rental_recurring(self):
        for line in self:
            line.is_rental_recurring = bool(line.rental_plan_id and not line.rental_kind)

    @api.depends("rental_plan_id")
    @api.depends_context("lang")
    def _compute_rental_interval(self):
        for line in self:
            plan = line.rental_plan_id
            line.rental_interval = plan._get_interval_name() if plan else False

    @api.depends("product_id", "product_uom_id", "rental_plan_id", "order_id.currency_id")
    def _compute_rental_price_unit(self):
        # A fee or deposit has the amount that its plan gives it: see the order.
        extras = self.filtered(lambda line: line.rental_kind or line._is_discount())
        for line in extras:
            line.rental_price_unit = line.rental_price_unit
        for line in self - extras:
            line._set_listed_price()

    @api.depends(
        "rental_price_unit",
        "rental_phases",
        "rental_plan_id",
        "order_id.rental_date_start",
        "product_uom_qty",
        "discount",
    )
    def _compute_price_unit(self):
        """Set the price of recurring lines to the part that is due at the signing."""
        recurring = self.filtered("is_rental_recurring")
        # What comes along with a plan has the amount that the plan gives it.
        own = recurring | self.filtered("rental_kind")
        result = super(SaleOrderLine, self - own)._compute_price_unit()
        for line in recurring:
            if line.state == "sale":
                # What was signed stays.
                line.price_unit = line.price_unit
                continue
            price = line._get_price_due()
            # Odoo's own key: else it takes the second one for what a browser sent.
            line.with_context(sale_write_from_compute=True).update(
                {"price_unit": price, "technical_price_unit": price}
            )
        return result

    def _get_price_due(self):
        """Return the price per unit that is due at the signing, as it will be invoiced."""
        self.ensure_one()
        currency = self.currency_id or self.env.company.currency_id
        price = proration.unit_price(
            self._get_first_price(),
            exact(self._get_share_at_signing()),
            quantity=self.product_uom_qty,
            discount=self.discount,
            rounding=currency.rounding,
        )
        return float(price)

    def _get_share_at_signing(self):
        """Return which part of an interval is due when the order is signed."""
        self.ensure_one()
        order = self.order_id
        today = order.company_id._subscription_today()
        return self.rental_plan_id._get_due_share(order.rental_date_start, today)

    @api.constrains("rental_plan_id", "product_id")
    def _check_rental_plan(self):
        for line in self:
            if line.rental_plan_id and line.product_type == "combo":
                raise ValidationError(
                    self.env._("A combo cannot be sold by subscription: sell its products.")
                )

    # === what comes along === #

    def _get_rental_extras(self):
        """Return {kind: (amount, whether due at the signing)} of one plan's extras."""
        order = self.order_id
        return self.rental_plan_id._get_due_extras(
            [(line.product_template_id, line.product_uom_qty) for line in self],
            order.currency_id,
            order.company_id,
            order.date_order.date(),
            due_now=any(line._get_share_at_signing() for line in self),
        )

    def _follow_rental_extra(self, amount, due):
        """Set this fee or deposit to what its plan asks for, unless a person changed it."""
        self.ensure_one()
        if self._has_own_amount(amount):
            return
        price = self._get_followed_price(amount, due)
        if self.price_unit != price:
            self.write({"price_unit": price, "technical_price_unit": price})
        if self.rental_price_unit != amount:
            self.rental_price_unit = amount

    def _has_own_amount(self, amount):
        """Return whether a person changed this fee or deposit from what its plan asks."""
        self.ensure_one()
        # A fee that comes later is waived where it is shown: in the recurring price.
        waived = self.rental_kind == "setup_fee" and self.rental_price_unit != amount
        return waived or self.price_unit != self.technical_price_unit

    def _get_followed_price(self, amount, due):
        """Return what this fee or deposit costs now, if its plan asks for `amount`."""
        self.ensure_one()
        if self._has_own_amount(amount):
            return self.price_unit
        return amount if due else 0.0

    def _get_rental_extra_amount(self):
        """Return the agreed amount of a fee or deposit, priced like a product."""
        self.ensure_one()
        # What a person typed in, or what the plan says, due now or later.
        typed = self.price_unit != self.technical_price_unit
        price = self.price_unit if typed else self.rental_price_unit
        agreed = proration.worth(price, self.product_uom_qty, self.discount)
        return self.currency_id.round(float(agreed))

    def _prepare_rental_line_vals(self):
        """Return the line of the subscription that this line sells."""
        self.ensure_one()
        vals = {
            "sequence": self.sequence,
            "product_id": self.product_id.id,
            "name": self.name,
            "quantity": self.product_uom_qty,
            "product_uom_id": self.product_uom_id.id,
            "price_unit": self._get_agreed_price(),
            "phases": self._get_agreed_phases(),
            "discount": self.discount,
            "analytic_distribution": self.analytic_distribution,
            "sale_line_id": self.id,
        }
        if self._has_taxes_by_hand():
            vals["tax_ids"] = [fields.Command.set(self.tax_ids.ids)]
            vals["without_taxes"] = not self.tax_ids
        return vals

    def _get_agreed_price(self):
        """Return the price per interval: a typed price of what is due now counts, too.

        Where other prices hold at first, that is the first one of those.
        """
        self.ensure_one()
        typed = None if self.rental_phases else self._get_typed_price()
        return self.rental_price_unit if typed is None else typed

    def _get_typed_price(self):
        """Return the price per interval that somebody typed as due now; None if nobody."""
        self.ensure_one()
        share = self._get_share_at_signing()
        if share and self.price_unit != self.technical_price_unit:
            return float(exact(self.price_unit) / exact(share))
        return None

    def _is_discount(self):
        """Return whether this line takes a discount off the order."""
        self.ensure_one()
        product = self.order_id.company_id.sale_discount_product_id
        return bool(product and self.product_id == product)

    def _leave_with_plan(self):
        """Remove these discounts of plans that the order sells no more."""
        self.unlink()

    def _is_chosen(self):
        """Return whether this line was chosen by itself, and has not come with others."""
        self.ensure_one()
        return not (self.rental_kind or self.rental_is_cover or self._is_discount())

    def _prepare_discount_charge_vals(self, subscription):
        """Return the charge that takes this discount off the first bill."""
        self.ensure_one()
        return {
            "subscription_id": subscription.id,
            "kind": "discount",
            "product_id": self.product_id.id,
            "name": self.name,
            "amount": self._get_rental_extra_amount(),
            "tax_ids": [fields.Command.set(self.tax_ids.ids)],
            "source_key": f"discount/{self.id}",
        }

    def _has_taxes_by_hand(self):
        """Return whether somebody chose other taxes than the product's own."""
        self.ensure_one()
        own = self.product_id.taxes_id._filter_taxes_by_company(self.company_id)
        order = self.order_id
        # As the subscription will have it.
        position = order.fiscal_position_id or order._get_automatic_position()
        return position.map_tax(own) != self.tax_ids
