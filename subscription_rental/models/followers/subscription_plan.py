from odoo import api, fields, models
from odoo.fields import Domain

from ...billing import lifecycle


class SubscriptionPlan(models.Model):
    """What a plan gives its subscribers: tag, pricelist, access, notice of renewals."""

    _inherit = "subscription.plan"

    partner_category_id = fields.Many2one(
        "res.partner.category",
        string="Subscribers Get the Tag",
        ondelete="restrict",
        help="Subscribers have this tag from the start of their first such subscription to "
        "the end of the last one.",
    )
    pricelist_id = fields.Many2one(
        "product.pricelist",
        string="Subscribers Buy at the Pricelist",
        ondelete="restrict",
        domain="[('company_id', 'in', company_id and [company_id, False]"
        " or allowed_company_ids + [False])]",
        help="Subscribers buy at these prices; their former pricelist returns at the end. "
        "Of several plans, the one that stands first in the list decides.",
    )

    access_system = fields.Char(
        string="Subscribers May Use",
        help="The name of a system outside of Odoo that subscribers may use: an addon or "
        "an automation rule lets them in at the start, out at a suspension and the end.",
    )
    access_in_pause = fields.Boolean(
        string="Access Stays Open in a Pause",
        default=True,
        help="What the plan gives access to stays open in a pause.",
    )

    renewal_notice = fields.Selection(
        [("company", "As the company does it"), ("own", "So many days before")],
        string="Notice of Renewals",
        default="company",
        required=True,
        help="Customers are told by e-mail that the term renews by itself.",
    )
    renewal_notice_days = fields.Integer(
        string="Days of Notice",
        default=30,
        help="Before the last day to refuse the renewal; 0: nobody is told. Where the law "
        "of the company's country knows a window, consumers are told within it.",
    )
    _renewal_notice_range = models.Constraint(
        "CHECK(renewal_notice_days BETWEEN 0 AND 366)",
        "A notice is given from 0 to 366 days before.",
    )

    def write(self, vals):
        """Write; sync subscribers' benefits when a tag or pricelist of a plan changes."""
        result = super().write(vals)
        if {"partner_category_id", "pricelist_id"} & vals.keys():
            self._sync_subscribers()
        elif "sequence" in vals:
            # It decides between pricelists, and nothing else.
            self.filtered("pricelist_id")._sync_subscribers()
        if self._get_access_fields() & vals.keys():
            self._get_subscribers()._sync_access()
        return result

    mrr = fields.Monetary(
        string="MRR",
        compute="_compute_mrr",
        currency_field="mrr_currency_id",
        help="Monthly recurring revenue of its subscriptions in progress, before taxes.",
    )
    mrr_currency_id = fields.Many2one("res.currency", compute="_compute_mrr")

    @api.depends_context("company")
    def _compute_mrr(self):
        """Sum by one query, in the currency of the company in which one works."""
        company, today = self.env.company, fields.Date.context_today(self)
        groups = self.env["subscription.subscription"]._read_group(
            [("plan_id", "in", self.ids), ("is_closed", "=", False)],
            ["plan_id", "company_id"],
            ["mrr:sum"],
        )
        sums = dict.fromkeys(self, 0.0)
        for plan, owner, amount in groups:
            sums[plan] += owner.currency_id._convert(
                amount, company.currency_id, company, today
            )
        for plan in self:
            plan.mrr = sums.get(plan, 0.0)
            plan.mrr_currency_id = company.currency_id

    @api.model
    def _get_access_fields(self):
        """Return the fields that say what a plan gives access to; an override adds its own.

        Subscribers are given what a plan newly has, and what it loses is withdrawn.
        """
        return {"access_system", "access_in_pause"}

    def _sync_subscribers(self):
        """Sync the benefits of the subscribers of these plans with what the plans give."""
        for company, owned in self._get_subscribers().grouped("company_id").items():
            owned._sync_benefits(company._subscription_today())

    def _get_subscribers(self):
        """Return the subscriptions of these plans that run, of all companies.

        The plan's promise holds for everybody.
        """
        subscriptions = self.env["subscription.subscription"].sudo()
        running = Domain("state", "in", list(lifecycle.RUNNING))
        return subscriptions.search(Domain("plan_id", "in", self.ids) & running)
