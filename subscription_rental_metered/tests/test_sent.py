from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, new_test_user
from odoo.tools import mute_logger

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
