from odoo import fields, models


class SubscriptionCharge(models.Model):
    """What is charged for a unit itself: late, broken, gone or sold."""

    _inherit = "subscription.charge"

    assignment_id = fields.Many2one(
        "subscription.assignment",
        string="Unit",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
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

    def _create_credit(self, amount, name, source_key):
        """Name the unit on a credit, too."""
        credit = super()._create_credit(amount, name, source_key)
        credit.assignment_id = self.assignment_id
        return credit
