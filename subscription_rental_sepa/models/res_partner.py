from odoo import models


class ResPartner(models.Model):
    """What a customer's statement calls the entries of collections."""

    _inherit = "res.partner"

    def _get_entry_kind(self, move):
        """Call the entry of a collection, or what corrects it, what it is to a customer."""
        if move.rental_sepa_collection_id:
            return self.env._("Direct debit")
        return super()._get_entry_kind(move)
