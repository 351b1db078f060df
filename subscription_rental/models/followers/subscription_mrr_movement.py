from odoo import fields, models


class SubscriptionMrrMovement(models.Model):
    """The ledger of monthly recurring revenue: its rows add up to the present revenue."""

    _name = "subscription.mrr.movement"
    _description = "MRR Movement"
    _order = "date desc, id desc"
    _rec_name = "subscription_id"

    subscription_id = fields.Many2one(
        "subscription.subscription", required=True, ondelete="cascade", index=True
    )
    partner_id = fields.Many2one(
        related="subscription_id.partner_id", string="Customer", store=True
    )
    company_id = fields.Many2one(related="subscription_id.company_id", store=True)
    user_id = fields.Many2one(
        related="subscription_id.user_id", string="Salesperson", store=True
    )
    team_id = fields.Many2one(related="subscription_id.team_id", string="Sales Team")
    partner_category_ids = fields.Many2many(
        related="subscription_id.partner_id.category_id", string="Customer Tags"
    )
    pricelist_id = fields.Many2one(related="plan_id.pricelist_id", string="Pricelist")
    plan_id = fields.Many2one(
        "subscription.plan", required=True, ondelete="restrict", help="As it was then."
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, index=True)
    kind = fields.Selection(
        [
            ("new", "New"),
            ("expansion", "Expansion"),
            ("contraction", "Contraction"),
            ("churned", "Churned"),
            ("reactivated", "Reactivated"),
            ("paused", "Paused"),
        ],
        required=True,
        help="Paused: at rest, and neither lost nor earned. It is taken off on the first "
        "day of the pause or suspension, and added on the day on which it goes on or ends.",
    )
    amount = fields.Monetary(
        string="MRR Change",
        required=True,
        help="Per month, in the company's currency, before taxes.",
    )
