from odoo import fields, models


class AccountMoveLine(models.Model):
    """The metered use that an invoice line bills, or a credit note takes back (PL15)."""

    _inherit = "account.move.line"

    rental_use_id = fields.Many2one(
        "subscription.use",
        string="Metered Use",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        kept=True,
    )

    def _copy_data_extend_business_fields(self, values):
        # A credit note takes back from the same use.
        result = super()._copy_data_extend_business_fields(values)
        values["rental_use_id"] = self.rental_use_id.id
        return result
