from odoo import api, fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    rental_plan_line_ids = fields.One2many(
        "subscription.plan.line", "product_tmpl_id", string="Subscription Plans"
    )
    rental_cover_product_id = fields.Many2one(
        "product.product",
        string="Cover",
        domain=[("type", "=", "service")],
        check_company=True,
        help="Damage waiver or insurance that is offered when this is sold by "
        "subscription. Its price comes from the plan, or is its own.",
    )
    rental_deposit = fields.Monetary(
        string="Security Deposit",
        help="Per unit: asked at the start by a receipt, without tax.",
    )
    rental_replacement_value = fields.Monetary(
        string="Replacement Value", help="Per unit: named in the contract."
    )

    def _read_rental_plans(self):
        """Read the plan lines of these products, by one query where Odoo sends two.

        Of their plans what is shown of an offer: all fields would take twice the time.
        """
        lines = self.env["subscription.plan.line"]
        kept = [field for field in lines._fields.values() if field.store and field.prefetch]
        names = [field.name for field in kept if field.name not in models.MAGIC_COLUMNS]
        found = lines.search_fetch([("product_tmpl_id", "in", self.ids)], names)
        found.plan_id.fetch(lines.plan_id._get_offered_fields())
        owned = found.grouped("product_tmpl_id")
        values = [owned.get(product, lines)._ids for product in self]
        self._fields["rental_plan_line_ids"]._insert_cache(self, values)

    def _get_rental_plans(self):
        """Return the plans that sell this product, those of other companies left out."""
        self.ensure_one()
        if self.id and "rental_plan_line_ids" not in self._cache:
            self.browse(self._prefetch_ids)._read_rental_plans()
        here = self.env.company
        companies = here.parent_ids
        return self.rental_plan_line_ids.plan_id.filtered(
            lambda plan: plan.active and (plan.company_id or here) in companies
        )

    def _get_dialog_plans(self):
        """Return the plans that who sells chooses from in the configurator."""
        self.ensure_one()
        plans = self.env["subscription.plan"]
        return self._get_rental_plans() if plans.has_access("read") else plans

    def get_single_product_variant(self):
        """Open the configurator for a product with plans, to choose one of them."""
        result = super().get_single_product_variant()
        if result.get("product_id") and self._get_dialog_plans():
            result["has_optional_products"] = True
        return result

    @api.model
    def _get_additional_configurator_data(
        self, product_or_template, date, currency, pricelist, **kwargs
    ):
        """Add the plans that sell the product, with their prices, and its cover."""
        # By position or by name: Odoo's own addons pass these on in both ways.
        data = super()._get_additional_configurator_data(
            product_or_template, date, currency, pricelist, **kwargs
        )
        template = product_or_template
        if template.is_product_variant and template._name == "product.product":
            template = template.product_tmpl_id
        plans = template._get_dialog_plans()
        if not plans:
            return data
        return {
            **data,
            "rental_plans": [
                plan._get_offer(product_or_template, currency, date.date(), pricelist)
                for plan in plans
            ],
            "rental_cover": template.rental_cover_product_id.name or False,
        }
