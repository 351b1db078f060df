from datetime import date

from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time

from ..common import GoodsCommon


@freeze_time("2024-01-01 12:00:00")
class TestLedgerOfGoods(GoodsCommon):
    """Whatever people do in Inventory, the ledger says who has what (RG3)."""

    def _rented(self, *serials, **values):
        subscription = self._ordered(float(len(serials)), **values)
        self._ship(subscription, *serials)
        return subscription

    def _chairs(self, count, **values):
        chair = self._goods("Chair", tracking="none")
        self._receive(chair, quantity=10.0)
        subscription = self._ordered(count, plan_id=self._goods_plan(chair, **values).id)
        self._ship(subscription)
        return subscription

    # === Odoo's own ways === #

    def test_odoos_own_return_closes_the_row(self):
        subscription = self._rented("P1")
        wizard = self.env["stock.return.picking"].create(
            {"picking_id": subscription.rental_picking_ids.id}
        )
        wizard.product_return_moves.quantity = 1.0
        back = wizard._create_return()
        back.button_validate()
        self.assertEqual(back.picking_type_id, self.warehouse.rental_in_type_id)
        self.assertHeld(subscription)
        self.assertEqual(subscription.assignment_ids.end_reason, "return")

    def test_what_was_handed_over_is_not_rewritten(self):
        subscription = self._rented("P1")
        line = subscription.rental_picking_ids.move_line_ids
        with self.assertRaisesRegex(UserError, "swap or return"):
            line.lot_id = self.lots[1]
        self.assertHeld(subscription, "P1")

    def test_a_cancelled_handover_is_planned_again(self):
        subscription = self._ordered()
        subscription.rental_picking_ids.action_cancel()
        self.assertEqual(self.lots[0].rental_state, "available")
        action = subscription.action_hand_over()
        self.assertEqual(action["res_model"], "subscription.ship.dialog")
        self.assertEqual(subscription.state, "scheduled")
        self.assertFalse(subscription.date_handed_over)
        self._ship(subscription, "P1")
        self.assertEqual(subscription.state, "active")

    def test_a_cancelled_return_leaves_the_unit_out(self):
        subscription = self._rented("P1")
        self.env["subscription.return.dialog"].create(
            {"subscription_id": subscription.id}
        ).action_announce()
        subscription._get_open_moves("in").picking_id.action_cancel()
        self.assertHeld(subscription, "P1")
        self._return(subscription)
        self.assertHeld(subscription)

    def test_a_backorder_hands_over_the_rest(self):
        subscription = self._ordered(2.0)
        picking = subscription.rental_picking_ids
        moves = picking.move_ids
        moves.move_line_ids[1:].unlink()
        moves.move_line_ids.write({"lot_id": self.lots[0].id, "picked": True})
        picking.button_validate()
        self.assertHeld(subscription, "P1")
        left = subscription._get_open_moves("out").picking_id
        self.assertEqual(left.backorder_id, picking)
        self._ship(subscription, "P2")
        self.assertHeld(subscription, "P1", "P2")
        self.assertFalse(subscription._get_open_moves("out"))

    def test_a_unit_goes_from_one_warehouse_to_another(self):
        shop = self.env["stock.warehouse"].create(
            {"name": "Shop", "code": "SHOP", "company_id": self.company.id}
        )
        self.lots[0]._move_to(shop.lot_stock_id)
        subscription = self._ordered(warehouse_id=shop.id)
        self._ship(subscription, "P1")
        self.assertHeld(subscription, "P1")
        wizard = self.env["subscription.return.dialog"].create(
            {"subscription_id": subscription.id, "warehouse_id": self.warehouse.id}
        )
        wizard.action_take_back()
        self.assertEqual(self.lots[0].location_id, self.warehouse.rental_check_loc_id)

    def test_nobody_gets_more_than_was_agreed_on(self):
        subscription = self._rented("P1")
        picking = subscription._create_handover(
            [(subscription.line_ids, 1.0)], date(2024, 1, 1)
        )
        with self.assertRaisesRegex(UserError, "would have more"):
            picking._hand_over_lots(self.lots[1])

    # === parts of a quantity === #

    def test_the_rest_of_a_partial_return_stays_announced(self):
        subscription = self._chairs(5.0)
        self.env["subscription.return.dialog"].create(
            {"subscription_id": subscription.id}
        ).action_announce()
        picking = subscription._get_open_moves("in").picking_id
        picking.move_ids.quantity = 2.0
        picking.move_ids.picked = True
        picking.button_validate()
        open_row = subscription._get_out()
        self.assertEqual(open_row.quantity, 3.0)
        moves = subscription._get_open_moves("in")
        self.assertEqual(moves.rental_assignment_id, open_row)
        subscription._announce_return(date(2024, 1, 1))
        self.assertEqual(subscription._get_open_moves("in"), moves)

    def test_a_part_that_returns_after_its_value_was_invoiced_is_credited(self):
        subscription = self._chairs(5.0)
        subscription.line_ids.product_id.rental_replacement_value = 20.0
        self._bill(subscription, "2024-01-01")
        subscription.action_cancel()
        unit = subscription._get_out()
        unit.sudo()._chase(subscription, date(2024, 2, 5))
        picking = subscription._get_open_moves("in").picking_id
        picking.move_ids.quantity = 2.0
        picking.move_ids.picked = True
        with freeze_time("2024-02-06 12:00:00"):
            picking.button_validate()
        back = subscription.charge_ids.filtered(lambda one: one.kind == "credit")
        self.assertEqual(back.mapped("amount"), [-40.0])
        with freeze_time("2024-02-07 12:00:00"):
            self._return(subscription)
        back = subscription.charge_ids.filtered(lambda one: one.kind == "credit")
        self.assertEqual(sum(back.mapped("amount")), -100.0)

    def test_a_row_of_chairs_is_swapped_whole_or_in_part(self):
        subscription = self._chairs(4.0)
        form = Form(
            self.env["subscription.swap.dialog"].with_context(
                default_subscription_id=subscription.id,
                default_assignment_id=subscription.assignment_ids.id,
            )
        )
        form.reason = "Wobbles"
        form.quantity = 3.0
        form.save().action_swap()
        self.assertEqual(subscription.units_out, 4.0)
        self.assertEqual(sum(subscription._get_out().mapped("quantity")), 4.0)
        self.assertEqual(subscription.line_ids.quantity, 4.0)

    def test_one_batch_serves_two_customers(self):
        cable = self._goods("Cable", tracking="lot")
        batch = self._receive(cable, "BATCH", quantity=10.0)
        plan = self._goods_plan(cable)
        for partner in (self.partner_a, self.partner_b):
            subscription = self._ordered(3.0, plan_id=plan.id, partner_id=partner.id)
            dialog = self._ship(subscription, "BATCH")
            self.assertTrue(dialog.is_done, dialog.row_ids.mapped("message"))
        rows = self.env["subscription.assignment"].search([("lot_id", "=", batch.id)])
        self.assertEqual(sum(rows.mapped("quantity")), 6.0)
