from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..billing import lifecycle
from .subscription_period import UNPAID


class SubscriptionSubscription(models.Model):
    _name = "subscription.subscription"
    _description = "Subscription"
    _inherit = [
        "subscription.agreement.mixin",
        "subscription.lifecycle.mixin",
        "subscription.start.mixin",
        "subscription.ending.mixin",
        "subscription.pause.mixin",
        "subscription.mrr.mixin",
        "subscription.transfer.mixin",
        "subscription.contract.mixin",
        "subscription.history.mixin",
        "subscription.benefit.mixin",
        "subscription.moving.mixin",
        "subscription.audit.mixin",
        "subscription.billing.mixin",
        "subscription.part.mixin",
        "subscription.deposit.mixin",
        "subscription.invoicing.mixin",
        "subscription.portal.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(
        string="Reference", required=True, readonly=True, copy=False, default="/"
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
    partner_invoice_id = fields.Many2one(
        "res.partner",
        string="Invoice Address",
        compute="_compute_addresses",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    partner_shipping_id = fields.Many2one(
        "res.partner",
        string="Delivery Address",
        compute="_compute_addresses",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        default=lambda self: self.env.user,
        tracking=True,
        index=True,
        domain=[("share", "=", False)],
        check_company=True,
    )
    team_id = fields.Many2one(
        "crm.team",
        string="Sales Team",
        check_company=True,
        ondelete="set null",
        help="The shop or team that sold it; its invoices carry it.",
    )
    sale_order_id = fields.Many2one(
        "sale.order",
        string="Sales Order",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    date_start = fields.Date(
        string="Start",
        copy=False,
        tracking=True,
        help="Leave empty to start on the day of the activation.",
    )
    client_order_ref = fields.Char(
        string="Customer Reference", copy=False, help="Printed on each invoice."
    )
    payment_term_id = fields.Many2one(
        "account.payment.term",
        string="Payment Terms",
        check_company=True,
        help="Leave empty to use the customer's.",
    )
    note = fields.Html(string="Private Notes")
    line_ids = fields.One2many(
        "subscription.line",
        "subscription_id",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        copy=True,
    )
    period_ids = fields.One2many("subscription.period", "subscription_id", readonly=True)
    charge_ids = fields.One2many("subscription.charge", "subscription_id", readonly=True)
    recurring_amount = fields.Monetary(
        string="Per Interval",
        compute="_compute_recurring_amount",
        store=True,
        help="Before taxes, of the lines that go on.",
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    mrr = fields.Monetary(
        string="MRR",
        currency_field="company_currency_id",
        readonly=True,
        copy=False,
        help="Monthly recurring revenue in the company's currency, before taxes: of what "
        "is in progress.",
    )

    is_past_due = fields.Boolean(
        string="Past Due",
        compute="_compute_is_past_due",
        search="_search_is_past_due",
        help="An invoice is unpaid after its due date.",
    )
    alert = fields.Selection(
        [
            ("error", "Billing error"),
            ("ledger", "Ledger difference"),
            ("backlog", "Periods missed"),
            ("past_due", "Past due"),
            ("trial", "Trial"),
        ],
        compute="_compute_alert",
        help="What a person should know first.",
    )
    rental_badge = fields.Char(
        string="Recurring",
        compute="_compute_rental_badge",
        help="R: a recurring rental, and no ordinary order.",
    )
    # How the billing job finds its next batch: one scan, in the order of the days.
    _due_idx = models.Index(
        "(company_id, next_billing_date, id) WHERE next_billing_date IS NOT NULL"
    )
    _scheduled_idx = models.Index("(company_id, date_start) WHERE state = 'scheduled'")
    _running_has_dates = models.Constraint(
        "CHECK(state NOT IN ('active', 'paused', 'suspended', 'finished')"
        " OR (billing_anchor IS NOT NULL AND next_period_start IS NOT NULL))",
        "A running subscription needs its billing anchor: activate it.",
    )
    _name_uniq = models.UniqueIndex(
        "(name) WHERE name != '/'", "This reference is taken by another subscription."
    )

    @api.depends("partner_id")
    def _compute_addresses(self):
        for subscription in self:
            found = subscription.partner_id.address_get(["invoice", "delivery"])
            subscription.partner_invoice_id = found["invoice"]
            subscription.partner_shipping_id = found["delivery"]

    @api.depends("plan_id", "currency_id")
    def _compute_line_ids(self):
        for subscription in self.filtered("plan_id"):
            if subscription.state != lifecycle.DRAFT:
                continue
            commands = subscription.plan_id._prepare_line_commands(subscription)
            subscription.line_ids = [fields.Command.clear(), *commands]

    @api.depends("line_ids.price_subtotal", "line_ids.date_to")
    def _compute_recurring_amount(self):
        for subscription in self:
            going_on = subscription.line_ids.filtered(lambda line: not line.date_to)
            subscription.recurring_amount = sum(going_on.mapped("price_subtotal"))

    def _compute_is_past_due(self):
        late = self.browse(self._get_past_due_ids(Domain("id", "in", self.ids)))
        for subscription in self:
            subscription.is_past_due = subscription in late

    def _search_is_past_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("id", "in", self._get_past_due_ids(Domain.TRUE))
        return Domain.OR([late if flag else ~late for flag in value])

    @api.depends("billing_error", "ledger_difference", "next_billing_date", "state")
    def _compute_alert(self):
        for subscription in self:
            facts = {
                "error": subscription.billing_error,
                "ledger": subscription.ledger_difference,
                "backlog": subscription.has_backlog,
                "past_due": subscription.is_past_due,
                "trial": subscription.is_in_trial,
            }
            present = (name for name, fact in facts.items() if fact)
            subscription.alert = next(present, False)

    def _compute_rental_badge(self):
        self.rental_badge = self.env._("R")

    @api.model
    def _get_past_due_ids(self, domain):
        """Return the ids of the subscriptions in `domain` with an unpaid late invoice."""
        today = self.env.company._subscription_today()
        unpaid = (
            Domain("rental_subscription_id", "any", domain)
            & Domain("parent_state", "=", "posted")
            & Domain("move_id.move_type", "=", "out_invoice")
            & Domain("move_id.payment_state", "in", UNPAID)
            & Domain("move_id.invoice_date_due", "<", today)
        )
        lines = self.env["account.move.line"].sudo()  # a fact about the user's own record
        groups = lines._read_group(unpaid, ["rental_subscription_id"])
        return [subscription.id for (subscription,) in groups]

    @api.depends("name", "plan_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for subscription in self:
            new = subscription.name == "/"
            reference = self.env._("New") if new else subscription.name
            named = (reference, subscription.plan_id.name)
            subscription.display_name = " - ".join(filter(None, named))

    @api.model_create_multi
    def create(self, vals_list):
        """Number new subscriptions; what the system keeps starts empty."""
        for vals in vals_list:
            self._check_system_fields(vals)
            if vals.get("name", "/") == "/":
                vals["name"] = self._next_reference(vals)
        subscriptions = super().create(vals_list)
        # The plan's products are copied now, and not at some later flush.
        subscriptions._recompute_recordset(
            ["line_ids", "setup_fee", "early_fee", "deposit"]
        )
        return subscriptions

    def copy_data(self, default=None):
        """Copy the lines that go on, and not what they were before."""
        copies = super().copy_data(default)
        if "line_ids" not in (default or {}):
            for subscription, vals in zip(self, copies, strict=True):
                going_on = subscription.line_ids.filtered(lambda line: not line.date_to)
                lines = going_on.copy_data()
                vals["line_ids"] = [fields.Command.create(line) for line in lines]
        return copies

    @api.model
    def _next_reference(self, vals):
        company = self.env["res.company"].browse(vals.get("company_id"))
        sequence = self.env["ir.sequence"].with_company(company or self.env.company)
        return sequence.next_by_code("subscription.subscription") or "/"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        begun = self.filtered(lambda record: record.state != lifecycle.DRAFT)
        if begun:
            raise UserError(
                self.env._(
                    "%(name)s has begun: cancel it instead of deleting it.",
                    name=begun[0].display_name,
                )
            )
