from odoo import api, fields, models


class SubscriptionPrepaidTerms(models.AbstractModel):
    _inherit = "subscription.prepaid.terms.mixin"

    pos_services = fields.Json(
        string="Services at the Till",
        compute="_compute_pos_services",
        help="For the till: how much of each product is one session.",
    )

    @api.depends("kind")
    def _compute_pos_services(self):
        for one in self:
            rows = one.sudo()["service_ids"]
            one.pos_services = {str(row.product_id.id): row.quantity for row in rows}
