from odoo.tests import freeze_time

from odoo.addons.subscription_rental_metered.models.subscription_reading_far import (
    CHECK_ACTIVITY,
)

from .common import MeteredGoodsCommon


class TestCheckedUnits(MeteredGoodsCommon):
    """What looks like a slip as a unit changes hands is looked at first (PL15)."""

    def _read_often(self, subscription):
        """Read P1 twice after the handover: it counts 10 a day."""
        for day, value in (("2024-01-11", 100), ("2024-01-21", 200)):
            self._read_unit(subscription, day, value, "P1")

    def _take_back(self, subscription, day, counter):
        """End it on that day, its unit read as it comes back, and put on the shelf."""
        with freeze_time(f"{day} 12:00:00"):
            subscription._cancel(subscription.company_id._subscription_today())
            self.env["subscription.return.dialog"].create(
                {"subscription_id": subscription.id, "counter": counter}
            ).action_take_back()
            self.env["subscription.inspect.dialog"].create(
                {"lot_id": self.lots[0].id, "outcome": "stock"}
            ).action_done()

    def _get_checks(self, subscription):
        """Return the notes of the tasks to check a reading."""
        kind = self.env.ref(CHECK_ACTIVITY)
        tasks = subscription.activity_ids.filtered(lambda one: one.activity_type_id == kind)
        return " ".join(tasks.mapped("note"))

    def test_a_slip_at_the_return_is_not_billed_unseen(self):
        subscription = self._handed_over("P1", counter="0")
        self._read_often(subscription)
        self._take_back(subscription, "2024-01-31", "30000")
        reading = subscription.reading_ids[0]
        self.assertEqual((reading.kind, reading.to_check), ("last", True))
        self.assertIn("more than ten times", self._get_checks(subscription))
        self.assertFalse(subscription.use_ids.charge_ids)
        # It comes out of its 1,000: nothing is to pay before somebody has looked.
        with freeze_time("2024-02-07 12:00:00"):
            subscription._settle_use(subscription.company_id._subscription_today())
            self.assertEqual(subscription.use_ids.quantity, 300.0)
            reading.action_confirm()
        self.assertFalse(self._get_checks(subscription))
        newest = subscription.use_ids.filtered("is_newest")
        self.assertEqual((newest.quantity, newest.amount), (30000.0, 580.0))

    def test_a_slip_as_it_is_swapped_is_looked_at(self):
        subscription = self._handed_over("P1", counter="0")
        self._read_often(subscription)
        counters = {"counter_back": "30000", "counter_out": "70"}
        self._swap(subscription, "P1", "P2", "2024-01-31", **counters)
        checked = {one.lot_id.name: one.to_check for one in subscription.reading_ids}
        self.assertEqual(checked["P2"], False)
        read = subscription.reading_ids.filtered("to_check")
        self.assertEqual((read.lot_id.name, read.value), ("P1", 30000.0))
        self.assertHeld(subscription, "P2")

    def test_a_unit_is_not_handed_over_with_less_than_it_showed(self):
        """500 typed for 5,000 would be billed with the first reading."""
        first = self._handed_over("P1", counter="4000")
        self._take_back(first, "2024-01-20", "5000")
        second = self._handed_over(
            "P1", day="2024-02-01", counter="500", partner_id=self.partner_b.id
        )
        self.assertTrue(second.reading_ids.to_check)
        self.assertIn("less than 5,000 minutes", self._get_checks(second))
        self._read_unit(second, "2024-03-01", 5100)
        self.assertFalse(second.use_ids.amount)

    def _hand_on(self, counter):
        """Return who has P1 next, which counted 10 a day until it showed 300."""
        first = self._handed_over("P1", counter="0")
        self._read_often(first)
        self._take_back(first, "2024-01-31", "300")
        return self._handed_over(
            "P1", day="2024-02-01", counter=counter, partner_id=self.partner_b.id
        )

    def test_a_unit_is_not_handed_over_with_far_more_than_it_showed(self):
        second = self._hand_on("2300")
        self.assertTrue(second.reading_ids.to_check)
        self.assertIn("more than ten times", self._get_checks(second))

    def test_the_customer_before_is_who_had_it_last(self):
        second = self._hand_on("320")
        self._take_back(second, "2024-02-10", "5000")
        third = self._handed_over("P1", day="2024-02-11", counter="400")
        self.assertTrue(third.reading_ids.to_check)
        self.assertIn("less than 5,000 minutes", self._get_checks(third))

    def test_some_tries_on_the_shelf_are_no_slip(self):
        self.assertFalse(self._hand_on("320").reading_ids.to_check)

    def test_what_was_not_read_at_the_return_is_not_the_next_customers(self):
        first = self._handed_over("P1", counter="0")
        self._read_unit(first, "2024-01-10", 1500)
        self._take_back(first, "2024-01-31", False)
        second = self._handed_over("P1", day="2024-02-01", partner_id=self.partner_b.id)
        self.assertFalse(second.reading_ids)
        self._read_unit(second, "2024-02-02", 4500)
        self._read_unit(second, "2024-03-01", 5000)
        self._bill(second, "2024-03-01")
        self.assertFalse(second.use_ids.amount)
