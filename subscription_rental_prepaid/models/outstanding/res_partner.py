from odoo import fields, models

GROUPS = "subscription_rental.group_user_own,subscription_rental.group_billing_reader"


class ResPartner(models.Model):
    """A customer's packs and credit, and all that became of them (PK4)."""

    _inherit = "res.partner"

    rental_prepaid_ids = fields.One2many(
        "subscription.prepaid", "partner_id", string="Packs and Credit", groups=GROUPS
    )
    rental_prepaid_movement_ids = fields.One2many(
        "subscription.prepaid.movement",
        "partner_id",
        string="Movements of Packs and Credit",
        groups=GROUPS,
    )
