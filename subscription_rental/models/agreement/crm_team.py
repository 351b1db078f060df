from odoo import models
from odoo.fields import Domain


class CrmTeam(models.Model):
    """A sales team or shop that is archived, with running subscriptions."""

    _name = "crm.team"
    _inherit = ["subscription.archiving.mixin", "crm.team"]

    def _archived_with_domain(self):
        return Domain("team_id", "in", self.ids)

    def _get_archived_advice(self):
        return self.env._("Their invoices go on to carry it. Choose another team on each.")
