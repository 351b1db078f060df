from odoo import fields, models


class SubscriptionPlan(models.Model):
    _inherit = "subscription.plan"

    goods_handling = fields.Selection(
        [
            ("rent", "Rented: handed over, and returned at the end"),
            ("ship", "Shipped with every period: the customer keeps them"),
            ("none", "Not delivered"),
        ],
        string="Goods",
        default="rent",
        required=True,
        help="What happens to the goods (not the services) of this plan.",
    )
    late_fee = fields.Boolean(
        string="Late Days Are Billed",
        default=True,
        help="Units that come back after the end cost their daily price, their "
        "replacement value at most.",
    )
    ship_when_paid = fields.Boolean(
        string="Ship When Paid",
        default=True,
        help="The delivery of a period waits until its invoice is paid.",
    )
    remind_after_days = fields.Integer(
        string="Remind After",
        default=3,
        help="So many days after the end the customer is reminded of units that are out, "
        "then every week.",
    )
    replace_after_days = fields.Integer(
        string="Invoice the Value After",
        default=30,
        help="So many days after the end the replacement value of units that are out is "
        "invoiced; it is credited if they come back. 0: never.",
    )
    identity_required = fields.Boolean(
        string="Identity Is Checked",
        help="Nothing is handed over before somebody has noted which document was seen. No "
        "copy of it is kept.",
    )
    signature_required = fields.Boolean(
        string="Customer Signs",
        help="A handover waits for the customer's signature.",
    )
    deductible = fields.Monetary(
        help="What the customer pays of a loss that the cover covers, before taxes."
    )
    credits_days = fields.Boolean(
        string="Days Without Are Credited",
        help="Days from an incident to the replacement are given back on the next invoice.",
    )
    sale_percent = fields.Float(
        string="Rent Taken Off a Sale",
        help="So much of the rent that was paid for a unit is taken off its replacement "
        "value, when the customer buys it.",
    )

    _sale_percent_range = models.Constraint(
        "CHECK(sale_percent BETWEEN 0 AND 100)", "A share of the rent is from 0 to 100 %."
    )
    _deductible_positive = models.Constraint(
        "CHECK(deductible >= 0)", "A deductible cannot be negative."
    )
