from datetime import date
from pathlib import Path

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import new_test_user
from odoo.tools.misc import file_path

from ..common import SubscriptionCommon

COLUMNS = (
    "partner_id",
    "plan_id",
    "date_start",
    "moved_in_billing_date",
    "moved_in_anchor",
    "line_ids/product_id",
    "line_ids/quantity",
    "line_ids/price_unit",
)


@freeze_time("2024-05-10 12:00:00")
class TestMovingIn(SubscriptionCommon):
    """Subscriptions that ran elsewhere are imported, and go on (SE12)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lock = cls._product("Lock")
        cls.plan.write({"name": "Moving plan", "setup_fee": 15.0})
        cls.partner_a.name = "Moving customer"

    def _row(self, start="2023-01-15", due="2024-05-15", anchor="", *line):
        line = line or ("Bike", "1", "25.0")
        return ["Moving customer", "Moving plan", start, due, anchor, *line]

    def _load(self, *rows, columns=COLUMNS):
        subscriptions = self.env["subscription.subscription"]
        result = subscriptions.load(list(columns), [list(row) for row in rows])
        return subscriptions.browse(result["ids"] or []), result["messages"]

    def assertRefused(self, pattern, *rows):
        count = self.env["subscription.subscription"].search_count([])
        loaded, messages = self._load(*rows)
        self.assertFalse(loaded)
        self.assertRegex(messages[0]["message"], pattern)
        after = self.env["subscription.subscription"].search_count([])
        self.assertEqual(after, count, "nothing is half imported")
        return messages

    def test_it_goes_on_where_the_other_system_left_off(self):
        loaded, messages = self._load(self._row())
        self.assertFalse(messages)
        self.assertEqual(loaded.state, "active")
        self.assertEqual(str(loaded.billing_anchor), "2023-01-15")
        self.assertEqual(str(loaded.next_billing_date), "2024-05-15")
        self.assertEqual(loaded.recurring_amount, 25.0)
        self.assertFalse(loaded._check_ledger())

    def test_nothing_old_is_billed_and_no_fee(self):
        loaded, _messages = self._load(self._row())
        self._run_job("2024-05-14")
        self.assertFalse(loaded.period_ids)
        self._run_job("2024-05-15")
        self.assertBilled(loaded, "2024-05-15")
        self.assertEqual(loaded.amount_invoiced, 25.0)

    def test_numbers_and_days_that_cannot_be_meant_are_named(self):
        """D3: not a number, absurd sizes and days, negative quantities."""
        for pattern, row in (
            (
                "Recurring Price: enter a number",
                self._row("2023-01-15", "2024-05-15", "", "Bike", "1", "nan"),
            ),
            (
                "Recurring Price: enter a number",
                self._row("2023-01-15", "2024-05-15", "", "Bike", "1", "1e15"),
            ),
            (
                "quantity cannot be below 0",
                self._row("2023-01-15", "2024-05-15", "", "Bike", "-1", "25.0"),
            ),
            ("Start: choose a day between 1900", self._row("9999-12-31", "9999-12-31")),
            ("Start: choose a day between 1900", self._row("0001-01-01")),
        ):
            with self.subTest(pattern):
                self.assertRefused(pattern, row)

    def test_nobody_gets_a_mail(self):
        other = new_test_user(self.env, "colleague", company_id=self.company.id)
        columns = [*COLUMNS, "user_id/.id"]
        before = self.env["mail.message"].search_count([])
        loaded, _messages = self._load([*self._row(), str(other.id)], columns=columns)
        self.assertEqual(loaded.user_id, other)
        self.assertEqual(self.env["mail.message"].search_count([]), before)

    def test_lines_below_belong_to_the_subscription_above(self):
        loaded, _messages = self._load(
            self._row(), ["", "", "", "", "", "Lock", "2", "3.0"], self._row()
        )
        self.assertEqual(loaded.mapped("recurring_amount"), [31.0, 25.0])

    def test_without_lines_those_of_the_plan_are_taken(self):
        loaded, _messages = self._load(self._row()[:5], columns=COLUMNS[:5])
        self.assertEqual(loaded.recurring_amount, 30.0)

    def test_a_month_end_keeps_its_anchor(self):
        loaded, _messages = self._load(self._row(due="2024-06-30", anchor="2023-01-31"))
        self._bill(loaded, "2024-07-31")
        self.assertBilled(loaded, "2024-06-30", "2024-07-31")

    def test_in_arrears_the_day_of_the_invoice_ends_its_period(self):
        self.plan.billing_timing = "arrears"
        loaded, _messages = self._load(self._row())
        self.assertEqual(str(loaded.next_period_start), "2024-04-15")
        self.assertEqual(str(loaded.next_billing_date), "2024-05-15")

    def test_a_term_goes_on_counting_from_its_start(self):
        self.plan.write({"term_count": 18, "commitment_count": 17})
        loaded, _messages = self._load(self._row())
        self.assertEqual(str(loaded.date_end), "2024-07-15")
        self.assertEqual(str(loaded.commitment_end), "2024-06-15")

    def test_a_row_without_a_next_invoice_stays_a_draft(self):
        loaded, _messages = self._load(self._row(due=""), self._row())
        self.assertEqual(loaded.mapped("state"), ["draft", "active"])

    def test_a_bad_row_is_named_and_nothing_is_imported(self):
        messages = self.assertRefused(
            "Moving customer: No period is invoiced on 05/16/2024.*05/15/2024 and 06/15",
            self._row(),
            ["", "", "", "", "", "Lock", "2", "3.0"],
            self._row(due="2024-05-16"),
            self._row(),
        )
        self.assertEqual(len(messages), 1)
        self.assertEqual(messages[0]["rows"], {"from": 2, "to": 2})

    def test_all_bad_rows_are_named_at_once(self):
        messages = self.assertRefused(
            "lies in the past", self._row(due="2024-04-15"), self._row(due="2024-05-16")
        )
        self.assertEqual([one["rows"]["from"] for one in messages], [0, 1])

    def test_what_cannot_be_is_refused(self):
        self.assertRefused("Give the day on which it started", self._row(start=""))
        self.assertRefused(
            "Give the day on which it started", self._row(start="2024-06-15")
        )
        self.assertRefused("No matching record", ["Nobody", *self._row()[1:]])
        self.plan.term_count = 3
        self.assertRefused("Its term ended on 04/15/2023", self._row())
        self.plan.write({"interval_unit": "year", "interval_count": 9, "term_count": 1200})
        self.assertRefused("calendar ends before", self._row())
        self.plan.write({"interval_unit": "month", "interval_count": 1, "term_count": 0})
        self.plan.line_ids.unlink()
        nothing = ("2023-01-15", "2024-05-15", "", "", "", "")
        self.assertRefused("has no product", self._row(*nothing))

    def test_one_is_entered_by_hand_as_well(self):
        subscription = self._draft("2023-01-15", moved_in_billing_date="2024-05-15")
        subscription.action_activate()
        self.assertEqual(str(subscription.next_billing_date), "2024-05-15")
        self.assertFalse(subscription.charge_ids)
        wrong = self._draft("2023-01-15", moved_in_billing_date="2024-05-20")
        with self.assertRaisesRegex(ValidationError, "No period is invoiced"):
            wrong.action_activate()

    def test_the_sample_file_can_be_imported(self):
        path = Path(file_path("subscription_rental/static/import/subscriptions.csv"))
        template = self.env["subscription.subscription"].get_import_templates()[0]
        self.assertTrue(template["template"].endswith(path.name))
        self.plan.name = "Sample plan"
        self.product.name, self.lock.name = "Sample bike", "Sample lock"
        for number in (1, 2, 3):
            self.partner_a.copy({"name": f"Sample customer {number}"})
        importer = self.env["base_import.import"].create(
            {
                "res_model": "subscription.subscription",
                "file": path.read_bytes(),
                "file_type": "text/csv",
                "file_name": path.name,
            }
        )
        options = {"has_headers": True, "quoting": '"', "separator": ","}
        preview = importer.parse_preview(options)
        self.assertNotIn("error", preview)
        matched = [preview["matches"][n] for n in sorted(preview["matches"])]
        self.assertEqual(len(matched), len(preview["headers"]), "each column is known")
        result = importer.execute_import(
            ["/".join(match) for match in matched], preview["headers"], preview["options"]
        )
        self.assertFalse(result["messages"])
        loaded = self.env["subscription.subscription"].browse(result["ids"])
        self.assertEqual(loaded.mapped("recurring_amount"), [45.5, 70.0, 30.0])
        self.assertEqual(set(loaded.mapped("state")), {"active"})


@freeze_time("2024-05-10 12:00:00")
class TestMovingInMany(SubscriptionCommon):
    """A whole business moves in."""

    def test_two_thousand_rows_are_imported_and_billed_to_the_cent(self):
        self.plan.name = "Moving plan"
        self.env["res.partner"].create(
            [{"name": f"Moving customer {n}"} for n in range(200)]
        )
        # One transaction has no statistics of what it made: joins take it for nothing.
        self.env.cr.execute("SET LOCAL enable_nestloop = off")
        rows, expected = [], 0
        for n in range(2000):
            cents = 100 + 7 * n
            expected += cents
            rows.append(
                [
                    f"Moving customer {n % 200}",
                    "Moving plan",
                    "2023-01-15",
                    "2024-05-15",
                    "",
                    "Bike",
                    "1",
                    f"{cents / 100:.2f}",
                ]
            )
        subscriptions = self.env["subscription.subscription"]
        result = subscriptions.load(list(COLUMNS), rows)
        self.assertFalse(result["messages"])
        loaded = subscriptions.browse(result["ids"])
        self.assertEqual(len(loaded), 2000)
        run = self._run_job("2024-05-15")
        self.assertEqual((run.invoice_count, run.failure_count), (2000, 0))
        self.assertEqual(round(run.amount_untaxed * 100), expected)
        self.assertEqual(set(loaded.mapped("next_billing_date")), {date(2024, 6, 15)})
