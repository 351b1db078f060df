from odoo.tests import freeze_time, tagged

from odoo.addons.subscription_rental.tests.common_access import AccessChecks, AccessCommon
from odoo.addons.subscription_rental_pos.tests.common import TillCommon

from . import table


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestPromotionsAccess(AccessChecks, TillCommon, AccessCommon):
    """All fields and methods of this addon, as each kind of user (B3)."""

    addon = "subscription_rental_pos_loyalty"

    table = table
