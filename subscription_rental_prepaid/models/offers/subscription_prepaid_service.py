from odoo import api, fields, models


class SubscriptionPrepaidService(models.Model):
    """A service that sessions or credit pay for: of an offer, or of what was sold."""

    _name = "subscription.prepaid.service"
    _description = "Service of a Pack"
    _inherit = ["subscription.typed.mixin"]
    _order = "id"
    _rec_name = "product_id"

    offer_id = fields.Many2one(
        "subscription.prepaid.offer", index="btree_not_null", ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one(
        "product.product",
        string="Service",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('sale_ok', '=', True)]",
    )
    quantity = fields.Float(
        string="Of Each Session",
        default=1.0,
        required=True,
        digits="Product Unit",
        help="So much of the service is one session.",
    )
    single_price = fields.Monetary(
        compute="_compute_single_price",
        store=True,
        readonly=False,
        precompute=True,
        help="What one session costs by itself, with taxes.",
    )
    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "A session has some of its service: enter more than 0."
    )
    _once_per_offer = models.UniqueIndex(
        "(offer_id, product_id) WHERE offer_id IS NOT NULL",
        "This service is in the offer already.",
    )

    @api.depends("offer_id.company_id")
    def _compute_company_id(self):
        for row in self:
            row.company_id = row.offer_id.company_id or row.company_id

    @api.depends("product_id", "quantity")
    def _compute_single_price(self):
        for row in self:
            company = row.company_id or self.env.company
            row.single_price = row._get_price_with_taxes(company) if row.product_id else 0

    def _get_price_with_taxes(self, company):
        """Return what the service of one session costs by itself, with taxes."""
        self.ensure_one()
        product = self.product_id.with_company(company)
        return product._get_prepaid_price(company, product.lst_price, self.quantity)
