from odoo.tests import freeze_time, tagged

from odoo.addons.subscription_rental.tests.common_access import AccessChecks, AccessCommon

from ..common import BookedCommon
from . import table


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestBookedAccess(AccessChecks, BookedCommon, AccessCommon):
    """All fields and methods of this addon, as each kind of user (B3)."""

    addon = "subscription_rental_pos_calendar"

    table = table

    def setUp(self):
        super().setUp()
        pack = self._sell(self.pack_at_use)
        event = self._book()
        order = self._pay_booked(pack, self._put(event, "line-1"))
        self._know(self.till, self.ann, event.sudo(), order, order.lines)
