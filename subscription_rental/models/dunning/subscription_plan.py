from odoo import fields, models


class SubscriptionPlan(models.Model):
    """The dunning policy of a plan."""

    _inherit = "subscription.plan"

    dunning_policy_id = fields.Many2one(
        "subscription.dunning.policy",
        string="Dunning Policy",
        ondelete="restrict",
        check_company=True,
        help="What happens while an invoice is unpaid. Leave empty for the company's.",
    )
