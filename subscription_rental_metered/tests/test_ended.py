from datetime import date

from odoo.tests import freeze_time

from .common import MeteredCommon


class TestMeteredEnded(MeteredCommon):
    """The last period at the end, and changes in the middle of one."""

    def _running(self, **values):
        subscription = self._subscription(**values)
        self._bill(subscription, "2024-01-01")
        self._read(subscription, "2024-01-01", 0)
        self._read(subscription, "2024-02-01", 2000)
        self._bill(subscription, "2024-02-01")
        return subscription

    def test_the_last_use_comes_on_an_invoice_of_its_own(self):
        subscription = self._running()
        self._read(subscription, "2024-02-15", 4000)
        with freeze_time("2024-02-15"):
            subscription._cancel(date(2024, 2, 15))
        # All of February was paid for: it includes 1,000.
        invoice = self._get_last_use(subscription).move_line_ids.move_id
        self.assertEqual(self._get_used(invoice), [20.0])
        self.assertEqual(invoice.amount_untaxed, 20.0)
        self.assertEqual(invoice.state, "posted")
        self.assertTrue(self._get_last_use(subscription).is_end)

    def test_days_that_are_given_back_include_nothing(self):
        subscription = self._running()
        self._read(subscription, "2024-02-15", 4000)
        subscription._cancel(date(2024, 2, 15), credit_unused=True)
        # 14 of 29 days.
        self.assertAlmostEqual(self._get_last_use(subscription).included, 482.759, 3)
        self.assertEqual(self._get_last_use(subscription).amount, 30.34)

    def test_days_that_are_given_back_after_their_use_was_told_include_nothing(self):
        """A pause that lost its days is cancelled: they are given back, and not included"""
        subscription = self._running()
        subscription._pause(date(2024, 2, 20), rule="lost")
        self._read(subscription, "2024-03-01", 4000)
        self.assertEqual(self._get_last_use(subscription).amount, 20.0)
        subscription._cancel(date(2024, 3, 10), credit_unused=True)
        february = subscription.use_ids.filtered(
            lambda row: row.is_newest and str(row.date_start) == "2024-02-01"
        )
        # 19 of 29 days.
        self.assertAlmostEqual(february.included, 655.172, 3)
        self.assertEqual((february.amount, february.difference), (26.9, 6.9))
        self.assertEqual(february.charge_ids.move_line_id.parent_state, "posted")

    def test_the_reading_at_the_return_counts_for_the_last_period(self):
        subscription = self._running()
        subscription._cancel(date(2024, 2, 15))
        self.assertEqual(len(subscription.use_ids), 1)
        self.assertEqual(str(subscription.meter_ids.next_date), "2024-02-20")
        self._read(subscription, "2024-02-18", 4000)
        self.assertEqual(self._get_last_use(subscription).quantity, 2000.0)
        moves = self._get_last_use(subscription).move_line_ids.move_id
        self.assertEqual(self._get_used(moves), [20.0])

    def test_without_a_last_reading_it_is_estimated_and_credited_later(self):
        subscription = self._running()
        subscription._cancel(date(2024, 2, 15))
        self._settle_on("2024-02-20")
        # 2,000 in 31 days, for 14 days: 903 are within what is included.
        self.assertEqual(self._get_last_use(subscription).quantity, 903.0)
        self.assertFalse(subscription.meter_ids.next_date)
        self._read(subscription, "2024-02-25", 3500)
        self.assertEqual(self._get_last_use(subscription).amount, 10.0)
        wrong = self._read(subscription, "2024-02-26", 4500, is_sure=True)
        self.assertEqual(self._get_last_use(subscription).amount, 30.0)
        with freeze_time("2024-02-27"):
            wrong._void_reading("Another copier")
        moves = subscription.use_ids.move_line_ids.move_id
        self.assertEqual(sum(self._get_used(moves)), 20.0 + 10.0)
        self.assertIn("out_refund", moves.mapped("move_type"))

    def test_a_term_that_runs_out_bills_its_last_use(self):
        self.plan.write({"term_count": 2, "renewal": "none"})
        subscription = self._running()
        self._read(subscription, "2024-03-01", 4000)
        self._run_job("2024-03-01")
        self.assertEqual(subscription.state, "finished")
        self.assertWaiting(subscription)
        moves = subscription.use_ids.move_line_ids.move_id
        self.assertEqual(sum(self._get_used(moves)), 40.0)

    def test_another_plan_in_mid_period_prices_each_part_by_its_own_tariff(self):
        more = self._plan(price=60.0, name="Many copies")
        more.line_ids.tariff_id = self._tariff((0, 0.01), included=2000)
        subscription = self._running()
        old = subscription.line_ids
        with freeze_time("2024-02-16 12:00:00"):
            dialog = self.env["subscription.change.dialog"].create(
                {"subscription_id": subscription.id, "plan_id": more.id}
            )
            dialog.action_change()
        new = subscription.line_ids - old
        self.assertEqual(new.tariff_id, more.line_ids.tariff_id)
        self.assertEqual(new.meter_id, old.meter_id)
        self._read(subscription, "2024-02-16", 3500)
        self._read(subscription, "2024-03-01", 6000)
        self._bill(subscription, "2024-03-01")
        first, second = subscription.use_ids.filtered(
            lambda row: row.date_start >= date(2024, 2, 1)
        ).sorted("date_start")
        # 15 of 29 days of 1,000, and 14 of 29 of 2,000.
        self.assertEqual((first.line_id, first.quantity, first.amount), (old, 1500, 19.66))
        self.assertEqual((second.line_id, second.quantity), (new, 2500))
        self.assertEqual(second.amount, 15.34)

    def test_a_plan_without_metered_use_ends_it(self):
        plain = self._plan(price=50.0, name="Flat")
        subscription = self._running()
        with freeze_time("2024-02-16 12:00:00"):
            self.env["subscription.change.dialog"].create(
                {"subscription_id": subscription.id, "plan_id": plain.id}
            ).action_change()
        self._read(subscription, "2024-02-16", 3500)
        self._bill(subscription, "2024-03-01")
        self._bill(subscription, "2024-04-01")
        self.assertEqual(str(self._get_last_use(subscription).date_end), "2024-02-16")
        self.assertEqual(len(subscription.use_ids), 2)

    def test_a_new_quantity_goes_on_with_the_counter(self):
        subscription = self._running()
        line = subscription.line_ids
        new = line._replace(date(2024, 3, 1), quantity=2.0)
        self.assertEqual(new.meter_id, line.meter_id)
        self.assertEqual(new.tariff_id, line.tariff_id)

    def test_a_draft_is_deleted_with_its_counter(self):
        draft = self._draft()
        self.assertTrue(draft.meter_ids)
        meter = draft.meter_ids
        draft.unlink()
        self.assertFalse(meter.exists())

    def test_a_copy_has_a_counter_of_its_own(self):
        draft = self._draft()
        copy = draft.copy()
        self.assertEqual(len(copy.meter_ids), 1)
        self.assertNotEqual(copy.line_ids.meter_id, draft.line_ids.meter_id)

    # === what no bill of its own includes === #

    def _double(self, subscription, day):
        """Rent two from that day on."""
        with freeze_time(f"{day} 12:00:00"):
            dialog = self.env["subscription.change.dialog"].create(
                {"subscription_id": subscription.id}
            )
            dialog.line_ids.quantity = 2
            dialog.action_change()

    def test_use_of_a_skipped_period_counts_though_the_line_changes_in_it(self):
        subscription = self._subscription()
        self._bill(subscription, "2024-01-01")
        self._read(subscription, "2024-01-01", 0)
        self._read(subscription, "2024-02-01", 1000)
        subscription._skip_period(date(2024, 2, 1), date(2024, 1, 9))
        self._bill(subscription, "2024-02-01")
        self._double(subscription, "2024-02-11")
        self._bill(subscription, "2024-03-01")
        self._read(subscription, "2024-04-01", 9000)
        self._bill(subscription, "2024-04-01")
        # 1,000 included for each of two in March.
        self.assertUsed(
            subscription,
            ("2024-01-01", 0, 1000.0, 0.0, False),
            ("2024-02-01", 0, 8000.0, 120.0, False),
        )

    def test_use_of_a_pause_counts_though_the_line_changes_as_it_goes_on(self):
        subscription = self._running()
        subscription._pause(date(2024, 2, 10), rule="credited")
        subscription._resume(date(2024, 2, 20))
        self._double(subscription, "2024-02-20")
        self._bill(subscription, "2024-03-01")
        self._read(subscription, "2024-04-01", 9000)
        self._bill(subscription, "2024-04-01")
        told = subscription.use_ids.filtered("is_newest")
        self.assertEqual(sum(told.mapped("quantity")), 9000.0)

    def _skipped(self, **plan):
        """Return a subscription whose first period is skipped, its counter at 0."""
        self.plan.write(plan)
        subscription = self._subscription()
        subscription._skip_period(date(2024, 1, 1), date(2023, 12, 20))
        self._bill(subscription, "2024-01-01")
        self._read(subscription, "2024-01-01", 0)
        return subscription

    def test_use_of_a_first_period_that_was_skipped_is_billed_at_the_end(self):
        """Nothing of it is included, and the tiers are those of a whole interval."""
        tiers = self._tariff((0, 0.02), (500, 0.01), minimum=50)
        for plan in ({"billing_timing": "advance"}, {"billing_timing": "arrears"}):
            with self.subTest(plan=plan):
                self.plan.line_ids.tariff_id = tiers
                subscription = self._skipped(**plan)
                subscription._cancel(date(2024, 1, 15))
                self._bill(subscription, "2024-01-15")
                self.assertEqual(str(subscription.meter_ids.next_date), "2024-01-20")
                self._read(subscription, "2024-01-18", 700)
                self.assertUsed(subscription, ("2024-01-01", 0, 700.0, 12.0, False))
                invoice = subscription.use_ids.move_line_ids.move_id
                self.assertEqual(invoice.amount_untaxed, 12.0)
                # Later readings correct it.
                self._read(subscription, "2024-01-19", 800)
                self.assertEqual(self._get_last_use(subscription).amount, 13.0)

    def test_use_of_a_skipped_period_in_which_its_line_is_taken_out_is_billed(self):
        subscription = self._skipped()
        with freeze_time("2024-01-16 12:00:00"):
            self.env["subscription.change.dialog"].create(
                {
                    "subscription_id": subscription.id,
                    "plan_id": self._plan(price=50.0, name="Flat").id,
                }
            ).action_change()
        self._read(subscription, "2024-01-16", 600)
        self._bill(subscription, "2024-02-01")
        self.assertUsed(subscription, ("2024-01-01", 0, 600.0, 12.0, False))
        self._bill(subscription, "2024-03-01")
        subscription._cancel(date(2024, 3, 10))
        self._read(subscription, "2024-03-10", 900)
        self.assertUsed(subscription, ("2024-01-01", 0, 600.0, 12.0, False))

    def test_a_period_that_follows_the_skipped_one_bills_its_use_once(self):
        subscription = self._skipped()
        self._read(subscription, "2024-02-01", 600)
        self._bill(subscription, "2024-02-01")
        self._read(subscription, "2024-03-01", 1500)
        self._bill(subscription, "2024-03-01")
        self.assertUsed(subscription, ("2024-01-01", 0, 1500.0, 10.0, False))

    def test_a_trial_that_is_cancelled_costs_no_use(self):
        self.plan.trial_days = 10
        subscription = self._subscription()
        self._read(subscription, "2024-01-01", 0)
        self._read(subscription, "2024-01-05", 900)
        subscription._cancel(date(2024, 1, 6))
        self._read(subscription, "2024-01-08", 2000)
        self.assertUsed(subscription)

    def test_use_after_a_transfer_in_a_pause_is_billed_when_it_ends_there(self):
        subscription = self._subscription()
        self._bill(subscription, "2024-01-01")
        self._read(subscription, "2024-01-01", 0)
        subscription._pause(date(2024, 1, 20), rule="lost")
        self._read(subscription, "2024-02-01", 1500)
        self._read(subscription, "2024-02-10", 1600)
        subscription._transfer(self.partner_b, date(2024, 2, 10), "Sold")
        before = sum(subscription.use_ids.move_line_ids.mapped("price_subtotal"))
        subscription._cancel(date(2024, 2, 20))
        self._read(subscription, "2024-02-22", 2000)
        newest = subscription.use_ids.filtered("is_newest")
        self.assertEqual(sum(newest.mapped("quantity")), 2000.0)
        invoices = subscription.use_ids.move_line_ids.move_id
        self.assertEqual(invoices.partner_id, self.partner_a | self.partner_b)
        billed = sum(subscription.use_ids.move_line_ids.mapped("price_subtotal"))
        self.assertAlmostEqual(billed - before, 400 * 0.02, 2)
