from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class SubscriptionPlanLine(models.Model):
    """A product of a plan, with its recurring price."""

    _name = "subscription.plan.line"
    _description = "Subscription Plan Line"
    _inherit = ["subscription.kept.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    plan_id = fields.Many2one(
        "subscription.plan", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="plan_id.company_id")
    currency_id = fields.Many2one(related="plan_id.currency_id")
    sequence = fields.Integer(default=10)
    product_tmpl_id = fields.Many2one(
        "product.template",
        string="Product",
        required=True,
        domain=[("sale_ok", "=", True), ("type", "!=", "combo")],
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    product_id = fields.Many2one(
        "product.product",
        string="Variant",
        domain="[('product_tmpl_id', '=', product_tmpl_id)]",
        ondelete="restrict",
        check_company=True,
        help="Leave empty to let the variant be chosen at the sale.",
    )
    quantity = fields.Float(default=1.0, required=True, digits="Product Unit")
    price_unit = fields.Float(
        string="Recurring Price",
        compute="_compute_price_unit",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        min_display_digits="Product Price",
        help="Per interval, in the plan's currency; overrides the product's price.",
    )
    price_subtotal = fields.Monetary(
        string="Amount", compute="_compute_price_subtotal", store=True
    )
    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "The quantity of a plan's product must be above 0."
    )

    @api.depends("product_tmpl_id", "product_id")
    def _compute_price_unit(self):
        today = fields.Date.context_today(self)
        for line in self:
            product = line.product_id or line.product_tmpl_id
            currency = product.currency_id
            line.price_unit = (
                currency._convert(
                    product.list_price,
                    line.plan_id.currency_id,
                    line.plan_id.company_id or self.env.company,
                    today,
                    # Prices may have more digits than the currency.
                    round=currency != line.plan_id.currency_id,
                )
                if product and currency and line.plan_id.currency_id
                else 0.0
            )

    @api.depends("quantity", "price_unit", "currency_id")
    def _compute_price_subtotal(self):
        for line in self:
            amount = line.quantity * line.price_unit
            currency = line.currency_id
            line.price_subtotal = currency.round(amount) if currency else amount

    @api.constrains("product_tmpl_id")
    def _check_no_combo(self):
        for line in self:
            if line.product_tmpl_id.type == "combo":
                raise ValidationError(
                    self.env._(
                        "%(product)s is a combo, and cannot be sold by subscription: let "
                        "the plan offer its products.",
                        product=line.product_tmpl_id.display_name,
                    )
                )

    @api.constrains("product_id", "product_tmpl_id")
    def _check_variant(self):
        for line in self:
            if line.product_id and line.product_id.product_tmpl_id != line.product_tmpl_id:
                raise ValidationError(
                    self.env._(
                        "%(variant)s is no variant of %(product)s: choose one that is.",
                        variant=line.product_id.display_name,
                        product=line.product_tmpl_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Create lines; where a variant alone is given, the product is the variant's."""
        for vals in vals_list:
            if vals.get("product_id") and not vals.get("product_tmpl_id"):
                variant = self.env["product.product"].browse(vals["product_id"])
                vals["product_tmpl_id"] = variant.product_tmpl_id.id
        return super().create(vals_list)

    @api.onchange("product_tmpl_id")
    def _onchange_product_tmpl_id(self):
        if self.product_id.product_tmpl_id != self.product_tmpl_id:
            self.product_id = False

    def _get_sold_variant(self):
        """Return the variant to sell: the chosen one, or the template's first."""
        self.ensure_one()
        return self.product_id or self.product_tmpl_id.product_variant_id

    def _is_on_offer(self):
        """Return whether the product of this line can still be sold: it is not archived."""
        self.ensure_one()
        return bool(self._get_sold_variant().filtered("active"))

    def _get_sold_name(self):
        """Return the name of what this line offers: its variant, or its product."""
        self.ensure_one()
        return (self.product_id or self.product_tmpl_id).display_name

    def _prepare_subscription_line_vals(self, subscription, day):
        """Return the values of this line on a subscription, in its currency.

        :param day: whose exchange rate holds

        Raises UserError if the product is archived.
        """
        self.ensure_one()
        if not self._is_on_offer():
            raise UserError(
                self.env._(
                    "%(plan)s offers %(product)s, which is archived: take it off the plan, "
                    "or unarchive it.",
                    plan=self.plan_id.display_name,
                    product=self._get_sold_name(),
                )
            )
        return {
            "sequence": self.sequence,
            "product_id": self._get_sold_variant().id,
            "quantity": self.quantity,
            "price_unit": self._get_subscribed_line_price(subscription, day),
        }

    def _get_subscribed_line_price(self, subscription, day):
        """Return the price of this line on `subscription`: by its customer, if it says so.

        :param day: whose exchange rate holds
        """
        plan = self.plan_id
        if plan.uses_pricelist or plan.adds_extras:
            return plan._get_subscribed_price(
                subscription, self._get_sold_variant(), day, quantity=self.quantity
            )
        # Another line of the plan may have the same product, at another price.
        return plan.currency_id._convert(
            self.price_unit,
            subscription.currency_id,
            subscription.company_id,
            day,
            round=plan.currency_id != subscription.currency_id,
        )
