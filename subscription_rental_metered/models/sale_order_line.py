from odoo import api, fields, models


class SaleOrderLine(models.Model):
    """The metered use that an order sells with a plan (PL15)."""

    _inherit = "sale.order.line"

    rental_tariff_id = fields.Many2one(
        "subscription.tariff",
        string="Metered Use",
        compute="_compute_rental_tariff_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="As the plan says, or as agreed with this customer.",
    )
    rental_use_sentence = fields.Char(compute="_compute_rental_use_sentence")

    @api.depends("product_id", "rental_plan_id")
    def _compute_rental_tariff_id(self):
        for line in self:
            recurring = line.rental_plan_id and not line.rental_kind
            plan = line.rental_plan_id if recurring else line.rental_plan_id.browse()
            line.rental_tariff_id = plan._get_tariff(line.product_id)

    @api.depends_context("lang")
    @api.depends("rental_tariff_id", "rental_plan_id", "product_uom_qty")
    def _compute_rental_use_sentence(self):
        for line in self:
            plan, order = line.rental_plan_id, line.order_id
            if not plan or not line.rental_tariff_id:
                line.rental_use_sentence = False
                continue
            day = order.date_order.date()
            # Customers who see the order may see what its use costs.
            line.rental_use_sentence = line.rental_tariff_id.sudo()._get_use_sentence(
                plan.interval_count,
                plan.interval_unit,
                line.product_uom_qty,
                (order.currency_id, order.company_id, day),
            )

    @api.model
    def _get_taken_over_fields(self):
        """The subscription has taken over the metered use, too."""
        return super()._get_taken_over_fields() | {"rental_tariff_id"}

    def _get_terms_beside_price(self):
        """Add what use costs."""
        sentences = super()._get_terms_beside_price()
        use = self.rental_use_sentence
        return [*sentences, use] if use else sentences

    def _prepare_rental_line_vals(self):
        """Take the metered use over, too."""
        values = super()._prepare_rental_line_vals()
        return {**values, "tariff_id": self.rental_tariff_id.id}
