from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, new_test_user
from odoo.tools import mute_logger

from ..models.subscription_reading_far import CHECK_ACTIVITY
from .common import MeteredCommon

COLUMNS = ["meter_id", "date", "value", "key"]


@freeze_time("2024-03-01 12:00:00")
class TestReadingsSent(MeteredCommon):
    """Readings of a file and of another system; the customer is asked by mail."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.subscription = cls._subscription()
        cls.meter = cls.subscription.meter_ids
        cls.clerk = cls._clerk()

    # === a file === #

    def _import(self, *rows):
        """Return what Odoo's import says of these rows."""
        readings = self.env["subscription.reading"].with_user(self.clerk)
        with mute_logger("odoo.sql_db", "odoo.models"):
            return readings.load(COLUMNS, [list(row) for row in rows])

    def test_a_file_brings_readings_by_the_number_of_the_subscription(self):
        other = self._subscription()
        self._bill(self.subscription | other, "2024-01-01")
        result = self._import(
            (self.subscription.name, "2024-01-01", "100", "a"),
            (self.meter.label, "2024-02-01", "1600", "b"),
            (other.name, "2024-02-01", "70", "c"),
        )
        self.assertFalse(result["messages"])
        self.assertEqual(len(result["ids"]), 3)
        read = self.subscription.reading_ids
        self.assertEqual(set(read.mapped("source")), {"imported"})
        self.assertEqual(self._get_last_use(self.subscription).quantity, 1500.0)

    def test_a_bad_row_is_named_with_what_is_wrong(self):
        name = self.subscription.name
        self._read(self.subscription, "2024-01-01", 100, key="a")
        for row, said in (
            ((name, "2024-02-01", "90", "b"), "is less than"),
            ((name, "2024-05-01", "190", "b"), "still to come"),
            ((name, "2024-02-01", "1e15", "b"), "not so large"),
            ((name, "2024-02-01", "nan", "b"), "not so large"),
            ((name, "2024-02-01", "-5", "b"), "less than 0"),
            ((name, "1024-02-01", "105", "b"), "choose a day between"),
            ((name, "2024-02-01", "105", "a"), "added already"),
            ((name, "2024-02-01", "many", "b"), "number"),
            (("Nobody's", "2024-02-01", "105", "b"), "No matching record"),
        ):
            with self.subTest(said):
                result = self._import(row)
                self.assertFalse(result["ids"])
                self.assertIn(said, result["messages"][0]["message"])

    # === another system === #

    def test_a_call_with_the_same_key_adds_once(self):
        meter = self.meter.with_user(self.clerk)
        first = meter.add_reading(120, "2024-02-01", key="n1")
        self.assertEqual(meter.add_reading(120, "2024-02-01", key="n1"), first)
        self.assertEqual(meter.add_reading(999, "2024-02-02", key="n1"), first)
        reading = self.subscription.reading_ids
        self.assertEqual((reading.value, reading.source), (120.0, "api"))
        self.assertNotEqual(meter.add_reading(130), first)
        self.assertEqual(str(self.meter.last_date), "2024-03-01")

    def test_a_call_says_what_is_wrong_with_it(self):
        for value in ("12", None, True, [], float("nan"), 1e30):
            with self.subTest(value=value), self.assertRaises(ValidationError):
                self.meter.add_reading(value)
        with self.assertRaises(ValidationError):
            self.meter.add_reading(5, kind="guessed")
        with self.assertRaises(ValidationError):
            self.meter.add_reading(5, date="2024-03-02")
        own = new_test_user(
            self.env, login="own", groups="subscription_rental.group_user_own"
        )
        self.subscription.user_id = self.env.user
        with self.assertRaises(AccessError):
            self.meter.with_user(own).add_reading(5)

    def test_replaced_by_a_call(self):
        self.meter.add_reading(120, "2024-02-01")
        self.meter.add_reading(150, "2024-02-10", kind="replaced", restarts_at=7)
        self.assertEqual(self.meter.last_value, 7.0)

    # === far above the average === #

    def _read_often(self):
        """Let the counter have three readings: 10 a day."""
        self._bill(self.subscription, "2024-01-01")
        for day, value in ((1, 0), (11, 100), (21, 200)):
            self._read(self.subscription, f"2024-01-{day:02}", value)

    def test_who_types_a_number_far_above_the_average_looks_again(self):
        self._read_often()
        self.assertRefused(
            "looked again", self._read, self.subscription, "2024-01-31", 1201
        )
        result = self._import((self.meter.label, "2024-01-31", "1201", "b"))
        self.assertIn("more than ten times", result["messages"][0]["message"])
        self.assertEqual(len(self.subscription.reading_ids), 3)
        self._read(self.subscription, "2024-01-31", 1200)
        form = Form(
            self.env["subscription.reading"].with_context(default_meter_id=self.meter.id)
        )
        form.value = 90000
        self.assertIn("more than ten times", form.far_question)
        form.is_sure = True
        reading = form.save()
        self.assertTrue(reading.is_true)

    def test_what_another_system_sends_counts_once_a_person_has_looked_at_it(self):
        self._read_often()
        sent = self.meter.with_user(self.clerk).add_reading
        reading = self.env["subscription.reading"].browse(sent(9999, "2024-02-01", key="k"))
        self.assertEqual(sent(9999, "2024-02-01", key="k"), reading.id)
        self.assertEqual((reading.to_check, reading.is_true), (True, False))
        task = self.subscription.activity_ids.filtered(
            lambda one: one.activity_type_id == self.env.ref(CHECK_ACTIVITY)
        )
        self.assertIn("9,999", task.note)
        self.assertEqual(task.user_id, self.subscription._get_billing_owner())
        self.assertEqual(self._bill(self.subscription, "2024-02-01").amount_untaxed, 30.0)
        # What is estimated in the meantime is of what was read before.
        self._settle_on("2024-02-06")
        self.assertEqual(self._get_last_use(self.subscription).quantity, 310.0)
        reading.with_user(self.clerk).action_confirm()
        self.assertTrue(reading.is_true)
        self.assertFalse(task.exists().active)
        self.assertEqual(self._get_last_use(self.subscription).quantity, 9999.0)
        self.assertWaiting(self.subscription, 179.98)

    def test_a_slip_is_taken_back_and_was_never_billed(self):
        self._read_often()
        reading = self.subscription.reading_ids.browse(
            self.meter.add_reading(9999, "2024-02-01")
        )
        with self.assertRaises(UserError):
            reading.write({"to_check": False})
        reading._void_reading("A slip")
        self.assertFalse(reading.is_true or reading.to_check)
        self.assertFalse(self.subscription.activity_ids.filtered("summary"))
        self._read(self.subscription, "2024-02-01", 310)
        self.assertEqual(self._get_last_use(self.subscription).quantity, 310.0)
        self.assertFalse(self.subscription.charge_ids.filtered("use_id"))

    # === the customer === #

    def test_the_customer_is_asked_by_mail_once_a_period(self):
        self.partner_a.email = "ada@example.com"
        self._bill(self.subscription, "2024-01-01")
        self._bill(self.subscription, "2024-02-01")
        self._settle_on("2024-02-03")
        mail = self.env["mail.mail"].search(
            [
                ("subject", "ilike", self.subscription.name),
                ("model", "=", self.subscription._name),
            ]
        )
        self.assertEqual(len(mail), 1)
        self.assertIn("01/31/2024", mail.body_html)
        self.assertIn(self.subscription.access_token, mail.body_html)
        self.assertIn("/readings?", mail.body_html)

    def test_a_plan_may_leave_its_customers_alone(self):
        self.partner_a.email = "ada@example.com"
        self.plan.metered_asks_customer = False
        self._bill(self.subscription, "2024-01-01")
        before = self.env["mail.mail"].search_count([])
        self._bill(self.subscription, "2024-02-01")
        self.assertEqual(self.env["mail.mail"].search_count([]), before)

    def test_what_is_no_photo_is_refused(self):
        for photo in (b"aGVsbG8=", b"%%%"):
            with self.subTest(photo), self.assertRaises(UserError):
                self._read(self.subscription, "2024-02-01", 5, photo=photo)
