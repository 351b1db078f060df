from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ...billing import lifecycle
from ...kept import Kept


class SubscriptionSubscription(models.Model):
    """One customer's agreement: its customer, plan, lines and reference."""

    _name = "subscription.subscription"
    _description = "Subscription"
    _inherit = [
        "subscription.terms.mixin",
        "portal.mixin",
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
        frozen=True,
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
        frozen=True,
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
    date_start = fields.Date(
        string="Start",
        copy=False,
        tracking=True,
        help="Leave empty to start on the day of the activation.",
        frozen=True,
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
    # Whoever has it opens the customer's page: nobody chooses it.
    access_token = fields.Char(kept=True)
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    alert = fields.Selection(
        [
            ("error", "Billing error"),
            ("ledger", "Ledger difference"),
            ("backlog", "Periods missed"),
            ("past_due", "Past due"),
            ("return_late", "Return late"),
            ("incident", "Incident"),
            ("to_pay", "Waits for payment"),
            ("hand_over", "To hand over"),
            ("no_method", "No payment method"),
            ("expiring", "Method expires"),
            ("leaves", "Leaves"),
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

    @api.depends("state")
    def _compute_alert(self):
        in_order = [key for key, _label in self._fields["alert"].selection]
        for subscription in self:
            present = subscription._get_alerts()
            subscription.alert = next((name for name in in_order if name in present), False)

    def _get_alerts(self):
        """Return the keys of `alert` that are true of this subscription now.

        Runs whenever the alert is computed; an override adds those of its room.
        """
        self.ensure_one()
        return set()

    def _compute_rental_badge(self):
        self.rental_badge = self.env._("R")

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
        """Create subscriptions with a reference; refuse values of system fields."""
        for vals in vals_list:
            self._check_kept(vals)
        vals_list = [Kept(vals) for vals in vals_list]
        for vals in vals_list:
            if vals.get("name", "/") == "/":
                vals["name"] = self._next_reference(vals)
        subscriptions = super().create(vals_list)
        # The plan's products are copied now, and not at some later flush.
        subscriptions._recompute_recordset(self._get_taken_over())
        return subscriptions

    @api.model
    def _get_taken_over(self):
        """Return the names of the fields that take over their value from the plan, once.

        Runs at each creation; an override adds fields of its room.
        """
        return ["line_ids", "setup_fee", "early_fee", "deposit"]

    def copy_data(self, default=None):
        """Copy the subscription's lines that go on, without those that have an end."""
        copies = super().copy_data(default)
        if "line_ids" not in (default or {}):
            for subscription, vals in zip(self, copies, strict=True):
                going_on = subscription._get_contract_lines()
                lines = zip(going_on, going_on.copy_data(), strict=True)
                vals["line_ids"] = [
                    fields.Command.create({**copied, **line._get_unfolded_vals()})
                    for line, copied in lines
                ]
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

    def _show_day(self, name):
        """Return the day in field `name`, written as the user's language does."""
        return format_date(self.env, self[name])

    def _after_change(self, day, today):
        """Update these subscriptions after a change of lines, plan or customer.

        Runs after the change is written, on all subscriptions that it changed; an override
        calls `super()` and brings what it keeps up to date.

        :param day: from which day on the change counts
        """

    def _transfer(self, partner, today, reason):
        """Give this subscription to `partner` from `today` on, for a `reason`.

        Runs once the transfer was checked; an override updates what its room keeps of the
        former customer, before or after `super()`.
        """

    def _belongs_to(self, partner):
        """Return whether this subscription is of `partner` or of one of its contacts."""
        self.ensure_one()
        holder = self.partner_id
        while holder and holder != partner:
            holder = holder.parent_id
        return bool(holder)

    def _get_billing_owner(self, without=()):
        """Return who looks after this subscription's bills.

        Its salesperson; else the leader of its team, whom the company names for this, or a
        manager: never who left, and never a customer.

        :param without: users who are about to leave
        """
        self.ensure_one()
        owned = self.sudo()
        for user in (
            owned.user_id,
            owned.team_id.user_id,
            owned.company_id.subscription_owner_id,
        ):
            if user.active and not user.share and user not in without:
                return user.with_env(self.env)
        return self.company_id._get_subscription_manager(without) or self.env.user

    def _ask_owner(self, summary, note, **values):
        """Ask the billing owner of the first of these subscriptions to do something."""
        for subscription in self[:1]:
            subscription.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=summary,
                note=note,
                user_id=subscription._get_billing_owner().id,
                **values,
            )
