from odoo import models
from odoo.fields import Domain

from ..billing import lifecycle

PRICELIST = "specific_property_product_pricelist"


class SubscriptionBenefitMixin(models.AbstractModel):
    """Tags and pricelists that customers have while they are subscribers."""

    _name = "subscription.benefit.mixin"
    _description = "Benefits of a Subscription"

    def _sync_benefits(self, today):
        """Give the customers of these what their plans promise; take back what ended.

        Tags are those of all plans that run; of several pricelists the plan that stands
        first in the list decides. What a person gave by hand stays.
        """
        benefits = self.env["subscription.benefit"].sudo()
        partners = self.partner_id | self.partner_id.commercial_partner_id
        promised = self.plan_id.partner_category_id or self.plan_id.pricelist_id
        given = Domain("partner_id", "in", partners.ids) & Domain("date_end", "=", False)
        if not promised and not benefits.search_count(given, limit=1):
            return
        # Customers are changed by the system, whoever subscribes them.
        for partner in self.partner_id.sudo():
            self._sync_tags(partner, today)
        for company, owned in self.grouped("company_id").items():
            for customer in owned.partner_id.commercial_partner_id.sudo():
                self._sync_pricelist(customer.with_company(company), company, today)

    def _sync_tags(self, partner, today):
        benefits = self.env["subscription.benefit"].sudo()
        running = self._get_running(Domain("partner_id", "=", partner.id))
        wanted = running.plan_id.partner_category_id
        kept = benefits.search(
            Domain("partner_id", "=", partner.id)
            & Domain("category_id", "!=", False)
            & Domain("date_end", "=", False)
        )
        ended = kept.filtered(lambda benefit: benefit.category_id not in wanted)
        # A tag that somebody gave by hand is not ours to take back.
        new = wanted - kept.category_id - partner.category_id
        partner.category_id += new
        partner.category_id -= ended.category_id
        ended.date_end = today
        benefits.create(
            [
                {"partner_id": partner.id, "category_id": tag.id, "date_start": today}
                for tag in new
            ]
        )

    def _sync_pricelist(self, customer, company, today):
        """Let `customer`, in the environment of `company`, have the right pricelist."""
        benefits = self.env["subscription.benefit"].sudo()
        running = self._get_running(
            Domain("partner_id.commercial_partner_id", "=", customer.id)
            & Domain("company_id", "=", company.id)
        )
        # A plan that all companies offer may have the pricelist of one of them.
        plans = running.plan_id.filtered(
            lambda plan: plan.pricelist_id.company_id in (company, company.browse())
        )
        wanted = plans.filtered("pricelist_id").sorted("sequence")[:1].pricelist_id
        kept = benefits.search(
            Domain("partner_id", "=", customer.id)
            & Domain("company_id", "=", company.id)
            & Domain("pricelist_id", "!=", False)
            & Domain("date_end", "=", False)
        )
        if kept.pricelist_id == wanted:
            return
        present = customer[PRICELIST]
        changed_by_hand = kept and present != kept.pricelist_id
        previous = kept.previous_pricelist_id if kept else present
        kept.date_end = today
        kept.flush_recordset()
        if changed_by_hand:
            # Somebody decided otherwise since: that stays, whatever runs or ends.
            previous = present
        else:
            customer[PRICELIST] = wanted or previous
        if wanted:
            benefits.create(
                {
                    "partner_id": customer.id,
                    "company_id": company.id,
                    "pricelist_id": wanted.id,
                    "previous_pricelist_id": previous.id,
                    "date_start": today,
                }
            )

    def _get_running(self, domain):
        """Return the running subscriptions in `domain`, in whatever company."""
        running = Domain("state", "in", list(lifecycle.RUNNING))
        return self.env["subscription.subscription"].sudo().search(domain & running)
