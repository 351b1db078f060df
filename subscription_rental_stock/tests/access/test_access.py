from odoo.tests import freeze_time

from odoo.addons.subscription_rental.tests.common_access import AccessChecks, AccessCommon

from ..common import GoodsCommon
from . import table


@freeze_time("2024-01-10 12:00:00")
class TestGoodsAccess(AccessChecks, GoodsCommon, AccessCommon):
    """All models, fields and methods of goods, as each kind of user (B3)."""

    addon = "subscription_rental_stock"

    table = table

    def setUp(self):
        super().setUp()
        # A colleague's: another one with own documents has nothing to do with it.
        rental = self._ordered(user_id=self.colleague.id)
        self._ship(rental, "P1")
        unit = rental.assignment_ids
        self._know(rental, rental.line_ids, unit, self.lots[:1], self.partner_a)
        self._know(rental.rental_picking_ids, rental.rental_picking_ids.move_ids)
        self._know(self.phone, self.warehouse, self.company)
        self.env.flush_all()
        self._know(self.env["subscription.unit.report"].search([("lot_id", "=", "P1")]))
        self._know_others(table.MODELS)
