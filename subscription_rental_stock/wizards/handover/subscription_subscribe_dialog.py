from odoo import api, fields, models


class SubscriptionSubscribeDialog(models.TransientModel):
    _inherit = "subscription.subscribe.dialog"

    shortage = fields.Char(compute="_compute_shortage")

    @api.depends("plan_id", "company_id")
    @api.depends_context("lang")
    def _compute_shortage(self):
        for wizard in self:
            warehouses = self.env["stock.warehouse"].sudo()
            first = warehouses.search([("company_id", "=", wizard.company_id.id)], limit=1)
            wanted = {}
            if wizard.plan_id.goods_handling == "rent":
                for line in wizard.plan_id.line_ids:
                    product = line.product_id or line.product_tmpl_id.product_variant_id
                    wanted[product] = wanted.get(product, 0.0) + line.quantity
            products = self.env["product.product"]
            found = products._get_rental_shortages(wanted, first) if first else {}
            wizard.shortage = " ".join(found.values())
