from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ..common import GoodsCommon


@freeze_time("2024-01-01 12:00:00")
class TestHandover(GoodsCommon):
    """Goods are handed over, and billed from that day (PL10, RG1, RG2)."""

    def test_activating_plans_the_handover(self):
        subscription = self._ordered()
        picking = subscription.rental_picking_ids
        self.assertEqual(subscription.state, "scheduled")
        self.assertEqual(picking.picking_type_id, self.warehouse.rental_out_type_id)
        self.assertEqual(picking.location_dest_id, self.on_rent)
        self.assertEqual(picking.state, "assigned")
        self.assertIn("1 to hand over", subscription.goods_state)
        self.assertFalse(subscription.next_billing_date)

    def test_the_handover_starts_billing_that_day(self):
        subscription = self._ordered()
        with freeze_time("2024-01-10 12:00:00"):
            self._ship(subscription, "P2")
        self.assertEqual(subscription.state, "active")
        self.assertEqual(subscription.date_start, date(2024, 1, 10))
        unit = subscription.assignment_ids
        self.assertEqual(unit.lot_id.name, "P2")
        self.assertEqual((unit.date_from, unit.date_to), (date(2024, 1, 10), False))
        self._bill(subscription, "2024-01-10")
        self.assertBilled(subscription, "2024-01-10")
        found = self.env["subscription.subscription"].search([("searched", "ilike", "P2")])
        self.assertEqual(found, subscription)

    @freeze_time("2024-03-01 12:00:00")
    def test_what_began_in_the_past_goes_out_today(self):
        """The handover was planned for the first day, weeks ago, with that day's lines."""
        plan = self._goods_plan(self.phone, start_on_handover=False, start_on_payment=False)
        subscription = self._draft("2024-01-01", plan_id=plan.id)
        line = subscription.line_ids
        line.date_to = "2024-02-20"
        later = line.copy({"date_from": "2024-02-20", "date_to": False, "quantity": 2.0})
        subscription.action_activate()
        picking = subscription.rental_picking_ids
        self.assertEqual(picking.scheduled_date.date(), date(2024, 3, 1))
        self.assertEqual(picking.move_ids.product_uom_qty, later.quantity)

    def test_services_need_no_handover(self):
        service = self._product("Support")
        plan = self._goods_plan(service, start_on_handover=False)
        subscription = self._ordered(plan_id=plan.id)
        self.assertFalse(subscription.rental_picking_ids)
        self.assertEqual(subscription.state, "active")

    def test_a_plan_can_deliver_nothing(self):
        self.plan.write({"goods_handling": "none", "start_on_handover": False})
        self.assertFalse(self._ordered().rental_picking_ids)

    def test_without_serial_numbers_the_quantity_counts(self):
        chair = self._goods("Chair", tracking="none")
        self._receive(chair, quantity=10.0)
        plan = self._goods_plan(chair)
        subscription = self._ordered(4.0, plan_id=plan.id)
        dialog = self._ship(subscription)
        self.assertTrue(dialog.is_done)
        self.assertEqual(subscription.units_out, 4.0)
        self.assertEqual(chair.qty_available, 6.0)

    # === in part === #

    def test_only_what_was_handed_over_is_billed(self):
        subscription = self._ordered(3.0)
        self._ship(subscription, "P1", "P2")
        self.assertEqual(subscription.line_ids.quantity, 2.0)
        self.assertEqual(subscription.line_ids.quantity_ordered, 3.0)
        invoice = self._bill(subscription, "2024-01-01")
        self.assertAlmostEqual(invoice.amount_untaxed, 62.0)

    def test_the_rest_is_billed_from_its_day(self):
        subscription = self._ordered(3.0)
        self._ship(subscription, "P1", "P2")
        self._bill(subscription, "2024-01-01")
        with freeze_time("2024-01-11 12:00:00"):
            self._ship(subscription, "P3")
        line = subscription.line_ids.filtered(lambda one: not one.date_to)
        self.assertEqual((line.quantity, line.quantity_ordered), (3.0, 0.0))
        # 21 of 31 days of one phone at 31.
        self.assertAlmostEqual(sum(subscription.charge_ids.mapped("amount")), 21.0)
        invoice = self._bill(subscription, "2024-02-01")
        self.assertAlmostEqual(invoice.amount_untaxed, 93.0 + 21.0)

    def test_paid_first_and_handed_over_in_part_gives_the_rest_back(self):
        self.plan.start_on_payment = True
        subscription = self._ordered(2.0)
        invoice = subscription.period_ids.move_line_ids.move_id
        self.assertAlmostEqual(invoice.amount_untaxed, 62.0)
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments()
        self._ship(subscription, "P1")
        self.assertEqual(subscription.state, "active")
        self.assertAlmostEqual(sum(subscription.charge_ids.mapped("amount")), -31.0)

    # === refused === #

    def test_unpaid_it_needs_a_manager(self):
        self.plan.start_on_payment = True
        subscription = self._ordered()
        clerk = self._clerk()
        picking = subscription.rental_picking_ids.with_user(clerk)
        action = picking.action_rental_ship()
        dialog = (
            self.env["subscription.ship.dialog"].with_user(clerk).browse(action["res_id"])
        )
        dialog.row_ids.serial = "P1"
        dialog.action_hand_over()
        self.assertIn("not paid yet", dialog.row_ids.message)
        self.assertHeld(subscription)
        self._ship(subscription, "P1")
        self.assertHeld(subscription, "P1")
        self.assertEqual(subscription.state, "scheduled")

    def test_a_clerk_hands_over(self):
        subscription = self._ordered()
        clerk = self._clerk()
        picking = subscription.rental_picking_ids.with_user(clerk)
        action = picking.action_rental_ship()
        dialog = (
            self.env["subscription.ship.dialog"].with_user(clerk).browse(action["res_id"])
        )
        dialog.row_ids.serial = "P1"
        dialog.action_hand_over()
        self.assertHeld(subscription, "P1")
        self.assertEqual(subscription.state, "active")

    def test_nothing_is_handed_over_for_what_is_over(self):
        subscription = self._ordered()
        picking = subscription.rental_picking_ids
        subscription.action_cancel()
        self.assertEqual(picking.state, "cancel")

    def test_nothing_goes_on_rent_without_a_subscription(self):
        kind = self.warehouse.rental_out_type_id
        move = self.env["stock.move"].create(
            {
                "product_id": self.phone.id,
                "product_uom": self.phone.uom_id.id,
                "product_uom_qty": 1.0,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": self.on_rent.id,
                "picking_type_id": kind.id,
            }
        )
        move._action_confirm()
        move._action_assign()
        move.picked = True
        with self.assertRaisesRegex(UserError, "handover of a subscription only"):
            move._action_done()

    def test_a_dunned_one_gets_nothing_if_the_policy_says_so(self):
        subscription = self._ordered()
        subscription._write_kept({"is_billing_held": True})
        clerk = self._clerk()
        with self.assertRaisesRegex(UserError, "unpaid invoices"):
            subscription.with_user(clerk)._check_handover_allowed()

    # === later === #

    def test_a_change_asks_for_more_units(self):
        subscription = self._ordered()
        self._ship(subscription, "P1")
        change = subscription._plan_change(
            [(subscription.line_ids, {**self._vals(subscription.line_ids), "quantity": 2})],
            date(2024, 1, 1),
            policy="daily",
        )
        subscription._apply_change(change, date(2024, 1, 1), at_once=False)
        moves = subscription._get_open_moves("out")
        self.assertEqual(sum(moves.mapped("product_qty")), 1.0)

    def test_a_change_to_fewer_asks_for_them_back(self):
        subscription = self._ordered(2.0)
        self._ship(subscription, "P1", "P2")
        change = subscription._plan_change(
            [(subscription.line_ids, {**self._vals(subscription.line_ids), "quantity": 1})],
            date(2024, 1, 1),
            policy="daily",
        )
        subscription._apply_change(change, date(2024, 1, 1), at_once=False)
        self.assertFalse(subscription._get_open_moves("out"))
        self.assertIn("P1", subscription.activity_ids.note)

    def _vals(self, line):
        return {
            "product_id": line.product_id.id,
            "price_unit": line.price_unit,
            "discount": 0.0,
        }

    def test_the_order_ships_its_one_off_goods_only(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner_a.id,
                "order_line": [
                    (0, 0, {"product_id": self.phone.id, "rental_plan_id": self.plan.id}),
                    (0, 0, {"product_id": self._goods("Case", tracking="none").id}),
                ],
            }
        )
        order.action_confirm()
        subscription = order.rental_subscription_ids
        self.assertEqual(subscription.warehouse_id, order.warehouse_id)
        self.assertEqual(order.picking_ids.move_ids.product_id.name, "Case")
        self.assertEqual(subscription.rental_picking_ids.move_ids.product_id, self.phone)
