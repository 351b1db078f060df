from odoo import models
from odoo.fields import Domain


class AccountFiscalPosition(models.Model):
    """A fiscal position that is archived, with running subscriptions."""

    _name = "account.fiscal.position"
    _inherit = ["subscription.archiving.mixin", "account.fiscal.position"]

    def _archived_with_domain(self):
        return Domain("fiscal_position_id", "in", self.ids)

    def _get_archived_advice(self):
        return self.env._(
            "Their invoices go on to be taxed by it. Choose another one on each, or none "
            "to use the one of the customer's addresses."
        )
