from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ..billing import lifecycle
from ..billing.proration import exact

# A billed line may still be told when it ends, and where it stands.
FREE_FIELDS = {"date_to", "sequence"}


class SubscriptionLine(models.Model):
    """A product on a subscription: one version of it, from one day to another.

    A line that was billed is never edited: `_replace` ends it and adds its successor.
    """

    _name = "subscription.line"
    _description = "Subscription Line"
    _inherit = ["subscription.taxed.mixin", "analytic.mixin"]
    _rec_name = "product_id"
    _order = "subscription_id, sequence, date_from, id"
    _check_company_auto = True

    subscription_id = fields.Many2one(
        "subscription.subscription", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="subscription_id.company_id", store=True)
    currency_id = fields.Many2one(related="subscription_id.currency_id")
    sequence = fields.Integer(default=10)
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
    sale_line_id = fields.Many2one(
        "sale.order.line", string="Order Line", copy=False, index="btree_not_null"
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
        string="Amount", compute="_compute_price_subtotal", store=True
    )
    is_billed = fields.Boolean(compute="_compute_is_billed")

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

    @api.depends("product_id")
    def _compute_name(self):
        for line in self:
            lang = line.subscription_id.partner_id.lang
            product = line.product_id.with_context(lang=lang)
            line.name = product.get_product_multiline_description_sale()

    @api.depends("product_id")
    def _compute_product_uom_id(self):
        for line in self:
            line.product_uom_id = line.product_id.uom_id

    @api.depends("product_id")
    def _compute_price_unit(self):
        for line in self:
            subscription = line.subscription_id
            if not line.product_id or not subscription.currency_id:
                line.price_unit = 0.0
                continue
            own = line.product_id.currency_id
            line.price_unit = own._convert(
                line.product_id.lst_price,
                subscription.currency_id,
                subscription.company_id,
                subscription.date_start or fields.Date.context_today(line),
                # Prices may have more digits than the currency.
                round=own != subscription.currency_id,
            )

    @api.depends("quantity", "price_unit", "discount", "currency_id")
    def _compute_price_subtotal(self):
        for line in self:
            line.price_subtotal = line._get_amount(1)

    def _compute_is_billed(self):
        billed = self._get_billed()
        for line in self:
            line.is_billed = line._origin in billed

    def _get_billed(self):
        """Return those of these lines that stand on a living invoice."""
        # Users see their own lines; whether accounting used them is a bare fact.
        groups = (
            self.env["account.move.line"]
            .sudo()
            ._read_group(
                [("rental_line_id", "in", self.ids), ("parent_state", "!=", "cancel")],
                ["rental_line_id"],
            )
        )
        return self.browse([line.id for (line,) in groups])

    def _get_amount(self, share):
        """Return price x quantity x share less discount, rounded once by the currency."""
        self.ensure_one()
        rate = 1 - exact(self.discount) / 100
        amount = exact(self.price_unit) * exact(self.quantity) * rate * share
        currency = self.currency_id
        return currency.round(float(amount)) if currency else float(amount)

    def _get_taxes_by_hand(self):
        return self.tax_ids

    def _get_share(self, timeline, period):
        """Return which exact part of an interval this version covers in `period`."""
        self.ensure_one()
        part = period.overlap(self.date_from or None, self.date_to or None)
        return timeline.share(part) if part else 0

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
                "previous_line_id": self.id,
            }
        )
        self.date_to = day
        return self.create(values)

    @api.model_create_multi
    def create(self, vals_list):
        """A line added to a running subscription begins with its next bill."""
        lines = super().create(vals_list)
        for line in lines:
            subscription = line.subscription_id
            if not line.date_from and subscription.state in lifecycle.RUNNING:
                line.date_from = subscription._get_first_free_day()
        lines._check_unbilled_from("date_from")
        return lines

    def write(self, vals):
        """Refuse to change what was billed, or its dates in the billed past."""
        changes = vals.keys() - FREE_FIELDS
        billed = self._get_billed() if changes else self.browse()
        if billed:
            raise UserError(
                self.env._(
                    "%(line)s has been billed: end it with a 'To' date, and add a line "
                    "for what follows.",
                    line=billed[0].display_name,
                )
            )
        dates = [name for name in ("date_from", "date_to") if name in vals]
        # What lies before the cursor is billed: neither from there nor to there.
        for name in dates:
            self._check_unbilled_from(name)
        result = super().write(vals)
        for name in dates:
            self._check_unbilled_from(name)
        return result

    def _check_unbilled_from(self, name):
        """Raise UserError where this date lies in days that are billed."""
        for line in self:
            cursor = line.subscription_id.next_period_start
            if cursor and line[name] and line[name] < cursor:
                raise UserError(
                    self.env._(
                        "%(line)s: days before %(day)s are billed. Choose that day or a "
                        "later one.",
                        line=line.display_name,
                        day=format_date(self.env, cursor),
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_billed(self):
        billed = self._get_billed()
        if billed:
            raise UserError(
                self.env._(
                    "%(line)s has been billed: end it with a 'To' date instead.",
                    line=billed[0].display_name,
                )
            )

    def _prepare_invoice_line_vals(self, slot, timeline, share, part_of_price=1):
        """Return the invoice line for this version's `share` of the period `slot`.

        :param part_of_price: less than 1 bills again what was credited in part
        """
        self.ensure_one()
        part = slot._get_period().overlap(self.date_from or None, self.date_to or None)
        vals = {
            "product_id": self.product_id.id,
            "name": self._get_invoice_line_name(part, timeline, share),
            "quantity": self.quantity,
            "product_uom_id": self.product_uom_id.id,
            "price_unit": float(exact(self.price_unit) * share * part_of_price),
            "discount": self.discount,
            "rental_subscription_id": self.subscription_id.id,
            "rental_line_id": self.id,
            "rental_period_id": slot.id,
            "rental_first_day": part.start,
            "rental_last_day": part.last_day,
        }
        if self.tax_ids:
            vals["tax_ids"] = [fields.Command.set(self.tax_ids.ids)]
        if self.analytic_distribution:
            vals["analytic_distribution"] = self.analytic_distribution
        return vals

    def _get_invoice_line_name(self, part, timeline, share):
        """Return the description with the first and last day, as the customer writes."""
        lang = self.subscription_id.partner_invoice_id.lang
        here = self.with_context(lang=lang)
        days = here.env._(
            "%(first)s to %(last)s",
            first=format_date(here.env, part.start),
            last=format_date(here.env, part.last_day),
        )
        if share != 1:
            days = here.env._(
                "%(days)s (%(part)s of %(whole)s days)",
                days=days,
                part=part.days,
                whole=timeline.slot(part.start).days,
            )
        return f"{self.name}\n{days}"
