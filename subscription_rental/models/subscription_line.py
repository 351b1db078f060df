from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ..billing import lifecycle
from ..billing.settlement import Version

# A billed line may still be told when it ends, and where it stands.
FREE_FIELDS = {"date_to", "sequence"}


class SubscriptionLine(models.Model):
    """A product on a subscription: one version of it, from one day to another.

    A line that was billed is never edited: `_replace` ends it and adds its successor.
    """

    _name = "subscription.line"
    _description = "Subscription Line"
    _inherit = ["subscription.line.invoicing.mixin", "analytic.mixin"]
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
    charge_ids = fields.One2many("subscription.charge", "line_id")
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

    def _get_version(self):
        """Return the `Version` that the rules of settlement work with."""
        self.ensure_one()
        values = {name: self[name] for name in ("price_unit", "quantity", "discount")}
        worth = self.subscription_id._get_worth(values)
        return Version(worth, self.date_from or None, self.date_to or None)

    def _prepare_change_vals(self):
        """Return the row that stands for this line in the dialog of changes."""
        self.ensure_one()
        return {
            "line_id": self.id,
            "sequence": self.sequence,
            "product_id": self.product_id.id,
            "quantity": self.quantity,
            "price_unit": self.price_unit,
            "discount": self.discount,
        }

    def _never_begins(self, end):
        """Return whether this one has no day before `end`, and was never charged."""
        self.ensure_one()
        empty = self.date_from and end and end <= self.date_from
        return bool(empty and not self._get_billed() and not self.charge_ids)

    def _get_taxes_by_hand(self):
        return self.tax_ids

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
        lines._record_mrr()
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
        self._record_mrr()
        return result

    def unlink(self):
        """What goes changes what the subscription is worth."""
        running = self._get_running()
        result = super().unlink()
        for subscription in running.exists():
            subscription._record_mrr(subscription.company_id._subscription_today())
        return result

    def _get_running(self):
        return self.subscription_id.filtered(
            lambda subscription: subscription.state in lifecycle.RUNNING
        )

    def _record_mrr(self):
        """Keep what edits of these lines change in what their subscriptions are worth."""
        if self.env.su:
            # A change records itself as a whole, with its own day.
            return
        for subscription in self._get_running():
            today = subscription.company_id._subscription_today()
            lines = self.filtered(
                lambda line, own=subscription: line.subscription_id == own
            )
            days = (line.date_to or line.date_from or today for line in lines)
            subscription._record_mrr(max(today, *days))

    def _check_unbilled_from(self, name):
        """Raise UserError where this date lies in days that are billed."""
        if self.env.su:
            # Changes settle what they do to billed days: see the change mixin.
            return
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
