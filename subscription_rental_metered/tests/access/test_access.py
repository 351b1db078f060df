from odoo.tests import freeze_time

from odoo.addons.subscription_rental.tests.common_access import AccessChecks, AccessCommon

from ..common import MeteredCommon
from . import table


@freeze_time("2024-02-10 12:00:00")
class TestMeteredAccess(AccessChecks, MeteredCommon, AccessCommon):
    """All fields and methods of metered use, as each kind of user (B3)."""

    addon = "subscription_rental_metered"

    table = table

    def setUp(self):
        super().setUp()
        subscription = self._subscription(user_id=self.colleague.id)
        self._bill(subscription, "2024-01-01")
        self._read(subscription, "2024-01-01", 0)
        self._read(subscription, "2024-02-01", 2000)
        invoice = self._bill(subscription, "2024-02-01")
        # Nobody has agreed on it; the other company does not see it.
        tariff = self._tariff(company_id=self.company.id)
        self._know(
            subscription,
            subscription.line_ids,
            subscription.meter_ids,
            subscription.reading_ids,
            subscription.use_ids,
            tariff,
            tariff.tier_ids,
            invoice.line_ids.filtered("rental_use_id"),
        )
        self._know(self._fill("subscription.bulk.dialog"))
        self._know_others(table.MODELS)
