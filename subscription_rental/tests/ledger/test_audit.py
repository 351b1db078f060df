from datetime import date

from freezegun import freeze_time

from ..common import SubscriptionCommon


class TestAudit(SubscriptionCommon):
    """The nightly check recomputes the dates from the ledger and lists differences."""

    def test_an_untouched_life_has_no_difference(self):
        plans = (
            self._plan(),
            self._plan(trial_days=14, setup_fee=5.0),
            self._plan(billing_timing="arrears", alignment="calendar"),
            self._plan(term_count=2),
            self._plan(invoice_mode="draft", invoice_lead_days=5),
        )
        subscriptions = self.env["subscription.subscription"]
        for plan in plans:
            subscriptions |= self._subscription(start="2024-01-17", plan_id=plan.id)
        for day in ("2024-01-17", "2024-02-17", "2024-03-17"):
            self._run_job(day)
        with freeze_time("2024-03-20 12:00:00"):
            subscriptions[:2].action_pause()
        with freeze_time("2024-04-02 12:00:00"):
            subscriptions[:1].action_resume()
            subscriptions[2].action_cancel()
        self._run_job("2024-04-02")
        self.assertFalse(subscriptions._check_ledger().mapped("ledger_difference"))

    def test_a_cursor_that_was_moved_is_found(self):
        good, wrong = self._subscription(), self._subscription()
        self._bill(good | wrong, "2024-02-01")
        wrong._write_kept({"next_period_start": "2024-06-01"})
        self.assertEqual((good | wrong)._check_ledger(), wrong)
        self.assertIn("06/01/2024", wrong.ledger_difference)

    def test_a_billing_date_that_was_lost_is_found(self):
        subscription = self._subscription()
        subscription._write_kept({"next_billing_date": False})
        subscription._check_ledger()
        self.assertIn("never", subscription.ledger_difference)

    def test_a_gap_in_the_ledger_is_found(self):
        subscription = self._subscription()
        self._bill(subscription, "2024-03-01")
        february = subscription.period_ids.sorted("date_start")[1]
        self.env.cr.execute(
            "DELETE FROM account_move_line WHERE rental_period_id = %s", [february.id]
        )
        self.env.cr.execute("DELETE FROM subscription_period WHERE id = %s", [february.id])
        self.env.invalidate_all()
        subscription._check_ledger()
        self.assertIn("02/01/2024", subscription.ledger_difference)

    def test_a_difference_that_was_mended_is_gone(self):
        subscription = self._subscription()
        subscription._write_kept({"next_billing_date": False})
        subscription._check_ledger()
        subscription._refresh_billing_date()
        self.assertFalse(subscription._check_ledger())

    def test_the_cron_checks_all(self):
        wrong = self._subscription()
        wrong._write_kept({"next_billing_date": False})
        cron = self.env.ref("subscription_rental.ir_cron_check_ledger")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertTrue(wrong.ledger_difference)


class TestPreview(SubscriptionCommon):
    def test_a_preview_shows_what_a_run_bills_and_writes_nothing(self):
        first = self._subscription(start="2024-01-20", plan_id=self._plan(7.0).id)
        second = self._subscription(start="2024-01-01")
        preview = self.env["subscription.billing.preview.dialog"].create(
            {"date": "2024-02-20"}
        )
        rows = preview._get_billing_rows(self.company, date(2024, 2, 20))
        self.assertEqual(
            [(row["subscription"], row["amount"]) for row in rows],
            [(second, 30.0), (second, 30.0), (first, 7.0), (first, 7.0)],
        )
        self.assertIn("74.00", str(preview.preview_html))
        self.assertFalse((first | second).period_ids)
        run = self._run_job("2024-02-20")
        self.assertEqual((run.period_count, run.amount_untaxed), (4, 74.0))

    def test_a_preview_knows_what_the_job_does_first(self):
        """What starts, what is renewed, what waits in charges: as in the run itself."""
        fee = self._plan(10.0, setup_fee=5.0)
        self._draft("2024-02-20", plan_id=fee.id)._activate(date(2024, 2, 1))
        term = self._plan(20.0, term_count=1, renewal="automatic")
        self._bill(self._subscription("2024-01-20", plan_id=term.id), "2024-01-20")
        owed = self._subscription("2024-02-20")
        owed._add_charge("credit", self.product, -12.5)
        late = self._subscription("2023-09-20", plan_id=self._plan(1.0).id)
        rows = self.env["subscription.billing.preview.dialog"]._get_billing_rows(
            self.company, date(2024, 2, 20)
        )
        held_back = [row["subscription"] for row in rows if not row["counts"]]
        self.assertEqual(held_back, [late] * 6)
        total = sum(row["amount"] + row["charges"] for row in rows if row["counts"])
        self.assertEqual(total, 10.0 + 5.0 + 20.0 + 30.0 - 12.5)
        run = self._run_job("2024-02-20")
        self.assertEqual((run.amount_untaxed, run.failure_count), (total, 1))

    def test_a_preview_of_nothing_says_so(self):
        preview = self.env["subscription.billing.preview.dialog"].create(
            {"date": "2024-02-20"}
        )
        self.assertIn("Nothing is due", str(preview.preview_html))

    def test_one_sentence_says_where_it_stands(self):
        subscription = self._subscription()
        self._bill(subscription, "2024-01-01")
        self.assertRegex(
            subscription.headline, r"Billed to 01/31/2024; .*30.00.* on 02/01/2024"
        )
