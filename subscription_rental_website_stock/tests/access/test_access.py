from odoo.tests import freeze_time

from odoo.addons.subscription_rental.tests.common_access import AccessChecks, AccessCommon

from ..common import UnitsCommon
from . import table


@freeze_time("2024-01-10 12:00:00")
class TestShopGoodsAccess(AccessChecks, UnitsCommon, AccessCommon):
    """All fields and methods of goods in the shop, as each kind of user (B3)."""

    addon = "subscription_rental_website_stock"

    table = table

    def setUp(self):
        super().setUp()
        self._know(self._rental().order_line)
