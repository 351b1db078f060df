from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...billing import settlement
from ...billing.proration import rounded
from ...billing.timeline import Timeline
from ...locking import lock


class SubscriptionChangeDialog(models.TransientModel):
    """Change plan, products, quantities or prices; shows before what that costs."""

    _name = "subscription.change.dialog"
    _inherit = ["subscription.shown.mixin"]
    _description = "Change a Subscription"

    when = fields.Selection(
        [("now", "At once"), ("next", "From the next period")],
        string="Changes",
        default="now",
        required=True,
    )
    invoicing = fields.Selection(
        [
            ("next", "With the next invoice"),
            ("now", "At once, by an invoice or a credit note"),
        ],
        string="Settled",
        compute="_compute_invoicing",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    plan_id = fields.Many2one(
        "subscription.plan",
        compute="_compute_plan_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    line_ids = fields.One2many(
        "subscription.change.dialog.line",
        "change_id",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        precompute=True,
    )
    day = fields.Date(string="Billed From", compute="_compute_preview")
    problem = fields.Char(compute="_compute_preview")
    amount_before = fields.Monetary(string="Per Interval, Now", compute="_compute_before")
    amount_after = fields.Monetary(string="Afterwards", compute="_compute_preview")

    @api.depends("subscription_id")
    def _compute_plan_id(self):
        for wizard in self:
            wizard.plan_id = wizard.subscription_id.plan_id

    @api.depends("subscription_id")
    def _compute_before(self):
        for wizard in self:
            subscription = wizard.subscription_id
            wizard.amount_before = (
                subscription.recurring_total
                if wizard._is_shown_with_taxes()
                else subscription.recurring_amount
            )

    @api.depends("plan_id")
    def _compute_invoicing(self):
        for wizard in self:
            wizard.invoicing = wizard.plan_id.change_invoicing or "next"

    @api.depends("plan_id")
    def _compute_line_ids(self):
        for wizard in self:
            rows = wizard._get_rows()
            wizard.line_ids = [Command.clear(), *map(Command.create, rows)]

    def _get_rows(self):
        """Return the values of the rows: the lines that go on, or those of another plan."""
        going_on = self._get_going_on()
        if self.plan_id == self.subscription_id.plan_id:
            return [line._prepare_change_vals() for line in going_on]
        rows = []
        for plan_line in self.plan_id.line_ids:
            vals = plan_line._prepare_subscription_line_vals(
                self.subscription_id, self.date
            )
            same = going_on.filtered_domain([("product_id", "=", vals["product_id"])])[:1]
            going_on -= same
            if same:
                # The line keeps its unit: the plan's price is per unit of the product.
                unit = same.product_id.uom_id
                price = unit._compute_price(vals["price_unit"], same.product_uom_id)
                vals["price_unit"] = price
            rows.append({**vals, "line_id": same.id})
        return rows

    def _get_going_on(self):
        return self.subscription_id._get_contract_lines()

    @api.depends(
        "when",
        "plan_id",
        "line_ids.product_id",
        "line_ids.quantity",
        "line_ids.price_unit",
        "line_ids.discount",
    )
    def _compute_preview(self):
        for wizard in self:
            lines = [
                row._prepare_row_base_line() for row in wizard.line_ids if row.product_id
            ]
            wizard.amount_after = wizard._get_shown_amount(lines)
            wizard.total_after = float(wizard.subscription_id._get_tax_totals(lines)[1])
            wizard.stays = False
            try:
                change = wizard._get_planned_change()
                rows = wizard._get_shown_rows(change)
            except UserError as error:
                wizard.problem = str(error)
                wizard.day = False
                wizard._show([])
                continue
            wizard.problem = False
            wizard.day = change.day
            wizard.stays = wizard._tell_what_stays(change)
            wizard._show(rows)

    def _get_planned_change(self):
        """Return the `Change` that this dialog describes."""
        subscription = self.subscription_id
        policy = settlement.NOTHING if self.when == "next" else subscription.proration
        return subscription._plan_change(
            self._get_edits(), self.date, policy=policy, plan=self.plan_id
        )

    def _get_edits(self):
        """Return [(line, values)] of the lines that were changed, added or deleted."""
        kept = self.line_ids.line_id
        gone = [(line, None) for line in self._get_going_on() - kept]
        changed = [row for row in self.line_ids if row._is_changed()]
        return gone + [(row.line_id, row._get_line_vals()) for row in changed]

    def _get_shown_rows(self, change):
        """Return the rows of the preview: settlements, and a first period begun anew."""
        subscription = self.subscription_id
        rows = [
            self._prepare_adjustment_row(step, adjustment, self._get_changed_product(step))
            for step, _slot, adjustment in change.rows
        ]
        if not change.cut:
            return rows
        agreed = self.plan_id._get_terms()
        timeline = Timeline(
            change.plan_values["billing_anchor"],
            agreed.interval,
            change.plan_values["date_end"] or None,
        )
        period = timeline.period(change.cut)
        if not period or agreed.billing_date(period) > self.date:
            return rows
        if agreed.is_out_of_season(period):
            return rows
        slot = settlement.Slot(period, timeline.slot(period.start).days)
        for step in change.steps:
            part = slot.part(step.after)
            if part:
                amount = step.after.worth * slot.share(part)
                product = self._get_changed_product(step)
                amount = rounded(amount, subscription.currency_id.rounding)
                covered = settlement.Slot(part, slot.whole)
                worth = step.after.worth
                row = self._prepare_shown_row(
                    product, covered, worth, amount, line=step.line
                )
                rows.append(row)
        return rows

    def _get_changed_product(self, step):
        products = self.env["product.product"]
        if step.vals and step.vals.get("product_id"):
            return products.browse(step.vals["product_id"])
        return step.line.product_id

    def action_change(self):
        """Change the subscription, as shown."""
        self._do_once()
        subscription = self.subscription_id
        subscription.check_access("write")
        # Neither the job nor another person may bill it in the meantime.
        lock(subscription.sudo())
        if not self._get_edits() and self.plan_id == subscription.plan_id:
            raise UserError(self.env._("Nothing was changed: choose what is to be."))
        change = self._get_planned_change()
        self._check_shown(self._get_shown_rows(change))
        subscription._apply_change(change, self.date, at_once=self.invoicing == "now")
        return {"type": "ir.actions.act_window_close"}


class SubscriptionChangeDialogLine(models.TransientModel):
    """A subscription line as it is after the change."""

    _name = "subscription.change.dialog.line"
    _inherit = ["subscription.given.mixin"]
    _description = "Changed Line"

    change_id = fields.Many2one(
        "subscription.change.dialog", required=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="change_id.currency_id")
    company_id = fields.Many2one(related="change_id.subscription_id.company_id")
    line_id = fields.Many2one("subscription.line", readonly=True)
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one(
        "product.product",
        required=True,
        domain=[("sale_ok", "=", True), ("type", "!=", "combo")],
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
    )
    discount = fields.Float(string="Disc.%", digits="Discount")
    price_subtotal = fields.Monetary(string="Amount", compute="_compute_price_subtotal")

    @api.depends("product_id")
    def _compute_price_unit(self):
        for row in self:
            agreed = row._is_agreed()
            row.price_unit = row.line_id.price_unit if agreed else row._get_price_by_list()

    @api.depends("product_id", "quantity", "price_unit", "discount")
    def _compute_price_subtotal(self):
        for row in self:
            dialog = row.change_id
            known = dialog.subscription_id and row.product_id
            base_lines = [row._prepare_row_base_line()] if known else []
            row.price_subtotal = dialog._get_shown_amount(base_lines)

    def _prepare_row_base_line(self):
        """Return the base line of taxes of what this row describes."""
        self.ensure_one()
        subscription = self.change_id.subscription_id
        by_hand = self.line_id._get_taxes_by_hand() if self.line_id else None
        own = subscription._get_product_taxes(self.product_id)
        taxes = own if by_hand is None else by_hand
        return subscription._prepare_product_base_line(
            self.product_id, taxes, self.price_unit, self.quantity, self.discount
        )

    def _get_line_vals(self):
        """Return the values of the subscription line that this row describes."""
        self.ensure_one()
        return {
            "product_id": self.product_id.id,
            "quantity": self.quantity,
            "price_unit": self.price_unit,
            "discount": self.discount,
        }

    def _is_changed(self):
        """Return whether this row says anything else than the line that it is of."""
        self.ensure_one()
        if not self.line_id:
            return True
        held = self.line_id._prepare_change_vals()
        return any(held[name] != value for name, value in self._get_line_vals().items())
