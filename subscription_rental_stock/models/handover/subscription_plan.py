from odoo import api, fields, models

from odoo.addons.subscription_rental.billing.terms import ARREARS


class SubscriptionPlan(models.Model):
    _inherit = "subscription.plan"

    goods_handling = fields.Selection(
        [
            ("rent", "Rented: handed over, and returned at the end"),
            ("ship", "Shipped with every period: the customer keeps them"),
            ("none", "Not delivered"),
        ],
        string="What Happens to the Goods",
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
        string="Ship Only What Is Paid",
        default=True,
        help="The delivery of a period waits until its invoice is paid.",
    )
    remind_after_days = fields.Integer(
        string="Remind of a Late Return After",
        default=3,
        help="So many days after the end the customer is reminded of units that are out, "
        "then every week.",
    )
    replace_after_days = fields.Integer(
        string="Invoice Missing Units After",
        default=30,
        help="So many days after the end the replacement value of units that are out is "
        "invoiced; it is credited if they come back. 0: never.",
    )
    announce_days = fields.Integer(
        string="Announce the Return",
        default=7,
        help="So many days before the end the return of its units is made, and the "
        "customer is told how to send them back. 0: when it ends.",
    )
    start_delay_days = fields.Integer(
        string="Billing Starts After",
        help="So many days after the handover, e.g. 2: handed over on the 1st, billed from "
        "the 3rd on.",
    )
    start_at_delivery = fields.Boolean(
        string="Shipped Goods Start It on Arrival",
        help="Goods that are shipped start it when somebody confirms that they arrived, "
        "and not when they leave.",
    )
    pause_with_goods = fields.Boolean(
        string="Can Be Paused While Goods Are Out",
        help="It can be paused while the customer keeps the goods.",
    )
    return_signature_required = fields.Boolean(
        string="Customer Signs the Return",
        help="A return waits for the customer's signature.",
    )
    identity_required = fields.Boolean(
        string="Identity Is Checked",
        help="Nothing is handed over before somebody has noted which document was seen. No "
        "copy of it is kept.",
    )
    signature_required = fields.Boolean(
        string="Customer Signs the Handover",
        help="A handover waits for the customer's signature.",
    )
    deductible = fields.Monetary(
        help="What the customer pays of a loss that the cover covers, before taxes."
    )
    credits_days = fields.Boolean(
        string="Days Without Goods Are Credited",
        help="Days from an incident to the replacement are given back on the next invoice.",
    )
    sale_percent = fields.Float(
        string="Rent Taken Off the Purchase Price",
        help="So much of the rent that was paid for a unit is taken off its replacement "
        "value, when the customer buys it, e.g. 50 %: 200 were paid, 100 are taken off.",
    )
    start_on_handover = fields.Boolean(
        compute="_compute_start_conditions", store=True, readonly=False, precompute=True
    )
    start_on_payment = fields.Boolean(
        compute="_compute_start_conditions", store=True, readonly=False, precompute=True
    )
    has_goods = fields.Boolean(compute="_compute_has_goods")
    sells_goods = fields.Boolean(
        compute="_compute_has_goods", help="One of its products is goods, and no service."
    )
    _days_positive = models.Constraint(
        "CHECK(announce_days >= 0 AND start_delay_days >= 0 AND remind_after_days >= 0 "
        "AND replace_after_days >= 0)",
        "Days are counted from 0.",
    )
    _sale_percent_range = models.Constraint(
        "CHECK(sale_percent BETWEEN 0 AND 100)", "A share of the rent is from 0 to 100 %."
    )
    _deductible_positive = models.Constraint(
        "CHECK(deductible >= 0)", "A deductible cannot be negative."
    )

    @api.depends("goods_handling", "line_ids.product_tmpl_id")
    def _compute_has_goods(self):
        for plan in self:
            kinds = plan.line_ids.product_tmpl_id.mapped("type")
            plan.sells_goods = "consu" in kinds
            plan.has_goods = plan.sells_goods and plan.goods_handling == "rent"

    @api.depends("has_goods", "trial_days", "billing_timing")
    def _compute_start_conditions(self):
        """Set a new plan of rented goods to start on payment and handover (PL10).

        It waits for no payment where none is asked for before the start.
        """
        for plan in self:
            if plan._origin:
                plan.start_on_handover = plan.start_on_handover
                plan.start_on_payment = plan.start_on_payment
                continue
            asked = plan.billing_timing != ARREARS and not plan.trial_days
            plan.start_on_handover = plan.has_goods
            plan.start_on_payment = plan.has_goods and asked
