from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    subscription_use_credit = fields.Boolean(
        string="Use Open Credit First",
        default=True,
        help="What is due of subscriptions is paid with the customer's payments on account "
        "and credit notes before a method is charged or a reminder is sent.",
    )
