from odoo import api, models
from odoo.fields import Domain

from ...billing import collection


class AccountMove(models.Model):
    """An invoice that is dunned when it is not paid."""

    _inherit = "account.move"

    def _get_dunned(self):
        """Return the subscriptions of its customer that this invoice bills."""
        return self._get_debtors()

    def _get_dunning_policy(self):
        """Return the dunning policy of this invoice's first subscription, if it has one."""
        self.ensure_one()
        # Also of one that another customer has taken over since.
        subscriptions = self.sudo().line_ids.rental_subscription_id
        if not subscriptions:
            return self.env["subscription.dunning.policy"]
        return subscriptions[0]._get_dunning_policy()

    def _get_paid_on(self, today):
        """Return the day on which the last part of this invoice was paid."""
        self.ensure_one()
        terms = self.line_ids.filtered(lambda line: line.display_type == "payment_term")
        days = terms.matched_credit_ids.mapped("max_date")
        return min(max(days, default=today), today)

    def _invoice_paid_hook(self):
        """Wake the dunning job for invoices of subscriptions that were paid."""
        result = super()._invoice_paid_hook()
        self._wake_dunning()
        return result

    def _wake_dunning(self):
        """Wake the dunning job if these entries belong to subscriptions."""
        lines = self.sudo().line_ids
        if lines.rental_subscription_id:
            self.env["subscription.dunning.job"]._wake()

    def _waits_for_collection(self):
        """Return whether the job is still to charge the stored method for this invoice."""
        self.ensure_one()
        return bool(self.rental_collect_date and self._get_collecting_token())

    def _get_last_outcome(self):
        """Return the outcome of the last charge of this invoice."""
        self.ensure_one()
        return self.rental_charge_ids.sorted("id")[-1:].rental_outcome

    @api.model
    def _unpaid_domain(self, company, today):
        """Return the domain of unpaid invoices of `company` that are late or charged."""
        late = Domain("invoice_date_due", "<", today)
        return (
            Domain("company_id", "=", company.id)
            & Domain("move_type", "=", "out_invoice")
            & Domain("state", "=", "posted")
            & Domain("payment_state", "in", collection.UNPAID)
            & Domain("line_ids.rental_subscription_id", "!=", False)
            & (late | Domain("rental_charge_ids", "!=", False))
        )
