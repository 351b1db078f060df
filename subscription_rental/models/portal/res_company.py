from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    subscription_link_days = fields.Integer(
        string="Days That Links Work",
        default=365,
        help="A link in a mail opens the customer's page without a password, for so many "
        "days; 0 is for ever.",
    )
    _subscription_link_days_positive = models.Constraint(
        "CHECK(subscription_link_days >= 0)", "Links cannot work for less than 0 days."
    )
