from odoo import api, models
from odoo.fields import Domain


class SubscriptionGoodsJob(models.AbstractModel):
    """The daily job for goods: lines that change, returns to announce, late units."""

    _name = "subscription.goods.job"
    _inherit = ["subscription.job.mixin"]
    _description = "Job of Rented Goods"

    @api.model
    def _cron_chase(self):
        """Follow changed lines, announce returns and chase late units in each company."""
        self._run_in_companies("_look_after")

    @api.model
    def _look_after(self, company, today):
        """Follow changed lines, announce returns and chase late units of `company`.

        Returns False when the time is used up.
        """
        subscriptions = self.env["subscription.subscription"]
        own = Domain("company_id", "=", company.id)
        return all(
            self._do_each(
                subscriptions.search(own & domain),
                lambda one, name=work: getattr(one, name)(today),
                today,
                stage=work,
            )
            for domain, work in (
                (subscriptions._changing_goods_domain(today), "_follow_lines"),
                (subscriptions._ending_goods_domain(today), "_announce_coming_end"),
                (subscriptions._late_goods_domain(), "_chase_units"),
            )
        )
