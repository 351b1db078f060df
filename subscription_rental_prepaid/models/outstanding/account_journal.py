from odoo import models
from odoo.exceptions import UserError
from odoo.tools import formatLang


class AccountJournal(models.Model):
    """The journal of packs and credit: every night its accounts are compared (PK8)."""

    _inherit = "account.journal"

    def _check_prepaid_accounts(self):
        """Raise UserError, for the accountant, where an account and the ledger differ."""
        for journal in self:
            told = [
                self.env._(
                    "%(account)s: %(booked)s are booked, and %(outstanding)s are "
                    "outstanding. Look for entries that were made by hand.",
                    account=account.display_name,
                    booked=journal._format_prepaid(booked),
                    outstanding=journal._format_prepaid(outstanding),
                )
                for account, outstanding, booked in journal._get_prepaid_differences()
            ]
            if told:
                raise UserError("\n".join(told))

    def _get_prepaid_differences(self):
        """Return [(account, outstanding, booked)] of what is not the same."""
        self.ensure_one()
        company = self.company_id
        batches = self.env["subscription.prepaid.batch"].sudo()
        owed = batches._read_group(
            [("company_id", "=", company.id)], ["account_id"], ["amount_left:sum"]
        )
        items = self.env["account.move.line"].sudo()
        booked = dict(
            items._read_group(
                [
                    ("company_id", "=", company.id),
                    ("account_id", "in", [account.id for account, _sum in owed]),
                    ("parent_state", "=", "posted"),
                ],
                ["account_id"],
                ["balance:sum"],
            )
        )
        currency = company.currency_id
        return [
            (account, outstanding, -booked.get(account, 0.0))
            for account, outstanding in owed
            if not currency.is_zero(
                outstanding + booked.get(account, 0.0) + self._get_prepaid_unbooked(account)
            )
        ]

    def _get_prepaid_unbooked(self, account):  # noqa: ARG002
        """Return what is in the ledger and not booked yet: below 0 what was granted.

        An override knows of till sessions, which are booked when they close.
        """
        self.ensure_one()
        return 0.0

    def _format_prepaid(self, amount):
        currency = self.company_id.currency_id
        return formatLang(self.env, amount, currency_obj=currency)
