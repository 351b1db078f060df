from odoo import fields, models
from odoo.fields import Domain

from ...billing import lifecycle

PRICELIST = "specific_property_product_pricelist"


class SubscriptionSubscription(models.Model):
    """Tags and pricelists that customers have while they are subscribers."""

    _inherit = "subscription.subscription"

    partner_category_ids = fields.Many2many(
        related="partner_id.category_id", string="Customer Tags"
    )
    pricelist_id = fields.Many2one(
        related="plan_id.pricelist_id",
        string="Pricelist",
        help="Subscribers buy at these prices, as the plan says.",
    )

    def _after_move(self, before, day):
        """Sync the customers' benefits of subscriptions that began or stopped running."""
        result = super()._after_move(before, day)
        moved = self.filtered(
            lambda one: (
                (before[one] in lifecycle.RUNNING) != (one.state in lifecycle.RUNNING)
            )
        )
        if moved:
            moved._sync_benefits(day)
        return result

    def _after_change(self, day, today):
        """Sync the customers' benefits with the present plans of these subscriptions."""
        result = super()._after_change(day, today)
        self._sync_benefits(today)
        return result

    def _transfer(self, partner, today, reason):
        """Transfer; take from the former customer what this subscription gave."""
        before = self.partner_id
        result = super()._transfer(partner, today, reason)
        self._sync_benefits_of(before, today)
        return result

    def _sync_benefits(self, today):
        """Give customers the benefits of these subscriptions' plans; take ended ones back.

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
        self._sync_tags(self.partner_id.sudo(), today)
        for company, owned in self.grouped("company_id").items():
            customers = owned.partner_id.commercial_partner_id.sudo()
            self._sync_pricelists(customers.with_company(company), company, today)

    def _sync_benefits_of(self, partner, today):
        """Take back from `partner`, the former customer, what this subscription gave."""
        self._sync_tags(partner.sudo(), today)
        for company in self.company_id:
            customers = partner.commercial_partner_id.sudo().with_company(company)
            self._sync_pricelists(customers, company, today)

    def _sync_tags(self, partners, today):
        """Give `partners` the tags of all plans that run for them; take ended ones back."""
        running = self._search_running(Domain("partner_id", "in", partners.ids))
        by_partner = running.grouped("partner_id")
        given = self._get_given(partners, Domain("category_id", "!=", False))
        new_benefits = []
        for partner in partners:
            wanted = by_partner.get(partner, running.browse()).plan_id.partner_category_id
            kept = given.get(partner, self.env["subscription.benefit"].sudo())
            ended = kept.filtered_domain([("category_id", "not in", wanted.ids)])
            # A tag that somebody gave by hand is not ours to take back.
            new = wanted - kept.category_id - partner.category_id
            partner.category_id += new
            partner.category_id -= ended.category_id
            ended.date_end = today
            new_benefits += [
                {"partner_id": partner.id, "category_id": tag.id, "date_start": today}
                for tag in new
            ]
        self.env["subscription.benefit"].sudo().create(new_benefits)

    def _sync_pricelists(self, customers, company, today):
        """Set the pricelist in `company` of `customers` by the plans that run for them."""
        running = self._search_running(
            Domain("partner_id.commercial_partner_id", "in", customers.ids)
            & Domain("company_id", "=", company.id)
        )
        by_customer = running.grouped(lambda one: one.partner_id.commercial_partner_id)
        in_company = Domain("company_id", "=", company.id)
        given = self._get_given(customers, in_company & Domain("pricelist_id", "!=", False))
        for customer in customers:
            plans = by_customer.get(customer, running.browse()).plan_id
            # A plan that all companies offer may have the pricelist of one of them.
            usable = plans.filtered(
                lambda plan: (plan.pricelist_id.company_id or company) in company.parent_ids
            )
            wanted = usable.filtered("pricelist_id").sorted("sequence")[:1].pricelist_id
            kept = given.get(customer, self.env["subscription.benefit"].sudo())
            self._set_pricelist(customer, wanted, kept, company, today)

    def _set_pricelist(self, customer, wanted, kept, company, today):
        """Set the pricelist `wanted` on `customer`, in place of that of the benefit `kept`.

        A pricelist that a person has set since stays.
        """
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
            kept.create(
                {
                    "partner_id": customer.id,
                    "company_id": company.id,
                    "pricelist_id": wanted.id,
                    "previous_pricelist_id": previous.id,
                    "date_start": today,
                }
            )

    def _get_given(self, partners, domain):
        """Return {partner: the benefits in `domain` that it has now}."""
        benefits = self.env["subscription.benefit"].sudo()
        present = Domain("partner_id", "in", partners.ids) & Domain("date_end", "=", False)
        return benefits.search(present & domain).grouped("partner_id")

    def _search_running(self, domain):
        """Return the running subscriptions in `domain`, in whatever company."""
        running = Domain("state", "in", list(lifecycle.RUNNING))
        return self.env["subscription.subscription"].sudo().search(domain & running)
