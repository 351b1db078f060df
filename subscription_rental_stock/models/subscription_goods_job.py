from odoo import api, models
from odoo.fields import Domain


class SubscriptionGoodsJob(models.AbstractModel):
    """The daily loop of goods: what was agreed on for today, what ends, what is late."""

    _name = "subscription.goods.job"
    _inherit = ["subscription.job.mixin"]
    _description = "Job of Rented Goods"

    @api.model
    def _cron_chase(self):
        """Look after the goods of each company."""
        for company in self.env["res.company"].search([]):
            self.with_company(company)._look_after(company, company._subscription_today())

    @api.model
    def _look_after(self, company, today):
        """Follow changes of lines, announce returns, chase what is late in `company`."""
        subscriptions = self.env["subscription.subscription"]
        own = Domain("company_id", "=", company.id)
        for domain, work in (
            (subscriptions._changing_goods_domain(today), "_follow_lines"),
            (subscriptions._ending_goods_domain(today), "_announce_coming_end"),
            (subscriptions._late_goods_domain(), "_chase_units"),
        ):
            for subscription in subscriptions.search(own & domain):
                self._attempt(
                    subscription, lambda one, name=work: getattr(one, name)(today), today
                )
