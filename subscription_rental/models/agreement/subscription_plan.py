from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...kept import Kept


class SubscriptionPlan(models.Model):
    """A plan that is offered: interval, products and prices, terms."""

    _name = "subscription.plan"
    _description = "Subscription Plan"
    _inherit = ["subscription.terms.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "sequence, name, id"
    _check_company_auto = True
    # A branch sells the plans of its head company, as it does with products.
    _check_company_domain = models.check_company_domain_parent_of

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", help="Leave empty to offer the plan in every company."
    )
    # Long, and of no use where prices are shown.
    description = fields.Html(
        translate=True, prefetch=False, help="What the customer reads about the plan."
    )
    line_ids = fields.One2many("subscription.plan.line", "plan_id", copy=True)
    recurring_amount = fields.Monetary(
        string="Price per Interval",
        compute="_compute_recurring_amount",
        store=True,
    )
    setup_fee_product_id = fields.Many2one(
        "product.product",
        default=lambda self: self.env.ref(
            "subscription_rental.product_setup_fee", raise_if_not_found=False
        ),
        domain=[("sale_ok", "=", True)],
        check_company=True,
        help="Says on which account, with which taxes the setup fee is invoiced.",
    )
    contract_terms = fields.Html(
        translate=True,
        prefetch=False,
        help="Shown with the quotation, and printed on the contract as they were accepted.",
    )
    contract_version = fields.Integer(
        string="Version of the Terms",
        default=1,
        readonly=True,
        copy=False,
        help="Counted up whenever they change.",
    )
    change_invoicing = fields.Selection(
        [
            ("next", "With the next invoice"),
            ("now", "At once, by an invoice or a credit note"),
        ],
        string="Changes Are Settled",
        default="next",
        required=True,
        help="What a change in mid-period costs or gives back.",
    )
    invoice_mode = fields.Selection(
        [
            ("draft", "Leave in draft"),
            ("post", "Post"),
            ("send", "Post and send"),
            ("collect", "Post, send and collect"),
        ],
        string="What Happens to Invoices",
        default="post",
        required=True,
        tracking=True,
        help="What the billing job does with the invoices that it makes. They are sent by "
        "the customer's own method, in the customer's language.",
    )
    journal_id = fields.Many2one(
        "account.journal",
        domain="[('type', '=', 'sale'), ('company_id', 'parent_of', company_id and"
        " [company_id] or allowed_company_ids)]",
        help="Leave empty to use the company's journal of subscriptions.",
    )
    early_fee_product_id = fields.Many2one(
        "product.product",
        default=lambda self: self.env.ref(
            "subscription_rental.product_early_fee", raise_if_not_found=False
        ),
        domain=[("sale_ok", "=", True)],
        check_company=True,
        help="Says on which account, with which taxes that fee is invoiced.",
    )
    subscription_count = fields.Integer(compute="_compute_subscription_count")
    _setup_fee_positive = models.Constraint(
        "CHECK(setup_fee >= 0)", "A setup fee cannot be negative."
    )
    _setup_fee_has_product = models.Constraint(
        "CHECK(setup_fee = 0 OR setup_fee IS NULL OR setup_fee_product_id IS NOT NULL)",
        "Choose the product that the setup fee is invoiced with.",
    )
    _early_fee_has_product = models.Constraint(
        "CHECK(early_fee_rule IN ('none', 'refused') OR early_fee_product_id IS NOT NULL)",
        "Choose the product that the early-termination fee is invoiced with.",
    )

    @api.depends("line_ids.price_subtotal")
    def _compute_recurring_amount(self):
        for plan in self:
            plan.recurring_amount = sum(plan.line_ids.mapped("price_subtotal"))

    @api.constrains("journal_id", "company_id")
    def _check_journal(self):
        for plan in self:
            company = plan.journal_id.company_id
            if plan.company_id and company and company not in plan.company_id.parent_ids:
                raise ValidationError(
                    self.env._(
                        "The journal %(journal)s is another company's: choose one of "
                        "%(company)s.",
                        journal=plan.journal_id.display_name,
                        company=plan.company_id.display_name,
                    )
                )

    def _compute_subscription_count(self):
        counts = self.env["subscription.subscription"]._read_group(
            [("plan_id", "in", self.ids), ("is_closed", "=", False)],
            ["plan_id"],
            ["__count"],
        )
        by_plan = {plan.id: count for plan, count in counts}
        for plan in self:
            plan.subscription_count = by_plan.get(plan.id, 0)

    def write(self, vals):
        """Raise the contract version of these plans whenever their terms are written."""
        if "contract_terms" in vals:
            for plan in self:
                version = plan.contract_version + 1
                super(SubscriptionPlan, plan).write(Kept(contract_version=version))
        return super().write(vals)

    def copy_data(self, default=None):
        """Add "(copy)" to the name of a copied plan."""
        copies = super().copy_data(default)
        if "name" not in (default or {}):
            for plan, values in zip(self, copies, strict=True):
                values["name"] = self.env._("%(name)s (copy)", name=plan.name)
        return copies

    def action_view_subscriptions(self):
        """Open the running subscriptions of this plan."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "subscription_rental.subscription_subscription_action"
        )
        return {
            **action,
            "domain": list(Domain("plan_id", "=", self.id)),
            "context": {"default_plan_id": self.id},
        }

    def _prepare_line_commands(self, subscription):
        """Return the lines of this plan, priced in the subscription's currency."""
        self.ensure_one()
        day = subscription.date_start or fields.Date.context_today(self)
        return [
            fields.Command.create(
                {
                    **line._prepare_subscription_line_vals(subscription, day),
                    "phases": line._get_phases_in(
                        subscription.currency_id, subscription.company_id, day
                    ),
                }
            )
            for line in self.line_ids
        ]
