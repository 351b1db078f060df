from datetime import date

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time

from ..common import GoodsCommon


@freeze_time("2024-01-01 12:00:00")
class TestReturns(GoodsCommon):
    """Units come back, are checked, and late days are billed (RG6)."""

    def _rented(self, *serials, **values):
        subscription = self._ordered(float(len(serials)), **values)
        self._ship(subscription, *serials)
        return subscription

    def test_a_unit_comes_back_to_be_checked(self):
        subscription = self._rented("P1")
        with freeze_time("2024-01-20 12:00:00"):
            unit = self._return(subscription)
        self.assertEqual((unit.date_to, unit.end_reason), (date(2024, 1, 20), "return"))
        self.assertEqual(unit.days, 19)
        self.assertEqual(self.lots[0].location_id, self.warehouse.rental_check_loc_id)
        self.assertEqual(self.lots[0].rental_state, "check")
        self.assertFalse(self.lots[0].rental_holder_id)

    def test_announced_it_waits(self):
        subscription = self._rented("P1")
        wizard = self.env["subscription.return.dialog"].create(
            {"subscription_id": subscription.id, "tracking": "BACK1"}
        )
        wizard.action_announce()
        picking = subscription._get_open_moves("in").picking_id
        self.assertEqual(picking.rental_return_ref, "BACK1")
        self.assertEqual(picking.move_line_ids.lot_id.name, "P1")
        self.assertHeld(subscription, "P1")
        picking.button_validate()
        self.assertHeld(subscription)

    def test_announced_twice_comes_back_once(self):
        subscription = self._rented("P1")
        for _n in range(2):
            self.env["subscription.return.dialog"].create(
                {"subscription_id": subscription.id}
            ).action_announce()
        self.assertEqual(len(subscription._get_open_moves("in")), 1)
        self._return(subscription)
        self.assertFalse(subscription._get_open_moves("in"))

    def test_a_part_comes_back(self):
        subscription = self._rented("P1", "P2")
        unit = subscription.assignment_ids.filtered(lambda one: one.lot_id.name == "P2")
        self._return(subscription, unit)
        self.assertHeld(subscription, "P1")

    def test_a_part_of_a_quantity_comes_back(self):
        chair = self._goods("Chair", tracking="none")
        self._receive(chair, quantity=10.0)
        subscription = self._ordered(5.0, plan_id=self._goods_plan(chair).id)
        self._ship(subscription)
        self.env["subscription.return.dialog"].create(
            {"subscription_id": subscription.id}
        ).action_announce()
        picking = subscription._get_open_moves("in").picking_id
        picking.move_ids.quantity = 2.0
        picking.move_ids.picked = True
        picking.button_validate()
        self.assertEqual(subscription.units_out, 3.0)
        left = subscription._get_open_moves("in")
        self.assertEqual(sum(left.mapped("product_qty")), 3.0)
        self._return(subscription)
        self.assertEqual(subscription.units_out, 0.0)
        self.assertEqual(sum(subscription.assignment_ids.mapped("quantity")), 5.0)

    def test_the_wrong_serial_number_is_refused(self):
        mine, theirs = self._rented("P1"), self._rented("P2")
        self.env["subscription.return.dialog"].create(
            {"subscription_id": mine.id}
        ).action_announce()
        picking = mine._get_open_moves("in").picking_id
        picking.move_line_ids.lot_id = self.lots[1]
        with self.assertRaisesRegex(UserError, "P2 is not one of the units"):
            picking.button_validate()
        self.assertHeld(mine, "P1")
        self.assertHeld(theirs, "P2")

    def test_a_renamed_serial_number_is_the_same_unit(self):
        subscription = self._rented("P1")
        self.lots[0].name = "P1-new"
        self._return(subscription)
        self.assertHeld(subscription)

    def test_back_to_another_warehouse(self):
        shop = self.env["stock.warehouse"].create(
            {"name": "Shop", "code": "SHOP", "company_id": self.company.id}
        )
        subscription = self._rented("P1")
        subscription.warehouse_id = shop
        self._return(subscription)
        self.assertEqual(self.lots[0].location_id, shop.rental_check_loc_id)
        self._inspect(self.lots[0])
        self.assertEqual(self.lots[0].location_id, shop.lot_stock_id)

    # === the end === #

    def test_what_ends_asks_for_its_units(self):
        subscription = self._rented("P1", "P2")
        subscription.action_cancel()
        self.assertEqual(subscription.state, "cancelled")
        returning = subscription._get_open_moves("in").move_line_ids.lot_id
        self.assertEqual(sorted(returning.mapped("name")), ["P1", "P2"])
        self.assertIn("P2", subscription.activity_ids.note)
        self.assertIn("2 out", subscription.goods_state)

    def test_late_days_are_billed(self):
        subscription = self._rented("P1")
        self._bill(subscription, "2024-01-01")
        with freeze_time("2024-01-31 12:00:00"):
            subscription.action_cancel()
        with freeze_time("2024-02-10 12:00:00"):
            self._return(subscription)
        charge = subscription.charge_ids.filtered(lambda one: one.kind == "late")
        self.assertAlmostEqual(charge.amount, 10.0)
        self.assertIn("10 days late", charge.name)
        self.assertEqual(charge.state, "invoiced")

    def test_one_day_late_is_no_days(self):
        subscription = self._rented("P1")
        self._bill(subscription, "2024-01-01")
        with freeze_time("2024-01-31 12:00:00"):
            subscription.action_cancel()
        with freeze_time("2024-02-01 12:00:00"):
            self._return(subscription)
        charge = subscription.charge_ids.filtered(lambda one: one.kind == "late")
        self.assertIn(": 1 day late", charge.name)

    def test_late_days_cost_the_unit_at_most(self):
        self.phone.rental_replacement_value = 25.0
        subscription = self._rented("P1")
        subscription.action_cancel()
        with freeze_time("2024-06-01 12:00:00"):
            self._return(subscription)
        charge = subscription.charge_ids.filtered(lambda one: one.kind == "late")
        self.assertAlmostEqual(charge.amount, 25.0)

    def test_a_plan_can_forgive_late_days(self):
        self.plan.late_fee = False
        subscription = self._rented("P1")
        subscription.action_cancel()
        with freeze_time("2024-02-10 12:00:00"):
            self._return(subscription)
        self.assertFalse(subscription.charge_ids)

    # === checking === #

    def _inspect(self, lot, **values):
        form = Form(
            self.env["subscription.inspect.dialog"].with_context(default_lot_id=lot.id)
        )
        for name, value in values.items():
            setattr(form, name, value)
        form.save().action_done()

    def test_a_good_unit_goes_back_to_the_stock(self):
        subscription = self._rented("P1")
        self._return(subscription)
        self._inspect(self.lots[0])
        self.assertEqual(self.lots[0].rental_state, "available")
        self._rented("P1")
        self.assertEqual(self.lots[0].rental_state, "rented")
        self.assertEqual(self.lots[0].rental_count, 2)

    def test_damage_is_charged(self):
        subscription = self._rented("P1")
        self._return(subscription)
        self._inspect(self.lots[0], outcome="repair", amount=12.0, note="Screen")
        self.assertEqual(self.lots[0].rental_state, "repair")
        charge = subscription.charge_ids
        self.assertEqual((charge.kind, charge.amount), ("damage", 12.0))
        self.assertIn("Screen", self.lots[0].message_ids[0].body)
        self._inspect(self.lots[0])
        self.assertEqual(self.lots[0].rental_state, "available")

    def test_beyond_repair_it_leaves_the_stock(self):
        subscription = self._rented("P1")
        self._return(subscription)
        self._inspect(self.lots[0], outcome="gone")
        self.assertEqual(self.lots[0].rental_state, "lost")
        self.assertEqual(self._values(self.phone), (200.0, 200.0))

    def test_only_what_came_back_is_checked(self):
        with self.assertRaisesRegex(UserError, "not waiting to be checked"):
            self._inspect(self.lots[0])

    def test_strange_units_are_refused(self):
        mine, theirs = self._rented("P1"), self._rented("P2")
        wizard = self.env["subscription.return.dialog"].create({"subscription_id": mine.id})
        wizard.assignment_ids = [Command.set(theirs.assignment_ids.ids)]
        with self.assertRaisesRegex(UserError, "not with this customer"):
            wizard.action_take_back()

    def test_when_all_is_back_the_deposit_is_asked_for(self):
        self.company.subscription_deposit_account_id = self.env["account.account"].create(
            {"name": "Deposits", "code": "DEPO1", "account_type": "liability_current"}
        )
        plan = self._goods_plan(self.phone, deposit=100.0)
        subscription = self._rented("P1", "P2", plan_id=plan.id)
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=subscription.deposit_move_id.ids
        ).create({})._create_payments()
        self.env.invalidate_all()
        subscription.action_cancel()
        self._return(subscription, subscription.assignment_ids[0])
        self.assertNotIn("deposit", "".join(subscription.activity_ids.mapped("note")))
        self._return(subscription)
        activity = subscription.activity_ids
        self.assertIn("what is left of the deposit", activity.note)
        ask = self.env["subscription.deposit.dialog"].create(
            {"subscription_id": subscription.id, "reason": "All is back"}
        )
        self.assertFalse(ask.units_out)
        ask.action_give_back()
        self.assertEqual(subscription.deposit_left, 0.0)
        self.assertFalse(subscription.activity_ids)

    def test_when_a_part_comes_back_it_asks_what_follows(self):
        """A19: rent of two does not go on for one without a word."""
        for rest, quantity, on_the_way in (("less", 1.0, 0), ("replace", 2.0, 1)):
            with self.subTest(rest), self.env.cr.savepoint() as point:
                subscription = self._rented("P1", "P2")
                unit = subscription.assignment_ids.filtered(
                    lambda one: one.lot_id.name == "P2"
                )
                vals = {
                    "subscription_id": subscription.id,
                    "assignment_ids": [Command.set(unit.ids)],
                }
                dialogs = self.env["subscription.return.dialog"]
                with self.assertRaisesRegex(UserError, "bill less"):
                    dialogs.create(vals).action_take_back()
                dialogs.create({**vals, "rest": rest}).action_take_back()
                self.assertHeld(subscription, "P1")
                going_on = subscription.line_ids.filtered(lambda one: not one.date_to)
                self.assertEqual(going_on.quantity, quantity)
                self.assertEqual(len(subscription._get_open_moves("out")), on_the_way)
                point.rollback()

    def test_the_form_shows_the_question_when_a_unit_is_taken_off(self):
        subscription = self._rented("P1", "P2")
        form = Form(
            self.env["subscription.return.dialog"].with_context(
                default_subscription_id=subscription.id
            )
        )
        self.assertFalse(form.is_part, "all come back")
        form.assignment_ids.remove(index=0)
        self.assertTrue(form.is_part)
        form.rest = "less"
        form.save().action_take_back()
        going_on = subscription.line_ids.filtered(lambda one: not one.date_to)
        self.assertEqual(going_on.quantity, 1.0)
