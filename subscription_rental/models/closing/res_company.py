from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...billing import deferral

LIABILITY = ("liability_current", "liability_non_current")
ASSET = ("asset_current", "asset_non_current")
# What decides how a line is laid out.
RULES = frozenset(
    {
        "subscription_deferral_method",
        "subscription_deferral_short",
        "subscription_deferral_account_id",
        "subscription_deferral_from",
    }
)


class ResCompany(models.Model):
    """How this company closes its months (BI13, BI16)."""

    _inherit = "res.company"

    subscription_deferral_method = fields.Selection(
        [
            ("off", "Off: revenue counts in the month of its invoice"),
            (deferral.BY_DAY, "By day: each day of the period the same"),
            (deferral.BY_MONTH, "By month: each month of the period the same"),
        ],
        string="Deferred Revenue",
        default="off",
        required=True,
        help="How the revenue of a period is spread over its months.",
        prefetch="subscription",
    )
    subscription_deferral_short = fields.Selection(
        [
            (deferral.SPREAD, "Spread like all others"),
            (deferral.WITHIN, "Left out, if they lie in one calendar month"),
            (deferral.LEAVE_OUT, "Left out"),
        ],
        string="Periods of up to a Month",
        default=deferral.WITHIN,
        required=True,
        help="What is left out counts in the month of its invoice.",
        prefetch="subscription",
    )
    subscription_deferral_journal_id = fields.Many2one(
        "account.journal",
        string="Journal of Month Ends",
        domain="[('type', '=', 'general'), ('company_id', 'parent_of', id)]",
        help="Deferred revenue, accruals and write-offs are booked here.",
        prefetch="subscription",
    )
    subscription_deferral_account_id = fields.Many2one(
        "account.account",
        string="Account of Deferred Revenue",
        domain=f"[('account_type', 'in', {LIABILITY})]",
        check_company=True,
        help="Unless the category of the product has its own.",
        prefetch="subscription",
    )
    subscription_deferral_from = fields.Date(
        string="Deferred From",
        help="The first month with an entry. It takes over what was invoiced before and "
        "is for later.",
        prefetch="subscription",
    )
    subscription_accrual = fields.Selection(
        [
            ("no", "Counts in the month of its invoice"),
            ("accrue", "Accrued at the month end, reversed on the next day"),
        ],
        string="Use That Is Not Invoiced Yet",
        default="no",
        required=True,
        help="Days up to the month end that are invoiced later: periods in arrears.",
        prefetch="subscription",
    )
    subscription_accrual_account_id = fields.Many2one(
        "account.account",
        string="Account of Accrued Revenue",
        domain=f"[('account_type', 'in', {ASSET})]",
        check_company=True,
        prefetch="subscription",
    )

    @api.constrains("subscription_deferral_journal_id")
    def _check_deferral_journal(self):
        for company in self:
            journal = company.subscription_deferral_journal_id
            known = journal.company_id in company.parent_ids
            if journal and (not known or journal.type != "general"):
                raise ValidationError(
                    self.env._(
                        "%(journal)s is no journal for entries of %(company)s: choose one.",
                        journal=journal.display_name,
                        company=company.display_name,
                    )
                )

    def write(self, vals):
        """Write; lay out anew, by other rules, what is in no entry yet."""
        changed = RULES & vals.keys()
        before = {company: [company[name] for name in changed] for company in self}
        result = super().write(vals)
        others = self.filtered(
            lambda company: before[company] != [company[name] for name in changed]
        )
        if others:
            # The ledger is the system's: whoever decides on the rules reads it.
            self.env["subscription.deferral"].sudo()._forget_open(others)
        return result

    def _defers(self):
        """Return whether revenue of this company is spread over its periods."""
        self.ensure_one()
        return self.subscription_deferral_method != "off"

    def _get_first_open_month(self):
        """Return the first month in which month ends can be booked; None for any."""
        self.ensure_one()
        journal = self.subscription_deferral_journal_id
        locks = [
            day
            for day, _field in self._get_violated_lock_dates(date.min, False, journal)
            if day > date.min
        ]
        days = [fields.Date.add(day, days=1) for day in locks]
        # A month of which a part is locked has its last day open.
        months = [deferral.month_of(day) for day in days]
        if self.subscription_deferral_from:
            months.append(deferral.month_of(self.subscription_deferral_from))
        closings = self.env["subscription.closing"].sudo()
        domain = [("company_id", "=", self.id), ("state", "=", "closed")]
        closed = closings.search(domain, order="date_month desc", limit=1)
        months += [fields.Date.add(one.date_month, months=1) for one in closed]
        return max(months, default=None)

    def _check_ready_to_defer(self):
        """Raise UserError if a setting is missing without which nothing is deferred."""
        self.ensure_one()
        needed = (
            "subscription_deferral_journal_id",
            "subscription_deferral_account_id",
            "subscription_deferral_from",
        )
        self._check_chosen(needed)

    def _check_ready_to_accrue(self):
        """Raise UserError if a setting is missing without which nothing is accrued."""
        self.ensure_one()
        self._check_chosen(
            ("subscription_deferral_journal_id", "subscription_accrual_account_id")
        )

    def _check_chosen(self, names):
        missing = [
            self._fields[name]._description_string(self.env)
            for name in names
            if not self[name]
        ]
        if missing:
            raise UserError(
                self.env._(
                    "Choose first, in the settings of Subscriptions: %(settings)s.",
                    settings=", ".join(missing),
                )
            )
