from odoo.tests import freeze_time

from odoo.addons.subscription_rental.tests.common_access import AccessChecks, AccessCommon

from ..common import MeteredGoodsCommon
from . import table


@freeze_time("2024-02-10 12:00:00")
class TestMeteredGoodsAccess(AccessChecks, MeteredGoodsCommon, AccessCommon):
    """All fields and methods of metered units, as each kind of user (B3)."""

    addon = "subscription_rental_metered_stock"

    table = table

    def setUp(self):
        super().setUp()
        subscription = self._handed_over("P1", counter="5", user_id=self.colleague.id)
        self._know(subscription.meter_ids, self.lots[:1])
