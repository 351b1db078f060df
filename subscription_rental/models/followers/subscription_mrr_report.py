from odoo import fields, models
from odoo.tools import SQL

from ...billing import lifecycle


class SubscriptionMrrReport(models.Model):
    """Today's monthly revenue per product: it adds up to the subscriptions' (PL6)."""

    _name = "subscription.mrr.report"
    _description = "MRR by Product"
    _auto = False
    _rec_name = "product_id"
    _order = "mrr desc, id"

    subscription_id = fields.Many2one("subscription.subscription", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    product_tmpl_id = fields.Many2one(
        "product.template", string="Product (all variants)", readonly=True
    )
    categ_id = fields.Many2one("product.category", string="Category", readonly=True)
    plan_id = fields.Many2one("subscription.plan", readonly=True)
    pricelist_id = fields.Many2one(related="plan_id.pricelist_id", string="Pricelist")
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    partner_category_ids = fields.Many2many(
        related="partner_id.category_id", string="Customer Tags"
    )
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    quantity = fields.Float(digits="Product Unit", readonly=True)
    mrr = fields.Monetary(
        string="MRR",
        readonly=True,
        help="Per month, in the company's currency, before taxes: each product's share of "
        "what its subscription brings.",
    )

    _depends = {
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id"],
        "subscription.line": [
            "is_going_on",
            "price_subtotal",
            "product_id",
            "quantity",
            "subscription_id",
        ],
        "subscription.subscription": [
            "company_id",
            "mrr",
            "partner_id",
            "plan_id",
            "state",
            "team_id",
            "user_id",
        ],
    }

    @property
    def _table_query(self):
        # The subscription's amount is converted and rounded once: its lines share it, so
        # that the products' total is the total of the subscriptions.
        return SQL(
            """
            SELECT line.id, line.subscription_id, line.product_id, template.categ_id,
                   template.id AS product_tmpl_id, line.quantity, rental.plan_id,
                   rental.partner_id, rental.user_id, rental.team_id, rental.company_id,
                   rental.mrr * line.price_subtotal / NULLIF(
                       SUM(line.price_subtotal) OVER (PARTITION BY rental.id), 0
                   ) AS mrr
              FROM subscription_line line
              JOIN subscription_subscription rental ON rental.id = line.subscription_id
              JOIN product_product product ON product.id = line.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
             WHERE rental.state = %s AND line.is_going_on
            """,
            lifecycle.ACTIVE,
        )
