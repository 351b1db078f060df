from odoo import api, fields, models

from ...billing import due_dates
from ...billing.errors import DateOutOfRange, InvalidInterval
from ...billing.interval import Interval
from ...words import format_interval
from .product_template import UNITS


class SubscriptionDueDate(models.Model):
    """What a customer holds that expires, and when (DD1)."""

    _name = "subscription.due.date"
    _description = "Due Date"
    _inherit = [
        "subscription.listed.mixin",
        "subscription.kept.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_due, id"
    _check_company_auto = True

    name = fields.Char(
        string="Description",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
        help="What it is of: the name of a domain, a contract's number.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        tracking=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    product_id = fields.Many2one(
        "product.product",
        required=True,
        tracking=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    quantity = fields.Float(default=1.0, digits="Product Unit", tracking=True)
    amount = fields.Monetary(tracking=True, help="For one duration, before taxes.")
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
        ondelete="restrict",
    )
    source_id = fields.Many2one(
        "subscription.due.source",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    bank_id = fields.Many2one(
        "subscription.due.institution",
        string="Institution",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="With whom it is held: a bank, an insurer, a registrar.",
    )
    note = fields.Html(string="Notes")
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        tracking=True,
        index=True,
        domain=[("share", "=", False)],
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
    )
    date_start = fields.Date(
        string="Start",
        required=True,
        tracking=True,
        index=True,
        default=lambda self: self.env.company._subscription_today(),
    )
    date_due = fields.Date(
        string="Due Date",
        compute="_compute_date_due",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
        help="It is held up to this day, and renewed by it.",
    )
    duration_count = fields.Integer(
        string="Renewed For",
        compute="_compute_duration",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    duration_unit = fields.Selection(
        UNITS,
        string="Unit",
        compute="_compute_duration",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
    )
    duration = fields.Char(compute="_compute_duration_name")
    anchor_date = fields.Date(
        compute="_compute_anchor_date",
        store=True,
        precompute=True,
        help="The day that due dates are counted from, so that month ends come back.",
    )
    state = fields.Selection(
        [
            (due_dates.ACTIVE, "Active"),
            (due_dates.RENEWED, "Renewed"),
            (due_dates.EXPIRED, "Expired"),
            (due_dates.CLOSED, "Closed"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
        tracking=True,
        group_expand=True,
    )
    date_closed = fields.Date(
        string="Closed On",
        copy=False,
        tracking=True,
        help="Nobody renews it any more.",
    )
    days_left = fields.Integer(compute="_compute_days_left", help="Up to the due date.")
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    amount_company = fields.Monetary(
        string="Amount in Company Currency",
        compute="_compute_amount_company",
        store=True,
        currency_field="company_currency_id",
        help="At the rate of the start.",
    )
    _days_ordered = models.Constraint(
        "CHECK(date_start <= date_due)", "What is held is due after it starts."
    )
    _open_idx = models.Index("(company_id, date_due) WHERE state = 'active'")

    @api.depends("product_id")
    def _compute_name(self):
        for row in self:
            row.name = row.name or row.product_id.display_name

    @api.depends("product_id", "company_id")
    def _compute_duration(self):
        for row in self:
            product = row.product_id.with_company(row.company_id)
            known = product.rental_duration_count > 0
            row.duration_count = (
                product.rental_duration_count if known else row.duration_count or 1
            )
            # A year is what most things are renewed for.
            own = known and product.rental_duration_unit
            row.duration_unit = own or row.duration_unit or "year"

    @api.depends("duration_count", "duration_unit")
    @api.depends_context("lang")
    def _compute_duration_name(self):
        for row in self:
            row.duration = format_interval(self.env, row.duration_count, row.duration_unit)

    @api.depends("date_start")
    def _compute_anchor_date(self):
        for row in self:
            row.anchor_date = row.date_start

    @api.depends("date_start", "anchor_date", "duration_count", "duration_unit")
    def _compute_date_due(self):
        for row in self:
            if not row.date_start:
                row.date_due = row.date_due
                continue
            # Without a duration nothing is computed of it: who saves that is told so.
            try:
                found = due_dates.due_after(
                    row.date_start, row._get_duration(), row.anchor_date or row.date_start
                )
            except (InvalidInterval, DateOutOfRange):
                found = row.date_due or row.date_start
            row.date_due = found

    def _get_duration(self):
        """Return by how much a renewal of this due date counts on."""
        self.ensure_one()
        return Interval(self.duration_count, self.duration_unit)

    @api.depends("date_due", "date_closed", "company_id")
    def _compute_state(self):
        for company, owned in self.grouped("company_id").items():
            today = (company or self.env.company)._subscription_today()
            for row in owned:
                row.state = row._get_due_state(today)

    def _get_due_state(self, today):
        """Return the state of this due date on `today`."""
        self.ensure_one()
        return due_dates.state_on(today, self.date_due or today, **self._get_due_facts())

    def _get_due_facts(self):
        """Return what is known of this due date, beside its days: see `state_on`."""
        self.ensure_one()
        return {"is_closed": bool(self.date_closed)}

    @api.depends("date_due", "company_id")
    def _compute_days_left(self):
        for row in self:
            today = (row.company_id or self.env.company)._subscription_today()
            row.days_left = (row.date_due - today).days if row.date_due else 0

    @api.depends("amount", "currency_id", "company_id", "date_start")
    def _compute_amount_company(self):
        for row in self:
            own, company = row.currency_id, row.company_id
            currency = company.currency_id
            row.amount_company = (
                row.amount
                if own == currency or not own
                else own._convert(row.amount, currency, company, row.date_start)
            )

    @api.depends("name", "date_due")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for row in self:
            row.display_name = row.name or self.env._("New due date")

    @api.model
    def get_import_templates(self):
        """Offer the sample file on the import screen."""
        return [
            {
                "label": self.env._("Sample file: due dates"),
                "template": "/subscription_rental/static/import/due_dates.csv",
            }
        ]
