from odoo import models
from odoo.fields import Domain

from odoo.addons.subscription_rental.billing import collection
from odoo.addons.subscription_rental.models.closing.subscription_closing_figure import (
    Figure,
)

from .subscription_sepa_collection import EXPORTED, SENT


class SubscriptionClosing(models.Model):
    """Debits at the month end that the bank has, and has not answered (BI6, BI16)."""

    _inherit = "subscription.closing"

    def _get_month_figures(self):
        """Add the debits that are with the bank."""
        return [*super()._get_month_figures(), *self._get_debit_figures()]

    def _get_debit_figures(self):
        with_bank = (
            self._own_domain()
            & Domain("rental_collection_id.state", "in", [EXPORTED, SENT])
            & Domain("rental_outcome", "in", sorted(collection.OPEN))
            & self._until_last_day("rental_debit_day")
        )
        debits = self.env["payment.transaction"]
        [(total, count)] = debits._read_group(with_bank, [], ["amount:sum", "__count"])
        if not count:
            return []
        return [
            Figure(
                "sepa",
                self.env._("Of these: SEPA debits with the bank, not answered"),
                model="payment.transaction",
                domain=with_bank,
                columns=(
                    "rental_debit_day",
                    "reference",
                    "partner_id/name",
                    "rental_collection_id/name",
                    "amount",
                ),
                amount=self._in_company_currency(total, self.env.ref("base.EUR")),
            )
        ]
