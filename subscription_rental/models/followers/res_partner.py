from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    rental_headline = fields.Char(
        compute="_compute_rental_headline",
        help="What the customer's subscriptions are worth, and what is next.",
    )

    @api.depends("rental_active_ids")
    @api.depends_context("lang", "uid")
    def _compute_rental_headline(self):
        for partner in self:
            partner.rental_headline = partner.rental_active_ids._get_totals_sentence()
