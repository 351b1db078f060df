from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    subscription_use_credit = fields.Boolean(
        string="Use Open Credit First",
        default=True,
        help="What is due of subscriptions is paid with the customer's payments on account "
        "and credit notes before a method is charged or a reminder is sent.",
    )
    subscription_clerk_enters = fields.Boolean(
        string="Clerks Enter Payment Methods",
        help="Who works with subscriptions may type a customer's card or account into the "
        "payment provider's own form, with the customer beside them or on the telephone.",
    )
