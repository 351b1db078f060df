from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...billing import lifecycle, proration
from ...billing.settlement import Version

# Lines with an end stand below all others: this much is added to their sequence.
ENDED = 1_000_000


class SubscriptionLine(models.Model):
    """A product on a subscription: one version of it, from one day to another.

    A line that was billed is never edited: `_replace` ends it and adds its successor.
    """

    _name = "subscription.line"
    _description = "Subscription Line"
    _inherit = ["subscription.kept.mixin", "analytic.mixin", "subscription.taxed.mixin"]
    _rec_name = "product_id"
    _order = "subscription_id, sequence, date_from, id"
    _check_company_auto = True

    subscription_id = fields.Many2one(
        "subscription.subscription", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="subscription_id.company_id", store=True)
    currency_id = fields.Many2one(related="subscription_id.currency_id")
    sequence = fields.Integer(default=10)
    # Rows can be dragged by the field alone that they are ordered by.
    position = fields.Integer(
        compute="_compute_position",
        inverse="_inverse_position",
        store=True,
        precompute=True,
    )
    product_id = fields.Many2one(
        "product.product",
        required=True,
        domain=[("sale_ok", "=", True), ("type", "!=", "combo")],
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    name = fields.Text(
        string="Description",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    quantity = fields.Float(default=1.0, required=True, digits="Product Unit")
    product_uom_id = fields.Many2one(
        "uom.uom",
        string="Unit",
        compute="_compute_product_uom_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        ondelete="restrict",
    )
    price_unit = fields.Float(
        string="Recurring Price",
        compute="_compute_price_unit",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        min_display_digits="Product Price",
        help="Per billing interval.",
    )
    discount = fields.Float(string="Disc.%", digits="Discount")
    tax_ids = fields.Many2many(
        "account.tax",
        string="Taxes",
        domain=[("type_tax_use", "=", "sale")],
        check_company=True,
        help="Leave empty to use the product's taxes on the day of each invoice.",
    )
    without_taxes = fields.Boolean(
        help="Invoiced without any tax, whatever the product and the customer say."
    )
    date_from = fields.Date(
        string="From", copy=False, help="Empty: from the start of the subscription."
    )
    date_to = fields.Date(
        string="To", copy=False, help="The first day without it; empty if it goes on."
    )
    previous_line_id = fields.Many2one(
        "subscription.line",
        string="Replaces",
        copy=False,
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    price_subtotal = fields.Monetary(
        string="Amount",
        compute="_compute_price_subtotal",
        store=True,
        help="Before taxes, per billing interval.",
    )
    _days_in_order = models.Constraint(
        "CHECK(date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "A line cannot end before it begins.",
    )
    _discount_range = models.Constraint(
        "CHECK(discount BETWEEN 0 AND 100)", "A discount is from 0 to 100 %."
    )
    _one_successor = models.UniqueIndex(
        "(previous_line_id) WHERE previous_line_id IS NOT NULL",
        "This line has already been replaced: change its successor.",
    )

    @api.depends("sequence", "date_to")
    def _compute_position(self):
        for line in self:
            line.position = line.sequence + (ENDED if line.date_to else 0)

    def _inverse_position(self):
        for line in self:
            line.sequence = line.position % ENDED

    @api.depends("product_id")
    def _compute_name(self):
        for line in self:
            line.name = line._get_product_name()

    def _get_product_name(self):
        """Return what the product is called on invoices to this customer."""
        self.ensure_one()
        lang = self.subscription_id.partner_id.lang
        product = self.product_id.with_context(lang=lang)
        return product.get_product_multiline_description_sale()

    def _get_following_product(self, values):
        """Return the names of the fields that follow another product in `values`.

        A description that somebody typed is kept.
        """
        self.ensure_one()
        if values.get("product_id", self.product_id.id) == self.product_id.id:
            return set()
        typed = self.name != self._get_product_name()
        return {"product_uom_id"} if typed else {"product_uom_id", "name"}

    @api.depends("product_id")
    def _compute_product_uom_id(self):
        for line in self:
            line.product_uom_id = line.product_id.uom_id

    @api.depends("product_id", "product_uom_id")
    def _compute_price_unit(self):
        for line in self:
            subscription = line.subscription_id
            line.price_unit = (
                subscription.plan_id._get_subscribed_price(
                    subscription,
                    line.product_id,
                    subscription.date_start,
                    line.product_uom_id,
                    line.quantity,
                )
                if line.product_id
                else 0.0
            )

    @api.depends(
        "quantity",
        "price_unit",
        "discount",
        "currency_id",
        "product_id",
        "tax_ids",
        "without_taxes",
    )
    def _compute_price_subtotal(self):
        for line in self:
            subscription = line.subscription_id
            base_line = line._prepare_untaxed_line(line.price_unit)
            without, _taxed = subscription._get_tax_totals([base_line])
            line.price_subtotal = float(without)

    @api.constrains("quantity")
    def _check_not_negative(self):
        for line in self:
            if line.quantity < 0:
                raise ValidationError(
                    self.env._(
                        "%(line)s: the quantity cannot be below 0.", line=line.display_name
                    )
                )

    @api.constrains("previous_line_id", "subscription_id")
    def _check_previous_line(self):
        for line in self:
            if line.previous_line_id.subscription_id not in (
                line.subscription_id,
                line.subscription_id.browse(),
            ):
                raise ValidationError(
                    self.env._("A line replaces a line of the same subscription.")
                )

    def _get_version(self):
        """Return the `Version` that the rules of settlement work with."""
        self.ensure_one()
        worth = proration.worth(self.price_unit, self.quantity, self.discount)
        return Version(worth, self.date_from or None, self.date_to or None)

    def _is_agreed_on(self, day):
        """Return whether this version of the line holds on `day`."""
        self.ensure_one()
        begun = not self.date_from or self.date_from <= day
        return begun and not (self.date_to and self.date_to <= day)

    def _get_versions_from(self, day):
        """Return this version and those before it that have days from `day` on."""
        versions, version = self.browse(), self
        while version and not (version.date_to and version.date_to <= day):
            versions += version
            version = version.previous_line_id
        return versions

    def _replace(self, day, **changes):
        """End this version on `day` and return its successor, with `changes`.

        Raises UserError if days from `day` on are billed already.
        """
        self.ensure_one()
        values = self.copy_data(
            {
                **changes,
                "subscription_id": self.subscription_id.id,
                "date_from": day,
                "date_to": self.date_to,
            }
        )
        self.date_to = day
        successor = self.create(values)
        successor._write_kept({"previous_line_id": self.id})
        return successor

    def _get_running_subscriptions(self):
        """Return the running subscriptions of these lines."""
        return self.subscription_id.filtered(
            lambda subscription: subscription.state in lifecycle.RUNNING
        )

    def _get_taxes_by_hand(self):
        if self.without_taxes:
            return self.env["account.tax"]
        return self.tax_ids or None

    def _get_unit_price(self, share, price=None):
        """Return the exact price per unit on an invoice for this `share` of an interval.

        :param price: in place of the line's own price, as planned for later
        """
        self.ensure_one()
        return proration.unit_price(
            self.price_unit if price is None else price,
            share,
            quantity=self.quantity,
            discount=self.discount,
            rounding=self.currency_id.rounding,
        )

    def _get_line_price_shown(self, price, quantity=1.0, discount=0.0):
        """Return what `quantity` at `price` is, as the customer is shown prices."""
        self.ensure_one()
        subscription = self.subscription_id
        base_line = self._prepare_base_line(price, quantity, discount)
        without, taxed = subscription._get_tax_totals([base_line])
        return float(taxed if subscription._shows_taxes() else without)

    def _prepare_untaxed_line(self, price):
        """Return the base line that says what this line is before taxes at `price`."""
        self.ensure_one()
        taxes = self._get_deciding_taxes()
        return self._prepare_base_line(price, self.quantity, self.discount, taxes=taxes)

    def _get_line_amount(self, share, price=None):
        """Return price x quantity x share less discount, rounded once by the currency.

        :param price: in place of the line's own price, as planned for later
        """
        self.ensure_one()
        price = self.price_unit if price is None else price
        amount = proration.worth(price, self.quantity, self.discount) * share
        currency = self.currency_id
        return currency.round(float(amount)) if currency else float(amount)

    def _get_share(self, timeline, period):
        """Return which exact part of an interval this version covers in `period`."""
        self.ensure_one()
        part = period.overlap(self.date_from or None, self.date_to or None)
        return timeline.share(part) if part else 0
