from odoo import models
from odoo.fields import Domain

from odoo.addons.subscription_rental.models.closing.subscription_closing_figure import (
    Figure,
)


class SubscriptionClosing(models.Model):
    """Packs and credit at the month end: what customers still have (PK8, BI16)."""

    _inherit = "subscription.closing"

    def _get_month_figures(self):
        """Add what is outstanding, one figure for each account."""
        return [*super()._get_month_figures(), *self._get_prepaid_figures()]

    def _get_prepaid_figures(self):
        moved = self._own_domain() & self._until_last_day("date")
        rows = self.env["subscription.prepaid.movement"]
        groups = rows._read_group(moved, ["account_id"], ["amount:sum"])
        return [
            self._get_outstanding_figure(account, outstanding, moved)
            for account, outstanding in groups
        ]

    def _get_outstanding_figure(self, account, outstanding, moved):
        """Return what is outstanding on `account`, by the movements of packs and credit.

        :param moved: the domain of all movements up to the last day
        """
        booked = -self._get_balances(account)
        company = self.company_id
        journal = company.rental_prepaid_journal_id
        # Tills that are open now say nothing of a month that is over. Below 0 what they
        # have granted: a session is booked when it closes.
        is_over = self.last_day < company._subscription_today()
        waiting = journal._get_prepaid_unbooked(account) if not is_over and journal else 0.0
        return Figure(
            f"prepaid_{account.id}",
            self.env._("Packs and credit outstanding: %(account)s", account=account.code),
            model="subscription.prepaid.movement",
            domain=moved & Domain("account_id", "=", account.id),
            columns=(
                "date",
                "prepaid_id/name",
                "partner_id/name",
                "kind",
                "quantity",
                "amount",
                "place",
                "move_id/name",
            ),
            amount=outstanding,
            booked=booked,
            reasons=((self.env._("In sessions of tills that are open"), -waiting),),
        )

    def _get_deferral_rules(self):
        """Say what becomes of packs and credit."""
        return [
            *super()._get_deferral_rules(),
            self.env._(
                "Packs and credit are not spread: they stand on accounts of their own, and "
                "are revenue when they are used, or expire."
            ),
        ]
