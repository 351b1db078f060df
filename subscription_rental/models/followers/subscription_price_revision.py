from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...billing import lifecycle, revision
from ...billing.errors import InvalidTerms
from ...billing.proration import exact


class SubscriptionPriceRevision(models.Model):
    """New prices for a selection of running subscriptions, from a date on (PL11).

    The billing job applies a revision to each subscription with the first period that
    begins from that date on: until then it can be undone, and nothing is retroactive.
    """

    _name = "subscription.price.revision"
    _description = "Price Revision"
    _inherit = ["subscription.kept.mixin", "mail.thread"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [("draft", "Draft"), ("confirmed", "Confirmed"), ("undone", "Undone")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    date = fields.Date(
        string="From",
        required=True,
        tracking=True,
        help="Each gets its new price with its first period from this day on.",
    )
    method = fields.Selection(
        [
            ("percent", "By a percentage"),
            ("fixed", "To a fixed price"),
            ("index", "By an index"),
        ],
        default="percent",
        required=True,
    )
    percent = fields.Float(digits=(16, 4), help="Negative lowers prices.")
    fixed_price = fields.Float(
        string="New Price", min_display_digits="Product Price", help="Per interval."
    )
    index_before = fields.Float(string="Index, Before", digits=(16, 4))
    index_after = fields.Float(string="Index, Now", digits=(16, 4))
    rounding = fields.Float(
        string="Rounded To", default=0.01, required=True, digits=(16, 4)
    )
    plan_ids = fields.Many2many("subscription.plan", string="Plans", check_company=True)
    product_ids = fields.Many2many("product.product", string="Products")
    partner_ids = fields.Many2many("res.partner", string="Customers")
    with_committed = fields.Boolean(
        string="Also Within Minimum Terms",
        help="What was committed to keeps its price, unless this is chosen.",
    )
    notice_days = fields.Integer(
        string="Notice",
        default=30,
        help="Customers are told so many days before, with their right to leave.",
    )
    line_ids = fields.One2many(
        "subscription.price.revision.line", "revision_id", readonly=True
    )
    subscription_count = fields.Integer(compute="_compute_totals")
    mrr_change = fields.Monetary(
        string="MRR Change", compute="_compute_totals", help="Per month, before taxes."
    )
    _rounding_positive = models.Constraint(
        "CHECK(rounding > 0)", "Prices are rounded to a step above 0."
    )
    _notice_positive = models.Constraint(
        "CHECK(notice_days >= 0)", "A notice cannot be negative."
    )

    @api.depends("line_ids.mrr_change")
    def _compute_totals(self):
        for one in self:
            one.subscription_count = len(one.line_ids.subscription_id)
            one.mrr_change = sum(one.line_ids.mapped("mrr_change"))

    @api.constrains("method", "index_before", "index_after")
    def _check_index(self):
        for one in self.filtered(lambda one: one.method == "index"):
            try:
                one._get_revision_value()
            except InvalidTerms as error:
                raise ValidationError(
                    self.env._("Give both values of the index: they are above 0.")
                ) from error

    def _get_revision_value(self):
        """Return the percentage, or the fixed price, that the rule works with."""
        self.ensure_one()
        if self.method == "index":
            return revision.index_change(self.index_before, self.index_after)
        return exact(self.fixed_price if self.method == "fixed" else self.percent)

    def _get_revised(self, price):
        """Return the new price of a line that costs `price` now."""
        self.ensure_one()
        return float(
            revision.revised(
                price, self.method, self._get_revision_value(), rounding=self.rounding
            )
        )

    # === the selection === #

    def action_preview(self):
        """Fill in a row for each line whose price changes, with the effect on the MRR."""
        self.ensure_one()
        self._check_draft()
        self.check_access("write")
        # Rows are the system's; the user may write the revision.
        self.sudo().line_ids.unlink()
        earliest = self._get_earliest_day()
        rows = []
        for line in self._get_lines():
            vals = self._prepare_line_vals(line, earliest)
            if vals:
                rows.append(vals)
        self.line_ids.sudo().create(rows)

    def _get_earliest_day(self):
        """Return the first day on which a customer can have been told in time."""
        today = self.company_id._subscription_today()
        return max(self.date, today + timedelta(days=self.notice_days))

    def _get_lines(self):
        """Return the running subscription lines that this revision selects."""
        chosen = Domain("company_id", "=", self.company_id.id) & Domain(
            "date_to", "=", False
        )
        running = Domain("state", "in", list(lifecycle.RUNNING))
        running &= Domain("cancel_date", "=", False)
        if self.plan_ids:
            running &= Domain("plan_id", "in", self.plan_ids.ids)
        if self.partner_ids:
            running &= Domain("partner_id", "child_of", self.partner_ids.ids)
        if self.product_ids:
            chosen &= Domain("product_id", "in", self.product_ids.ids)
        lines = self.env["subscription.line"].search(
            chosen & Domain("subscription_id", "any", running)
        )
        planned = self.env["subscription.price.revision.line"].search(
            [
                ("subscription_id", "in", lines.subscription_id.ids),
                ("state", "=", "planned"),
            ]
        )
        # What is to change already is not changed twice, whichever version it stands on.
        return lines - lines.browse().union(*(row._get_present_line() for row in planned))

    def _prepare_line_vals(self, line, earliest):
        """Return the values of the row for `line`, None where its price stays as it is."""
        subscription = line.subscription_id
        # Introductory prices were agreed on: only what follows them is revised.
        earliest = max(earliest, line.date_from or earliest)
        day = revision.first_day(
            subscription._get_timeline(), subscription.next_period_start, earliest
        )
        committed = subscription.commitment_end and day < subscription.commitment_end
        over = subscription.date_end and day >= subscription.date_end
        # Also where the customer has to pay for it: the next term is offered at that price.
        renews = subscription.renewal_date or (
            subscription.renewal == "on_payment" and not subscription.cancel_date
        )
        price = self._get_revised(line.price_unit)
        if (
            price == line.price_unit
            or (committed and not self.with_committed)
            or (over and not renews)
        ):
            return None
        return {
            "revision_id": self.id,
            "line_id": line.id,
            "day": day,
            "price_before": line.price_unit,
            "price_after": price,
        }

    # === its life === #

    def _check_draft(self):
        for one in self:
            if one.state != "draft":
                raise UserError(
                    self.env._(
                        "%(name)s is confirmed: undo it, and make a new one.",
                        name=one.name,
                    )
                )

    def action_confirm(self):
        """Plan the previewed prices: the billing job applies each of them on its day."""
        self._check_draft()
        for one in self:
            if not one.line_ids:
                raise UserError(
                    self.env._("There is nothing to change: look at the preview first.")
                )
            if min(one.line_ids.mapped("day")) < one._get_earliest_day():
                raise UserError(
                    self.env._(
                        "This preview is from another day: some customers could not be "
                        "told in time. Make the preview again."
                    )
                )
        self.check_access("write")
        # Rows are the system's; the user may write the revision.
        self.sudo().line_ids.state = "planned"
        self._write_kept({"state": "confirmed"})

    def action_undo(self):
        """Undo the planned prices of these revisions; those in effect stay.

        Customers who were told of them are told by the job, at once.
        """
        self.check_access("write")
        for one in self:
            if one.state != "confirmed":
                raise UserError(self.env._("%(name)s is not confirmed.", name=one.name))
            planned = one.line_ids.filtered(lambda row: row.state == "planned")
            if not planned:
                raise UserError(
                    self.env._(
                        "Nothing of %(name)s is to come any more: revise prices anew.",
                        name=one.name,
                    )
                )
            # Rows are the system's; the user may write the revision.
            planned.sudo().state = "undone"
            one._write_kept({"state": "undone"})
        if self.line_ids.filtered(lambda row: row.state == "undone" and row.notified_on):
            self.env["subscription.notice.job"]._wake()
