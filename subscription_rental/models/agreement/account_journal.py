from odoo import models
from odoo.fields import Domain


class AccountJournal(models.Model):
    """A journal that is archived, with subscriptions whose invoices it takes."""

    _name = "account.journal"
    _inherit = ["subscription.archiving.mixin", "account.journal"]

    def _archived_with_domain(self):
        # The first of these that is set counts.
        own, plan, company = (
            "journal_id",
            "plan_id.journal_id",
            "company_id.subscription_journal_id",
        )
        unset = Domain(own, "=", False)
        by_company = Domain(plan, "=", False) & Domain(company, "in", self.ids)
        others = unset & (Domain(plan, "in", self.ids) | by_company)
        return Domain(own, "in", self.ids) | others

    def _get_archived_advice(self):
        return self.env._(
            "Nothing is posted in an archived journal: their next bills would fail. Choose "
            "another one on the subscriptions, the plans and in the settings, or "
            "unarchive it."
        )
