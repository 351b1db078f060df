from odoo import api, fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    rental_customer_note = fields.Text(
        string="Note on the Customer", compute="_compute_rental_customer_note"
    )

    @api.depends("partner_id.rental_note", "partner_id.rental_note_on_orders")
    def _compute_rental_customer_note(self):
        for order in self:
            customer = order.partner_id
            note = customer._get_shown_note("rental_note_on_orders") if customer else ""
            order.rental_customer_note = note
