from odoo import models
from odoo.fields import Domain

from .subscription_closing_figure import Figure


class SubscriptionClosing(models.Model):
    """What is proposed to be written off, and what was, beside its account (BI16)."""

    _inherit = "subscription.closing"

    def _get_month_figures(self):
        """Add write-offs: those that wait for a person, and those of the month."""
        return [*super()._get_month_figures(), *self._get_write_off_figures()]

    def _get_write_off_figures(self):
        account = self.company_id.subscription_write_off_account_id
        if not account:
            return []
        rows = self.env["subscription.write.off"]
        proposed = self._own_domain() & Domain("state", "=", "proposed")
        [(waiting,)] = rows._read_group(proposed, [], ["amount:sum"])
        return [
            Figure(
                "write_off",
                self.env._("Write-offs proposed"),
                model="subscription.write.off",
                domain=proposed,
                columns=(
                    "move_id/name",
                    "partner_id/name",
                    "date_due",
                    "amount",
                    "ground",
                ),
                amount=waiting or 0.0,
                note=self.env._("As of today, with taxes: approve them, or keep them."),
                is_bad=True,
            ),
            self._get_lost_figure(account),
        ]

    def _get_lost_figure(self, account):
        """Return what was lost in the month, before taxes that came back."""
        on_account = (
            Domain("account_id", "=", account.id)
            & self._own_domain()
            & Domain("parent_state", "=", "posted")
            & self._within_month("date")
        )
        ours = on_account & Domain("move_id.rental_loss_ids", "!=", False)
        lost, booked = self._sum_items(ours), self._sum_items(on_account)
        return Figure(
            "written_off",
            self.env._("Written off in the month"),
            model="account.move.line",
            domain=ours,
            columns=("date", "move_id/name", "partner_id/name", "name", "balance"),
            amount=lost,
            booked=booked,
            reasons=((self.env._("Other entries on the account"), lost - booked),),
        )

    def _count_figures(self):
        """Bring the proposals up to date first."""
        rows = self.env["subscription.write.off"]
        for company in self.company_id:
            rows._propose(company, company._subscription_today())
        return super()._count_figures()
