from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    rental_note_on_bookings = fields.Boolean(string="On Bookings")
