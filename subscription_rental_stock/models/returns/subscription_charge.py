from odoo import fields, models


class SubscriptionCharge(models.Model):
    _inherit = "subscription.charge"

    kind = fields.Selection(
        selection_add=[
            ("late", "Late return"),
            ("damage", "Damage"),
            ("replacement", "Replacement value"),
            ("sale", "Sale of the unit"),
        ],
        ondelete={
            "late": lambda charges: charges.write({"kind": "other"}),
            "damage": lambda charges: charges.write({"kind": "other"}),
            "replacement": lambda charges: charges.write({"kind": "other"}),
            "sale": lambda charges: charges.write({"kind": "other"}),
        },
    )
