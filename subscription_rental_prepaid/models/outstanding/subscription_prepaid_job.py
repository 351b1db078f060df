from odoo import api, fields, models
from odoo.exceptions import UserError

SETTLE = "settle"
EXPIRE = "expire"
HOLDS = "holds"


class SubscriptionPrepaidJob(models.AbstractModel):
    """Packs and credit expire, claims end, and every night the accounts are compared."""

    _name = "subscription.prepaid.job"
    _inherit = ["subscription.job.mixin"]
    _description = "Job of Packs and Credit"

    @api.model
    def _cron_expire_prepaids(self):
        """Let expire what is over, and free what nobody claims any more."""
        self._run_in_companies("_expire_prepaids")

    @api.model
    def _cron_compare(self):
        """Compare what is outstanding with the accounts; tell the accountant."""
        self._run_in_companies("_compare_accounts")

    @api.model
    def _expire_prepaids(self, company, today):
        """Settle and let expire in `company`; return False when the time is up."""
        batches = self.env["subscription.prepaid.batch"]
        holds = self.env["subscription.prepaid.hold"]
        over = holds.search(
            [("company_id", "=", company.id), ("until", "<", fields.Datetime.now())]
        )
        works = (
            (SETTLE, batches.search(batches._unsettled_domain(company)),
             lambda batch: batch._settle_frozen(today)),
            (EXPIRE, batches.search(batches._over_domain(company, today)),
             lambda batch: batch._let_expire(today)),
            (HOLDS, over, lambda hold: hold._end_claims()),
        )  # fmt: skip
        return all(
            self._do_each(records, work, today, stage=stage) is not False
            for stage, records, work in works
        )

    @api.model
    def _compare_accounts(self, company, today):
        """Compare the accounts of `company`; return False when the time is up."""
        journal = company.rental_prepaid_journal_id
        if not journal:
            batches = self.env["subscription.prepaid.batch"]
            account = batches.search([("company_id", "=", company.id)], limit=1).account_id
            journal = company._get_prepaid_journal(account) if account else journal
        return self._do_each(journal, self._compare_journal, today)

    @api.model
    def _compare_journal(self, journal):
        journal._check_prepaid_accounts()

    @api.model
    def _get_told_record(self, record):
        """Return the pack of a batch or claim: there people look."""
        if "prepaid_id" in record._fields:
            return record["prepaid_id"]
        return super()._get_told_record(record)

    @api.model
    def _get_trouble_owner(self, record):
        """Return who looks after packs and credit in the company."""
        company = record.company_id
        owner = company.sudo().subscription_owner_id or company._get_subscription_manager()
        return owner or super()._get_trouble_owner(record)

    @api.model
    def _get_subscriptions_of(self, record):
        """Return the subscription that tops the credit up, if one does."""
        told = record["prepaid_id"] if "prepaid_id" in record._fields else None
        return told.subscription_id if told else self.env["subscription.subscription"]


class SubscriptionPrepaidBatch(models.Model):
    _inherit = "subscription.prepaid.batch"

    def _let_expire(self, today):
        """Let what is left of these batches expire."""
        for batch in self:
            if not batch.prepaid_id.breakage_account_id:
                raise UserError(
                    self.env._(
                        "%(name)s has expired: its account of what expires is missing.",
                        name=batch.prepaid_id.name,
                    )
                )
            batch.prepaid_id._expire(batch, batch.left, today)
