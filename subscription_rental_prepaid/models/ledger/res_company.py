from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    rental_prepaid_hold_hours = fields.Integer(
        string="Claims Are Kept For",
        default=12,
        help="Hours after which a session that a ticket or cart claimed is free again. "
        "Drafts keep theirs.",
    )
    _rental_prepaid_hold_hours_positive = models.Constraint(
        "CHECK(rental_prepaid_hold_hours > 0)",
        "Claims are kept for an hour at least.",
    )
