from odoo import api, fields, models

from odoo.addons.subscription_rental.told import Told

from ..counted import count_product


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
    @api.depends("rental_tariff_id", "rental_plan_id", "product_uom_qty", "product_uom_id")
    def _compute_rental_use_sentence(self):
        for line in self:
            line.rental_use_sentence = line._get_use_told()

    def _get_use_told(self, with_taxes=None):
        """Return what the use of this line costs, as a sentence; False without any.

        :param with_taxes: whether prices are told with taxes; None: as they were typed
        """
        plan, order = self.rental_plan_id, self.order_id
        if not plan or not self.rental_tariff_id:
            return False
        day, position = order.date_order.date(), order.fiscal_position_id
        # Customers who see the order may see what its use costs.
        return self.rental_tariff_id.sudo()._get_use_sentence(
            plan.interval_count,
            plan.interval_unit,
            count_product(self, self.product_uom_qty),
            Told(order.currency_id, order.company_id, day, position, with_taxes),
        )

    @api.model
    def _get_taken_over_fields(self):
        """The subscription has taken over the metered use, too."""
        return super()._get_taken_over_fields() | {"rental_tariff_id"}

    def _get_terms_beside_price(self, with_taxes=None):
        """Add what use costs."""
        sentences = super()._get_terms_beside_price(with_taxes)
        use = self._get_use_told(with_taxes)
        return [*sentences, use] if use else sentences

    def _prepare_rental_line_vals(self):
        """Take the metered use over, too."""
        values = super()._prepare_rental_line_vals()
        return {**values, "tariff_id": self.rental_tariff_id.id}
