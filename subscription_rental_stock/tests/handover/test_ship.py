from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from ..common import GoodsCommon


@freeze_time("2024-01-01 12:00:00")
class TestShip(GoodsCommon):
    """Several rentals on one screen; what is wrong is said per row (RG1)."""

    def _two(self):
        return self._ordered() | self._ordered(partner_id=self.partner_b.id)

    def test_several_at_once_with_their_tracking_numbers(self):
        both = self._two()
        dialog = self._ship(both, "P1", "P2", tracking="OUT", return_tracking="BACK")
        self.assertTrue(dialog.is_done)
        self.assertEqual(both.assignment_ids.lot_id.mapped("name"), ["P1", "P2"])
        pickings = both.rental_picking_ids
        self.assertEqual(set(pickings.mapped("carrier_tracking_ref")), {"OUT"})
        self.assertEqual(set(pickings.mapped("rental_return_ref")), {"BACK"})

    def _check_wrong(self, serial, message):
        """Check that the first row says what is wrong, and the second one goes through."""
        both = self._two()
        dialog = self._ship(both, serial, "P3")
        self.assertFalse(dialog.is_done)
        self.assertIn(message, dialog.row_ids[0].message)
        self.assertHeld(both[0])
        self.assertHeld(both[1], "P3")
        return dialog

    def test_unknown(self):
        self._check_wrong("XXX", "no serial number we know")

    def test_another_product(self):
        self._receive(self._goods("Tablet"), "T1")
        self._check_wrong("T1", "and not a Phone")

    def test_out_already(self):
        self._ship(self._ordered(), "P1")
        self._check_wrong("P1", "is with partner_a already")

    def test_twice_in_the_dialog(self):
        both = self._two()
        dialog = self._ship(both, "P1", "P1")
        self.assertEqual(dialog.row_ids.mapped("result"), ["done", "failed"])
        self.assertIn("entered twice", dialog.row_ids[1].message)

    def test_waiting_to_be_checked(self):
        first = self._ordered()
        self._ship(first, "P1")
        self._return(first)
        self._check_wrong("P1", "To Check")

    def test_mended_it_goes_through(self):
        dialog = self._check_wrong("XXX", "no serial number")
        dialog.row_ids[0].serial = " P1 "
        dialog.action_hand_over()
        self.assertTrue(dialog.is_done)

    def test_rows_left_empty_wait(self):
        subscription = self._ordered(2.0)
        dialog = self._ship(subscription, "P1")
        self.assertEqual(dialog.row_ids.mapped("result"), ["done", False])
        self.assertHeld(subscription, "P1")
        left = subscription._get_open_moves("out")
        self.assertEqual(sum(left.mapped("product_qty")), 1.0)

    def test_nothing_entered_is_said(self):
        subscription = self._ordered()
        with self.assertRaisesRegex(UserError, "at least one row"):
            self._ship(subscription)

    def test_a_unit_reserved_for_another_is_taken(self):
        first, second = self._ordered(), self._ordered()
        reserved = first._get_open_moves("out").move_line_ids.lot_id.name
        self._ship(second, reserved)
        self.assertHeld(second, reserved)
        self._ship(first, "P3")
        self.assertHeld(first, "P3")

    def test_a_unit_is_never_reserved_twice(self):
        orders = [self._ordered() for _n in range(4)]
        reserved = [one._get_open_moves("out").move_line_ids.lot_id for one in orders]
        self.assertEqual(sum(map(len, reserved)), 3)
        self.assertEqual(len(set().union(*(lots.ids for lots in reserved))), 3)
        self.assertEqual(orders[3].rental_picking_ids.state, "confirmed")

    def test_a_unit_has_one_holder_in_the_database(self):
        first, second = self._ordered(), self._ordered()
        self._ship(first, "P1")
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            first.assignment_ids.sudo().copy({"subscription_id": second.id})

    def test_stock_does_not_get_negative(self):
        other = self.env["stock.warehouse"].create(
            {"name": "Shop", "code": "SHOP", "company_id": self.company.id}
        )
        subscription = self._ordered(warehouse_id=other.id)
        dialog = self._ship(subscription, "P1")
        self.assertIn("is not in", dialog.row_ids.message)
        self.assertHeld(subscription)

    def test_only_open_handovers_are_chosen(self):
        subscription = self._ordered()
        self._ship(subscription, "P1")
        with self.assertRaisesRegex(UserError, "Nothing is to be handed over"):
            subscription.rental_picking_ids.action_rental_ship()
