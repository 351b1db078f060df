from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    rental_order_button = fields.Char(
        string="Order Button",
        translate=True,
        help="The words of the button that orders in the shop; empty: Order with "
        "obligation to pay, as the law of the European Union asks for.",
    )
    rental_withdrawal_days = fields.Integer(
        string="Days to Withdraw",
        default=14,
        help="Named to consumers before they order; 0 names no right of withdrawal.",
    )
    _rental_withdrawal_days_positive = models.Constraint(
        "CHECK(rental_withdrawal_days >= 0)", "A number of days cannot be negative."
    )
