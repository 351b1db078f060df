from odoo import api, models

from .subscription_renewal_offer import OPEN

CRON = "subscription_rental.ir_cron_renewals"
OFFERS = "offers"
REVIEWS = "reviews"
RETURNS = "returns"


class SubscriptionRenewingJob(models.AbstractModel):
    """Every day: the next term is offered in time; what is returned is undone (LC5).

    What is not paid by its last day is finished by the billing job, like any other end.
    """

    _name = "subscription.renewing.job"
    _inherit = ["subscription.job.mixin"]
    _description = "Job of Renewals"

    @api.model
    def _wake(self):
        """Trigger the cron of this job to run soon."""
        self.env.ref(CRON).sudo()._trigger()

    @api.model
    def _cron_offer(self):
        """Offer the next terms, in every company on its own day."""
        self._run_in_companies("_offer_company")

    @api.model
    def _offer_company(self, company, today):
        """Do in `company` what is due on `today`; return False when the time is up."""
        return (
            self._answer_returns(company, today)
            and self._review_company(company, today)
            and self._make_offers(company, today)
        )

    @api.model
    def _answer_returns(self, company, today):
        """Undo the renewals of `company` whose payment was returned."""
        offers = self.env["subscription.renewal.offer"]
        returned = offers.search(offers._returned_domain(company))
        return self._do_each(
            returned, lambda one: one._answer_return(today), today, stage=RETURNS
        )

    @api.model
    def _review_company(self, company, today):
        """Close the offers of `company` that do not hold any more."""
        offers = self.env["subscription.renewal.offer"].search(
            [("company_id", "=", company.id), ("state", "=", OPEN)]
        )

        def review(one):
            one._note_taken_back()
            one._review_offers()

        return self._do_each(offers, review, today, stage=REVIEWS)

    @api.model
    def _make_offers(self, company, today):
        """Offer the next term to the customers of `company` whose day has come."""
        due = self.env["subscription.subscription"]._get_to_offer(company, today)
        return self._do_each(
            due, lambda one: one._offer_renewal(today), today, stage=OFFERS
        )
