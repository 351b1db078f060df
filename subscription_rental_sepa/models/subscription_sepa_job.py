from odoo import api, models
from odoo.fields import Domain

from odoo.addons.subscription_rental.billing import collection as outcomes

from ..sepa import bank_days
from .subscription_sepa_collection import SENT


class SubscriptionSepaJob(models.AbstractModel):
    """Every day: mandates lapse, debits are gathered, and silence becomes consent."""

    _name = "subscription.sepa.job"
    _inherit = ["subscription.job.mixin"]
    _description = "Job of SEPA Direct Debits"

    @api.model
    def _cron_sepa(self):
        """Do the day's work in each company, unless this database is a copy."""
        if not self.env["subscription.collection.guard"]._claim_database():
            return
        self._commit()
        self._run_in_companies("_collect_by_files")

    @api.model
    def _collect_by_files(self, company, today):
        """Do the day's work of `company`; return False when the time is used up."""
        if not self.env["payment.provider"]._find_sepa_provider(company):
            return True
        old = self.env["subscription.sepa.mandate"]
        old = old.search(old._lapsing_domain(company, today))
        if not self._do_each(old, lambda one: one._lapse_on(today), today, stage="lapse"):
            return False
        self.env["subscription.sepa.collection"]._gather(company, today)
        self._commit()
        return self._take_silence(company, today)

    @api.model
    def _take_silence(self, company, today):
        """Set the debits to paid that the bank has had for long and never returned."""
        days = company.subscription_sepa_silence_days
        if not days:
            return True
        silent = self.env["payment.transaction"].search(
            Domain("company_id", "=", company.id)
            & Domain("rental_collection_id.state", "=", SENT)
            & Domain("rental_outcome", "=", outcomes.PENDING)
            & Domain("rental_debit_day", "<=", bank_days.after(today, -days))
        )
        said = self.env._("The bank returned it in none of the days that it has.")
        done = self._do_each(
            silent, lambda part: part._collected_by_bank(said), today, size=100
        )
        self.env["subscription.collection.job"]._wake()
        return done

    @api.model
    def _get_subscriptions_of(self, record):
        """Return the subscriptions that a mandate or a debit belongs to."""
        if record._name == "payment.transaction":
            return record.rental_invoice_id.line_ids.rental_subscription_id
        return record.subscription_ids
