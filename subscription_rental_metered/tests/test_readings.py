import math

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, freeze_time
from odoo.tools import mute_logger

from .common import MeteredCommon


class TestReadings(MeteredCommon):
    """Readings are added once, never changed, and make sense."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.subscription = cls._subscription()
        cls.meter = cls.subscription.meter_ids

    def test_a_clerk_types_a_reading_and_it_says_who(self):
        clerk = self._clerk()
        action = self.meter.with_user(clerk).action_add_reading()
        readings = self.env["subscription.reading"].with_user(clerk)
        with (
            freeze_time("2024-01-05"),
            Form(readings.with_context(**action["context"])) as form,
        ):
            form.value = 120
        reading = self.subscription.reading_ids
        self.assertEqual((reading.value, str(reading.date)), (120.0, "2024-01-05"))
        self.assertEqual((reading.user_id, reading.source), (clerk, "typed"))
        self.assertEqual(self.meter.last_value, 120.0)

    def test_a_reading_stays_as_it_is(self):
        reading = self._read(self.subscription, "2024-01-05", 120)
        for user in (self._clerk(), self.env.user):
            with self.assertRaises(UserError):
                reading.with_user(user).sudo().value = 130
        with self.assertRaises(UserError):
            reading.write({"note": "x"})

    def test_the_same_key_is_added_once(self):
        self._read(self.subscription, "2024-01-05", 120, key="a")
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._read(self.subscription, "2024-01-06", 130, key="a")

    def test_a_counter_that_goes_back_is_refused_with_what_to_do(self):
        self._read(self.subscription, "2024-01-05", 120)
        self._read(self.subscription, "2024-01-20", 320)
        for day, value in (("2024-01-21", 319), ("2024-01-04", 121), ("2024-01-10", 400)):
            with self.subTest(day):
                self.assertRefused(
                    "take the wrong one back",
                    self._read,
                    *(self.subscription, day, value),
                    on="2024-01-21",
                )
        self._read(self.subscription, "2024-01-10", 200, on="2024-01-21")

    def test_a_replaced_counter_goes_on_with_the_new_one(self):
        self._bill(self.subscription, "2024-01-01")
        self._read(self.subscription, "2024-01-01", 500)
        self._read(self.subscription, "2024-01-20", 900, kind="replaced", restarts_at=20)
        self.assertEqual(self.meter.last_value, 20.0)
        self._read(self.subscription, "2024-02-01", 1220)
        self.assertUsed(self.subscription, ("2024-01-01", 0, 1600.0, 12.0, False))

    def test_a_counter_runs_over_where_it_says(self):
        self._bill(self.subscription, "2024-01-01")
        self._read(self.subscription, "2024-01-01", 99000)
        over = {"kind": "ran_over"}
        read = (self._read, self.subscription)
        self.assertRefused("never begins again", *read, "2024-02-01", 500, **over)
        with freeze_time("2024-01-20"):
            self.meter.runs_over_at = 100000
        self._read(self.subscription, "2024-02-01", 500, **over)
        self.assertUsed(self.subscription, ("2024-01-01", 0, 1500.0, 10.0, False))
        self.assertRefused("before it shows that", *read, "2024-02-02", 100000)
        # Its end was typed wrongly: what was billed of it is corrected.
        with freeze_time("2024-02-03"):
            self.meter.runs_over_at = 101000
        self.assertEqual(self._get_last_use(self.subscription).amount, 30.0)
        with self.assertRaises(ValidationError), freeze_time("2024-02-03"):
            self.meter.runs_over_at = 1000

    @mute_logger("odoo.sql_db")
    def test_absurd_values_are_refused_with_a_sentence(self):
        values = (math.nan, math.inf, -math.inf, 1e13, 1.5)
        for value in values:
            with self.subTest(value=value), self.assertRaises(ValidationError):
                self._read(self.subscription, "2024-01-05", value)
        for day in ("2024-01-06", "0999-01-01", "2300-01-01", "nonsense"):
            with self.subTest(day=day), self.assertRaises(ValidationError):
                self._read(self.subscription, day, 10, on="2024-01-05")
        with self.assertRaises(IntegrityError):
            self._read(self.subscription, "2024-01-05", -1)

    def test_nobody_but_the_system_estimates(self):
        self.assertRefused(
            "Only the system",
            *(self._read, self.subscription, "2024-01-05", 10),
            source="estimated",
        )

    def test_decimals_are_those_of_the_counter(self):
        hours = self._tariff(decimals=1, name="Hours")
        self.plan.line_ids.tariff_id = hours
        subscription = self._subscription()
        self._read(subscription, "2024-01-05", 10.5)
        self.assertRefused(
            "1 digits after the comma", self._read, subscription, "2024-01-06", 10.55
        )

    def test_counters_of_two_lines_are_told_apart(self):
        two = self._subscription()
        self._read(self.subscription, "2024-01-05", 100)
        self._read(two, "2024-01-05", 5)
        both = self.meter | two.meter_ids
        self.assertEqual(both.mapped("last_value"), [100.0, 5.0])
        both.invalidate_recordset()
        self.assertEqual((self.subscription | two).mapped("reading_count"), [1, 1])

    def test_two_who_read_at_once_come_one_after_the_other(self):
        """Each writes the counter's row: the database lets the second begin again."""
        before = self.meter.reading_number
        reading = self._read(self.subscription, "2024-01-05", 100)
        self.assertEqual(self.meter.reading_number, before + 1)
        with freeze_time("2024-01-06"):
            reading._void_reading("Wrong")
        self.assertEqual(self.meter.reading_number, before + 2)
