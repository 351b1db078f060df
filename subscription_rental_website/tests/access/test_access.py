from odoo.tests import freeze_time

from odoo.addons.subscription_rental.tests.common_access import AccessChecks, AccessCommon

from ..common import ShopCommon
from . import table


@freeze_time("2024-01-10 12:00:00")
class TestShopAccess(AccessChecks, ShopCommon, AccessCommon):
    """All fields and methods of the shop, as each kind of user (B3)."""

    addon = "subscription_rental_website"

    table = table

    def setUp(self):
        super().setUp()
        self._know(self._rental())
