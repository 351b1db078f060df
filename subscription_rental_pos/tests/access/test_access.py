from odoo.tests import freeze_time, tagged

from odoo.addons.subscription_rental.tests.common_access import AccessChecks, AccessCommon

from ..common import TillCommon
from . import table


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestTillAccess(AccessChecks, TillCommon, AccessCommon):
    """All fields and methods of packs at the till, as each kind of user (B3)."""

    addon = "subscription_rental_pos"

    table = table

    def setUp(self):
        super().setUp()
        ticket, _pack = self._sell_at_till(self.pack_at_use)
        self._know(self.till, self.ann, self.company, ticket.lines)
