from odoo.tests import freeze_time

from odoo.addons.subscription_rental.tests.common_access import AccessCommon

from ..common import GoodsCommon
from .table import KEPT, METHODS, MODELS, OPENS, SHARED


@freeze_time("2024-01-10 12:00:00")
class TestGoodsAccess(GoodsCommon, AccessCommon):
    """All models, fields and methods of goods, as each kind of user (B3)."""

    addon = "subscription_rental_stock"

    def _make_samples(self):
        # A colleague's: another one with own documents has nothing to do with it.
        rental = self._ordered(user_id=self.colleague.id)
        self._ship(rental, "P1")
        unit = rental.assignment_ids
        self._know(rental, rental.line_ids, unit, self.lots[:1], self.partner_a)
        self._know(rental.rental_picking_ids, rental.rental_picking_ids.move_ids)
        self._know(self.phone, self.warehouse, self.company)
        self.env.flush_all()
        self._know(self.env["subscription.unit.report"].search([("lot_id", "=", "P1")]))
        self._know_others(MODELS)

    def test_each_model_has_its_rights(self):
        self.check_models(MODELS)

    def test_nobody_reaches_records_that_are_not_theirs(self):
        self.check_records(SHARED)

    def test_whoever_may_read_a_record_reads_all_of_it(self):
        self.check_fields()

    def test_what_the_system_keeps_is_written_by_nobody(self):
        self.check_kept(KEPT)

    def test_each_public_method_is_meant_to_be_and_asks_for_rights(self):
        self.check_methods(METHODS, OPENS)
