from datetime import date

from odoo.tests import Form, freeze_time

from .common import MeteredCommon


class TestMeteredHandedOver(MeteredCommon):
    """Another customer takes it over: each pays their own use (PL15, LC10)."""

    def _running(self, **values):
        subscription = self._subscription(**values)
        self._bill(subscription, "2024-01-01")
        self._read(subscription, "2024-01-01", 0)
        self._read(subscription, "2024-02-01", 2000)
        self._bill(subscription, "2024-02-01")
        return subscription

    def test_who_takes_it_over_does_not_pay_for_use_before(self):
        subscription = self._subscription()
        self._bill(subscription, "2024-01-01")
        self._read(subscription, "2024-01-01", 0)
        self._read(subscription, "2024-02-01", 3000)
        self.assertWaiting(subscription, 40.0)
        with freeze_time("2024-02-01 12:00:00"):
            dialogs = self.env["subscription.bulk.dialog"].with_context(
                active_ids=subscription.ids
            )
            dialog = dialogs.create(
                {"action": "transfer", "partner_id": self.partner_b.id, "reason": "Sold"}
            )
            self.assertEqual(dialog.row_ids.amount, 40.0)
            dialog.action_apply()
        self.assertEqual(subscription.partner_id, self.partner_b)
        invoice = subscription.use_ids.move_line_ids.move_id
        self.assertEqual((invoice.partner_id, invoice.amount_untaxed), (self.partner_a, 40))
        self.assertEqual(self._bill(subscription, "2024-02-01").amount_untaxed, 30.0)

    def _handing_over(self, subscription):
        """Return the dialog that transfers it to another customer, as a form."""
        dialogs = self.env["subscription.bulk.dialog"].with_context(
            active_ids=subscription.ids
        )
        form = Form(dialogs)
        form.action, form.partner_id, form.reason = "transfer", self.partner_b, "Sold"
        return form

    def _hand_over(self, subscription, counter, **tick):
        """Transfer it, its counter read; return the dialog's row."""
        form = self._handing_over(subscription)
        with form.reading_ids.edit(0) as row:
            row.counter = counter
            for name, value in tick.items():
                setattr(row, name, value)
        dialog = form.save()
        dialog.action_apply()
        return dialog.row_ids

    @freeze_time("2024-02-11 12:00:00")
    def test_who_had_it_pays_the_use_up_to_the_reading_of_that_day(self):
        subscription = self._running()
        row = self._hand_over(subscription, "3 000")
        self.assertEqual((row.result, row.amount), ("Done", 13.1))
        invoice = self._get_last_use(subscription).move_line_ids.move_id
        self.assertEqual(
            (invoice.partner_id, invoice.amount_untaxed), (self.partner_a, 13.1)
        )
        # 10 of 29 days have 344.83 included, and the other 19 the rest.
        self._read(subscription, "2024-03-01", 4000)
        self.assertUsed(
            subscription,
            ("2024-01-01", 0, 2000.0, 20.0, False),
            ("2024-02-01", 0, 1000.0, 13.1, False),
            ("2024-02-11", 0, 1000.0, 6.9, False),
        )
        bill = self._bill(subscription, "2024-03-01")
        self.assertEqual((bill.partner_id, bill.amount_untaxed), (self.partner_b, 36.9))

    @freeze_time("2024-02-11 12:00:00")
    def test_without_a_reading_the_running_period_is_the_new_customers(self):
        subscription = self._running()
        dialog = self._handing_over(subscription).save()
        self.assertEqual(dialog.reading_ids.meter_id, subscription.meter_ids)
        self.assertEqual(dialog.row_ids.amount, 0.0)
        dialog.action_apply()
        self._read(subscription, "2024-03-01", 4000)
        bill = self._bill(subscription, "2024-03-01")
        self.assertEqual((bill.partner_id, bill.amount_untaxed), (self.partner_b, 50.0))

    @freeze_time("2024-02-11 12:00:00")
    def test_what_is_billed_or_left_out_later_is_split_on_that_day_as_well(self):
        """In arrears; what was estimated is corrected; a skipped period includes nothing"""
        self.plan.billing_timing = "arrears"
        subscription = self._subscription()
        self._read(subscription, "2024-01-01", 0)
        self._read(subscription, "2024-01-20", 1900)
        self._bill(subscription, "2024-02-01")
        self._settle_on("2024-02-06")
        self.assertEqual(self._get_last_use(subscription).amount, 42.0)
        row = self._hand_over(subscription, "4100")
        # 100 a day in all: January is 3,100 as estimated, ten days of February 1,000.
        self.assertEqual((row.result, row.amount), ("Done", 42.0 + 13.1))
        self._bill(subscription, "2024-03-01")
        self._read(subscription, "2024-03-01", 4100)
        self.assertEqual(self._get_last_use(subscription).included, 655.172)
        skipped = self._subscription()
        self._read(skipped, "2024-01-01", 0)
        self._read(skipped, "2024-02-01", 1000)
        skipped._skip_period(date(2024, 2, 1), date(2024, 1, 9))
        self._bill(skipped, "2024-02-01")
        self.assertEqual(self._hand_over(skipped, "1100").amount, 2.0)
        self._bill(skipped, "2024-04-01")
        self._read(skipped, "2024-04-01", 2100)
        self.assertEqual(self._get_last_use(skipped).quantity, 1000.0)

    @freeze_time("2024-02-11 12:00:00")
    def test_a_period_that_is_skipped_after_a_part_was_told_includes_nothing(self):
        """In arrears: ten days were told with what they include, and the month falls out"""
        self.plan.billing_timing = "arrears"
        subscription = self._subscription()
        self._read(subscription, "2024-01-01", 0)
        self._read(subscription, "2024-02-01", 2000)
        self._bill(subscription, "2024-02-01")
        row = self._hand_over(subscription, "3000")
        self.assertEqual((row.result, row.amount), ("Done", 13.1))
        subscription._skip_period(date(2024, 2, 20), date(2024, 2, 12))
        self._bill(subscription, "2024-03-01")
        self._read(subscription, "2024-03-01", 3500)
        told = subscription.use_ids.filtered(
            lambda one: one.is_newest and str(one.date_start) == "2024-02-01"
        )
        self.assertEqual((told.number, told.included), (1, 0.0))
        self.assertEqual((told.amount, told.difference), (20.0, 6.9))
        # As any correction, it is of who has it now.
        self.assertWaiting(subscription, 6.9)
        bill = self._bill(subscription, "2024-04-01")
        self.assertEqual((bill.partner_id, bill.amount_untaxed), (self.partner_b, 36.9))
        # March comes with the rest of February, and includes what a month does.
        self._read(subscription, "2024-04-01", 5500)
        last = self._get_last_use(subscription)
        self.assertEqual(
            (last.quantity, last.included, last.amount), (2500.0, 1000.0, 30.0)
        )

    @freeze_time("2024-02-11 12:00:00")
    def test_before_it_begins_no_counter_is_asked_for(self):
        draft = self._draft("2024-03-01")
        draft._activate(date(2024, 2, 11))
        plain = self._subscription()
        plain.line_ids.tariff_id = False
        for one in (draft, plain):
            dialog = self._handing_over(one).save()
            self.assertFalse(dialog.reading_ids)
            dialog.action_apply()
            self.assertEqual(
                (one.partner_id, dialog.row_ids.result), (self.partner_b, "Done")
            )

    @freeze_time("2024-02-11 12:00:00")
    def test_a_number_that_cannot_be_is_a_problem_before_anything_is_done(self):
        subscription = self._running()
        self._read(subscription, "2024-02-03", 2100)
        for counter, problem in (
            ("2000", "is less than"),
            ("many", "in digits"),
            ("99999", "Look at the counter again"),
        ):
            with self.subTest(counter):
                row = self._hand_over(subscription, counter)
                self.assertIn(problem, row.problem)
                self.assertIn(problem, row.result)
                self.assertEqual(subscription.partner_id, self.partner_a)
        self.assertEqual(len(subscription.reading_ids), 3)
        row = self._hand_over(subscription, "99999", is_sure=True)
        self.assertFalse(row.problem)
        self.assertEqual(subscription.partner_id, self.partner_b)
