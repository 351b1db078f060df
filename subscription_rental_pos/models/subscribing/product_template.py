from odoo import api, fields, models

RENTED = "rental"
SOLD = "once"


class ProductTemplate(models.Model):
    """What a till asks about a product that plans sell (SE10)."""

    _inherit = "product.template"

    rental_till_mode = fields.Selection(
        [
            (RENTED, "By subscription only"),
            ("both", "Once or by subscription"),
            (SOLD, "Once only"),
        ],
        string="At the Till",
        default=RENTED,
        required=True,
        help="How cashiers can sell it, once plans offer it.",
    )
    rental_till_choice = fields.Char(
        compute="_compute_rental_till_choice",
        compute_sudo=True,
        help="For the till: whether it asks for a plan, and whether one may do without.",
    )

    @api.depends("rental_till_mode", "rental_plan_line_ids.plan_id.active")
    @api.depends_context("company")
    def _compute_rental_till_choice(self):
        for product in self:
            asked = product.rental_till_mode != SOLD and product._get_rental_plans()
            product.rental_till_choice = product.rental_till_mode if asked else False

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), "rental_till_choice"]
