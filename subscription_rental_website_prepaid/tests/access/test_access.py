from odoo.tests import freeze_time

from odoo.addons.subscription_rental.tests.common_access import AccessChecks, AccessCommon

from . import table


@freeze_time("2024-01-10 12:00:00")
class TestPrepaidShopAccess(AccessChecks, AccessCommon):
    """All fields and methods of packs in the shop, as each kind of user (B3)."""

    addon = "subscription_rental_website_prepaid"

    table = table
