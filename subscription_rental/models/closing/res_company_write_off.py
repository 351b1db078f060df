from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...billing import deferral, write_off

EXPENSE = ("expense", "expense_direct_cost", "expense_other")


class ResCompany(models.Model):
    """What this company proposes to write off, and how it is booked (BI16)."""

    _inherit = "res.company"

    subscription_write_off_account_id = fields.Many2one(
        "account.account",
        string="Account of Write-Offs",
        domain=f"[('account_type', 'in', {EXPENSE})]",
        check_company=True,
        help="Losses of invoices that nobody pays. Empty: nothing is proposed.",
        prefetch="subscription",
    )
    subscription_write_off_taxes = fields.Selection(
        [
            ("keep", "Stay owed: they are part of the loss"),
            ("back", "Come back: what is not paid bears no tax"),
        ],
        string="Taxes of Write-Offs",
        default="keep",
        required=True,
        help="Many countries give taxes of unpaid invoices back on conditions of theirs. "
        "Taxes that are due with the payment come back in any case.",
        prefetch="subscription",
    )
    subscription_write_off_days = fields.Integer(
        string="Not before Days Late",
        default=90,
        help="Nothing is proposed before it is late by so many days.",
        prefetch="subscription",
    )
    subscription_write_off_old_days = fields.Integer(
        string="Any Amount after Days Late",
        default=365,
        help="Late by so many days, it is proposed whatever the amount; 0: never.",
        prefetch="subscription",
    )
    subscription_write_off_amount = fields.Monetary(
        string="Small Amounts up to",
        help="With taxes. What is late is proposed up to this amount; 0: never.",
        prefetch="subscription",
    )
    subscription_write_off_terminated = fields.Boolean(
        string="Once Its Subscriptions Are Over", default=True, prefetch="subscription"
    )

    @api.constrains(
        "subscription_write_off_days",
        "subscription_write_off_old_days",
        "subscription_write_off_amount",
    )
    def _check_write_off_rule(self):
        for company in self:
            numbers = (
                company.subscription_write_off_days,
                company.subscription_write_off_old_days,
                company.subscription_write_off_amount,
            )
            if min(numbers) < 0:
                raise ValidationError(
                    self.env._("Write-offs: enter days and amounts that are not below 0.")
                )

    def _get_write_off_rule(self):
        """Return when something of this company is proposed to be written off."""
        self.ensure_one()
        return write_off.Rule(
            least_days=self.subscription_write_off_days,
            old_days=self.subscription_write_off_old_days,
            small_amount=self.subscription_write_off_amount,
            terminated=self.subscription_write_off_terminated,
        )

    def _books_losses(self):
        """Return whether this company books what is written off as a loss."""
        self.ensure_one()
        account = self.subscription_write_off_account_id
        return bool(account and self.subscription_deferral_journal_id)

    def _check_ready_to_write_off(self):
        """Raise UserError if a setting is missing without which no loss is booked."""
        self.ensure_one()
        self._check_chosen(
            ("subscription_deferral_journal_id", "subscription_write_off_account_id")
        )

    def _is_month_closed(self, day):
        """Return whether the month of `day` was closed on *Month End*."""
        self.ensure_one()
        closings = self.env["subscription.closing"].sudo()
        domain = [
            ("company_id", "=", self.id),
            ("state", "=", "closed"),
            ("date_month", ">=", deferral.month_of(day)),
        ]
        return bool(closings.search_count(domain, limit=1))
