from odoo import fields, models


class SubscriptionPlan(models.Model):
    _inherit = "subscription.plan"

    portal_swap = fields.Boolean(
        string="Customers May Ask for a Swap",
        help="In the portal, for another unit in place of one that they have. It is an "
        "incident, on which its responsible user decides. Empty: they ask.",
    )
