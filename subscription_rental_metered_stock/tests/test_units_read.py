from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time

from .common import MeteredGoodsCommon


class TestUnitsRead(MeteredGoodsCommon):
    """Units are read at handover, swap and return, and billed together."""

    def _get_readings(self, subscription):
        """Return (serial, value, kind) of all readings, in the order of their days."""
        return [
            (one.lot_id.name, one.value, one.kind)
            for one in subscription.reading_ids.sorted(lambda one: (one.date, one.id))
        ]

    def test_a_handover_notes_what_the_counter_shows(self):
        subscription = self._handed_over("P1", counter="500")
        reading = subscription.reading_ids
        self.assertEqual(self._get_readings(subscription), [("P1", 500.0, "read")])
        self.assertEqual((reading.source, str(reading.date)), ("handover", "2024-01-01"))
        self._read_unit(subscription, "2024-02-01", 1750)
        use = subscription.use_ids
        self.assertEqual((use.quantity, use.amount, use.is_estimated), (1250.0, 5.0, False))
        self.assertIn("P1: 500, at the end 1,750", use.charge_ids.name)

    def test_a_number_that_is_none_is_said_on_its_row(self):
        subscription = self._ordered()
        dialog = self._ship(subscription, "P1", counter="many")
        self.assertEqual(dialog.row_ids.result, "failed")
        self.assertIn("in digits", dialog.row_ids.message)
        self.assertFalse(subscription.assignment_ids)

    def test_a_swap_in_mid_period_counts_both_units(self):
        subscription = self._handed_over("P1", counter="100")
        counters = {"counter_back": "900", "counter_out": "7000"}
        self._swap(subscription, "P1", "P2", "2024-01-16", **counters)
        self.assertHeld(subscription, "P2")
        self.assertEqual(
            self._get_readings(subscription),
            [("P1", 100.0, "read"), ("P1", 900.0, "last"), ("P2", 7000.0, "read")],
        )
        self._read_unit(subscription, "2024-02-01", 7700)
        use = subscription.use_ids
        self.assertEqual((use.quantity, use.is_estimated), (1500.0, False))
        self.assertIn("P1: 100, at the end 900", use.charge_ids.name)
        self.assertIn("P2: 7,000, at the end 7,700", use.charge_ids.name)

    def test_a_unit_that_was_swapped_and_not_read_is_read_in_the_house(self):
        subscription = self._handed_over("P1", counter="0")
        self._read_unit(subscription, "2024-01-11", 500)
        self._swap(subscription, "P1", "P2", "2024-01-21", counter_out="50")
        self._read_unit(subscription, "2024-02-01", 150, "P2")
        self.assertFalse(subscription.use_ids)
        with freeze_time("2024-02-07"):
            subscription._settle_use(subscription.company_id._subscription_today())
        # Ten days more at 50 a day, and none after it came back.
        self.assertEqual(subscription.use_ids.quantity, 1100.0)
        self.assertTrue(subscription.use_ids.is_estimated)
        self._read_unit(subscription, "2024-02-08", 700, "P1", kind="last")
        newest = subscription.use_ids.filtered("is_newest")
        self.assertEqual((newest.quantity, newest.is_estimated), (800.0, False))
        self.assertEqual(sum(subscription.use_ids.mapped("difference")), 0.0)

    def test_a_return_ends_the_counting(self):
        subscription = self._handed_over("P1", counter="100")
        with freeze_time("2024-01-20 12:00:00"):
            subscription._cancel(subscription.company_id._subscription_today())
            wizard = self.env["subscription.return.dialog"].create(
                {"subscription_id": subscription.id, "counter": "2100"}
            )
            wizard.action_take_back()
        use = subscription.use_ids
        self.assertEqual((use.quantity, use.amount, use.is_end), (2000.0, 20.0, True))
        self.assertEqual(use.move_line_ids.move_id.state, "posted")

    def test_the_next_customer_begins_where_the_unit_stands(self):
        first = self._handed_over("P1", counter="100")
        with freeze_time("2024-01-20 12:00:00"):
            first._cancel(first.company_id._subscription_today())
            self.env["subscription.return.dialog"].create(
                {"subscription_id": first.id, "counter": "2100"}
            ).action_take_back()
            self.env["subscription.inspect.dialog"].create(
                {"lot_id": self.lots[0].id, "outcome": "stock"}
            ).action_done()
        second = self._handed_over("P1", day="2024-02-01", partner_id=self.partner_b.id)
        self.assertEqual(self._get_readings(second), [("P1", 2100.0, "read")])
        lot = self.lots[0]
        self.assertEqual(lot.rental_reading_count, 3)
        readings = self.env["subscription.reading"]
        drawn = readings.search(lot.action_view_rental_readings()["domain"])
        self.assertEqual(drawn, (first | second).reading_ids.sorted())

    def test_several_units_are_told_apart(self):
        subscription = self._handed_over("P1", "P2", counter="0")
        with self.assertRaises(ValidationError) as caught:
            self._read_unit(subscription, "2024-02-01", 900)
        self.assertIn("P1", str(caught.exception))
        self._read_unit(subscription, "2024-02-01", 900, "P1")
        self.assertFalse(subscription.use_ids)
        self._read_unit(subscription, "2024-02-01", 1600, "P2")
        use = subscription.use_ids
        self.assertEqual((use.quantity, use.included, use.amount), (2500.0, 2000.0, 10.0))
        other = self._handed_over("P3", partner_id=self.partner_b.id)
        with self.assertRaises(ValidationError):
            self._read_unit(
                subscription, "2024-02-02", 2000, assignment_id=other.assignment_ids.id
            )

    def test_a_unit_that_nobody_read_is_asked_for(self):
        subscription = self._handed_over("P1")
        self.assertFalse(subscription.reading_ids)
        self._bill(subscription, "2024-02-01")
        self.assertEqual(str(subscription.meter_ids.asked_until), "2024-02-01")

    def test_another_system_names_the_serial_number(self):
        subscription = self._handed_over("P1", "P2", counter="0")
        meter = subscription.meter_ids
        with freeze_time("2024-02-01 12:00:00"):
            meter.add_reading(900, serial="P2", key="a")
            self.assertEqual(subscription.reading_ids.sorted("id")[-1].lot_id.name, "P2")
            with self.assertRaises(ValidationError):
                meter.add_reading(900, serial="P3")
            with self.assertRaises(ValidationError):
                meter.add_reading(900, colour="red")

    def test_one_number_is_not_the_counter_of_two(self):
        subscription = self._handed_over("P1", "P2", counter="0")
        wizard = self.env["subscription.return.dialog"].create(
            {"subscription_id": subscription.id, "counter": "5"}
        )
        with self.assertRaises(UserError):
            wizard.action_take_back()
