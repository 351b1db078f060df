from odoo.tests import freeze_time, tagged

from odoo.addons.subscription_rental.tests.common_access import AccessChecks, AccessCommon

from ..common_subscribing import SubscribingCommon
from . import table


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestTillAccess(AccessChecks, SubscribingCommon, AccessCommon):
    """All fields and methods of this addon, as each kind of user (B3)."""

    addon = "subscription_rental_pos"

    table = table

    def setUp(self):
        super().setUp()
        ticket, subscription = self._rent()
        order = subscription.sale_order_id
        self._know(self.till, self.ann, self.company, ticket, ticket.lines)
        self._know(subscription, order, order.order_line)
