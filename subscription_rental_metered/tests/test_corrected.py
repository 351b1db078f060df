from datetime import date
from random import Random

from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ..models.subscription_settling import READING_ACTIVITY
from .common import MeteredCommon


class TestMeteredCorrected(MeteredCommon):
    """A missing reading is asked for, then estimated, and corrected when it comes."""

    def _running(self):
        subscription = self._subscription()
        self._bill(subscription, "2024-01-01")
        self._read(subscription, "2024-01-01", 0)
        self._read(subscription, "2024-02-01", 3100)
        self._bill(subscription, "2024-02-01")
        return subscription

    def _asked(self, subscription):
        return subscription.activity_search([READING_ACTIVITY])

    def test_a_missing_reading_is_asked_for_once_and_the_bill_goes_out(self):
        subscription = self._running()
        invoice = self._bill(subscription, "2024-03-01")
        self.assertEqual(invoice.amount_untaxed, 30.0)
        activity = self._asked(subscription)
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, subscription._get_billing_owner())
        self.assertIn("02/29/2024", activity.note)
        self.assertEqual(str(subscription.meter_ids.next_date), "2024-03-06")
        self._settle_on("2024-03-02")
        subscription._settle_use(date(2024, 3, 3))
        self.assertEqual(len(self._asked(subscription)), 1)
        self._read(subscription, "2024-03-04", 6000)
        self.assertFalse(self._asked(subscription))
        self.assertFalse(subscription.use_ids.filtered("is_estimated"))

    def test_after_the_grace_it_is_estimated_from_the_average_and_marked(self):
        subscription = self._running()
        self._bill(subscription, "2024-03-01")
        self._settle_on("2024-03-06")
        # 100 a day, for 29 days.
        self.assertUsed(
            subscription,
            ("2024-01-01", 0, 3100.0, 42.0, False),
            ("2024-02-01", 0, 2900.0, 38.0, True),
        )
        self.assertFalse(self._asked(subscription))
        estimate = subscription.reading_ids.filtered(lambda one: one.source == "estimated")
        self.assertEqual((estimate.value, str(estimate.date)), (6000.0, "2024-02-29"))
        self._read(subscription, "2024-04-01", 9000)
        invoice = self._bill(subscription, "2024-04-01")
        line = invoice.invoice_line_ids.filtered("rental_use_id").sorted("id")[0]
        self.assertIn("estimated", line.name)

    def test_the_true_reading_bills_or_credits_the_difference(self):
        subscription = self._running()
        self._bill(subscription, "2024-03-01")
        self._settle_on("2024-03-06")
        self._bill(subscription, "2024-04-01")
        # Half as many copies as before: 60 days, 3,000 copies, 1,450 in February.
        self._read(subscription, "2024-04-01", 6100)
        self.assertUsed(
            subscription,
            ("2024-01-01", 0, 3100.0, 42.0, False),
            ("2024-02-01", 0, 2900.0, 38.0, True),
            ("2024-02-01", 1, 1450.0, 9.0, False),
            ("2024-03-01", 0, 1550.0, 11.0, False),
        )
        self.assertWaiting(subscription, -29.0, 11.0)
        invoice = self._bill(subscription, "2024-05-01")
        self.assertEqual(invoice.amount_untaxed, 12.0)
        texts = "\n".join(invoice.invoice_line_ids.mapped("name"))
        self.assertIn("Copies, corrected: Bike", texts)
        self.assertRegex(texts, r"9\.00 instead of \$.38\.00")
        self._bill(subscription, "2024-06-01")

    def test_the_sum_over_a_life_is_what_the_counter_says(self):
        """Whatever was estimated, and in whichever order: to the cent."""
        for seed in range(4):
            with self.subTest(seed=seed):
                self._live(Random(seed))

    def _live(self, random):
        """Let a year go by, with readings at random; compare with what is owed."""
        subscription = self._subscription()
        self._bill(subscription, "2024-01-01")
        self._read(subscription, "2024-01-01", 0)
        value = 0
        for month in range(2, 13):
            value += random.randint(0, 3000)
            if random.random() < 0.5:
                self._read(subscription, f"2024-{month:02}-01", value)
            self._bill(subscription, f"2024-{month:02}-01")
            self._settle_on(f"2024-{month:02}-10")
        self._read(subscription, "2024-12-31", value, on="2025-01-01")
        self._bill(subscription, "2025-01-01")
        newest = subscription.use_ids.filtered("is_newest")
        self.assertEqual(sum(newest.mapped("quantity")), value)
        self.assertFalse(any(newest.mapped("is_estimated")))
        owed = sum(round(max(one.quantity - 1000, 0) * 0.02, 2) for one in newest)
        charged = sum(subscription.charge_ids.filtered("use_id").mapped("amount"))
        self.assertAlmostEqual(charged, owed, 2)
        self.assertAlmostEqual(sum(subscription.use_ids.mapped("difference")), owed, 2)

    def test_a_reading_taken_back_is_settled_anew(self):
        subscription = self._running()
        wrong = self._read(subscription, "2024-02-20", 31000)
        with freeze_time("2024-02-21"):
            self.env["subscription.reading.void.dialog"].create(
                {"reading_id": wrong.id, "reason": "A digit too many"}
            ).action_void()
        self.assertFalse(wrong.is_true)
        self.assertEqual(wrong.void_reason, "A digit too many")
        self._read(subscription, "2024-03-01", 4100)
        self.assertUsed(
            subscription,
            ("2024-01-01", 0, 3100.0, 42.0, False),
            ("2024-02-01", 0, 1000.0, 0.0, False),
        )
        with self.assertRaises(UserError):
            wrong._void_reading("Again")

    def test_a_reading_in_between_corrects_what_was_reckoned_between_two(self):
        subscription = self._subscription()
        self._bill(subscription, "2024-01-01")
        self._read(subscription, "2024-01-01", 0)
        self._bill(subscription, "2024-02-01")
        self._read(subscription, "2024-03-01", 6000)
        # 31 of 60 days.
        self.assertUsed(
            subscription,
            ("2024-01-01", 0, 3100.0, 42.0, False),
            ("2024-02-01", 0, 2900.0, 38.0, False),
        )
        self._bill(subscription, "2024-03-01")
        self._read(subscription, "2024-02-01", 2000, on="2024-03-05")
        newest = subscription.use_ids.filtered("is_newest").sorted("date_start")
        self.assertEqual(newest.mapped("quantity"), [2000.0, 4000.0])
        self.assertEqual(newest.mapped("amount"), [20.0, 60.0])
        charged = sum(subscription.charge_ids.filtered("use_id").mapped("amount"))
        self.assertAlmostEqual(charged, 80.0)

    def test_a_reading_in_between_corrects_the_periods_before_it_as_well(self):
        subscription = self._subscription()
        for month in (1, 2, 3):
            self._bill(subscription, f"2024-0{month}-01")
        self._read(subscription, "2024-01-01", 0, on="2024-03-01")
        self._read(subscription, "2024-03-01", 6000)
        # 40 days at 25 a day: 775 of them in January.
        self._read(subscription, "2024-02-10", 1000, on="2024-03-05")
        newest = subscription.use_ids.filtered("is_newest").sorted("date_start")
        self.assertEqual(newest.mapped("quantity"), [775.0, 5225.0])
