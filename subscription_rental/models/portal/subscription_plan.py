from odoo import fields, models


class SubscriptionPlan(models.Model):
    """The acts that a plan lets its customers do alone in the portal (PL8)."""

    _inherit = "subscription.plan"

    portal_cancel = fields.Boolean(
        string="Customers May Cancel",
        default=True,
        help="In the portal, to the end of what is paid or of the minimum term. Where the "
        "law of the company's country lets consumers cancel online, they always may.",
    )
    portal_pause = fields.Selection(
        [
            ("lost", "Yes; paid days are lost"),
            ("credited", "Yes; paid days are credited"),
            ("moved", "Yes; paid days are kept"),
        ],
        string="Customers May Pause",
        help="In the portal, and what becomes of the days that are paid. Empty: they ask.",
    )
    portal_renew = fields.Boolean(
        string="Customers May Renew", default=True, help="In the portal, another term."
    )
    portal_plan_ids = fields.Many2many(
        "subscription.plan",
        "subscription_plan_portal_rel",
        "plan_id",
        "other_plan_id",
        string="Customers May Change To",
        help="In the portal, to these plans. Empty: they ask.",
    )
