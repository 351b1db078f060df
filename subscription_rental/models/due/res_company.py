from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    subscription_lapse_days = fields.Integer(
        string="Lapsed After",
        default=30,
        help="Who renews later than so many days after the due date begins anew on the "
        "day of the payment; until then it counts from the old date.",
        prefetch="subscription",
    )
    subscription_renew_days = fields.Integer(
        string="Renewed Online From",
        default=30,
        help="In the portal customers renew from so many days before the due date on.",
        prefetch="subscription",
    )
    _subscription_lapse_days_positive = models.Constraint(
        "CHECK(subscription_lapse_days >= 0)", "Days after the due date start at 0."
    )
    _subscription_renew_days_positive = models.Constraint(
        "CHECK(subscription_renew_days >= 0)", "Days before the due date start at 0."
    )
