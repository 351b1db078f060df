from datetime import date

from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time

from ..common import GoodsCommon


@freeze_time("2024-01-01 12:00:00")
class TestSwap(GoodsCommon):
    """The old unit back, a new one out, in one operation (RG4)."""

    def _rented(self, *serials):
        subscription = self._ordered(float(len(serials)))
        self._ship(subscription, *serials)
        self._bill(subscription, "2024-01-01")
        return subscription

    def _swap(self, unit, **values):
        form = Form(
            self.env["subscription.swap.dialog"].with_context(
                default_subscription_id=unit.subscription_id.id,
                default_assignment_id=unit.id,
            )
        )
        form.reason = "Broken screen"
        for name, value in values.items():
            setattr(form, name, value)
        wizard = form.save()
        wizard.action_swap()
        return wizard

    def test_the_same_product_leaves_billing_alone(self):
        subscription = self._rented("P1")
        with freeze_time("2024-01-11 12:00:00"):
            self._swap(subscription.assignment_ids, lot_id=self.lots[1])
        self.assertHeld(subscription, "P2")
        old, new = subscription.assignment_ids.sorted("id")
        self.assertEqual((old.date_to, old.end_reason), (date(2024, 1, 11), "swap"))
        self.assertEqual((new.date_from, new.reason), (date(2024, 1, 11), "swap"))
        self.assertEqual(new.note, "Broken screen")
        self.assertFalse(subscription.charge_ids)
        self.assertEqual(len(subscription.line_ids), 1)
        self.assertEqual(self.lots[0].rental_state, "check")
        out, back = subscription.rental_picking_ids.filtered("rental_twin_id")
        self.assertEqual(out.rental_twin_id, back)

    def test_another_product_is_prorated_as_shown(self):
        better = self._goods("Better phone")
        lot = self._receive(better, "B1")
        subscription = self._rented("P1")
        with freeze_time("2024-01-11 12:00:00"):
            wizard = self._swap(
                subscription.assignment_ids, product_id=better, price_unit=62.0, lot_id=lot
            )
        self.assertHeld(subscription, "B1")
        # 21 of 31 days: 62 less 31.
        self.assertAlmostEqual(wizard.amount_shown, 21.0)
        self.assertAlmostEqual(sum(subscription.charge_ids.mapped("amount")), 21.0)
        line = subscription.line_ids.filtered(lambda one: not one.date_to)
        self.assertEqual((line.product_id, line.price_unit), (better, 62.0))
        self.assertFalse(subscription._get_open_moves("out"))

    def test_one_of_two(self):
        better = self._goods("Better phone")
        lot = self._receive(better, "B1")
        subscription = self._rented("P1", "P2")
        unit = subscription.assignment_ids.filtered(lambda one: one.lot_id.name == "P1")
        self._swap(unit, product_id=better, price_unit=62.0, lot_id=lot)
        self.assertHeld(subscription, "P2", "B1")
        lines = subscription.line_ids.filtered(lambda one: not one.date_to)
        self.assertEqual(
            {line.product_id: line.quantity for line in lines},
            {self.phone: 1.0, better: 1.0},
        )
        self.assertFalse(subscription._get_open_moves("out"))

    def test_the_old_one_comes_later(self):
        subscription = self._rented("P1")
        self._swap(subscription.assignment_ids, lot_id=self.lots[1], old_comes="later")
        self.assertHeld(subscription, "P1", "P2")
        back = subscription._get_open_moves("in").picking_id
        back.button_validate()
        self.assertHeld(subscription, "P2")

    def test_the_new_one_is_shipped_later(self):
        subscription = self._rented("P1")
        self._swap(subscription.assignment_ids)
        self.assertHeld(subscription)
        self._ship(subscription, "P3")
        self.assertHeld(subscription, "P3")
        self.assertEqual(subscription.assignment_ids.sorted("id")[-1].reason, "swap")

    def test_not_for_itself(self):
        subscription = self._rented("P1")
        unit = subscription.assignment_ids
        wizard = self.env["subscription.swap.dialog"].create(
            {
                "subscription_id": subscription.id,
                "assignment_id": unit.id,
                "lot_id": unit.lot_id.id,
                "reason": "x",
            }
        )
        with self.assertRaisesRegex(UserError, "another serial number"):
            wizard.action_swap()
        self.assertHeld(subscription, "P1")
