from odoo.tests import Form, freeze_time

from ..common_credit import CreditCommon

MIDDLE = "2024-02-15"


class TestSettledCredit(CreditCommon):
    """Credit of subscriptions that are paused, billed again, changed or ended (PK5)."""

    def setUp(self):
        super().setUp()
        self.subscription = self._subscribed()
        for day in ("2024-01-01", "2024-02-01"):
            self.billed = self._month(self.subscription, day)
        self.credit = self._credit(self.subscription)

    def _spend(self, amount, day=MIDDLE):
        """Let credit pay so much of an invoice."""
        with freeze_time(f"{day} 12:00:00"):
            invoice = self._invoice(self.massage, day=day, post=False, quantity=4)
            rows = self.env["subscription.prepaid.spending"]
            rows._plan_spending(self.credit, invoice, amount)
            invoice.action_post()

    def _pause(self, **values):
        with freeze_time(f"{MIDDLE} 12:00:00"):
            self.subscription._pause(self._day(MIDDLE), rule="credited", **values)

    def assertFollows(self, left):
        """Check what is left, and that the account stands for it."""
        self.assertEqual((self.credit.left, self.credit.amount_left), (left, left))
        self.assertBooked(self.liability, left)

    def test_unused_days_that_are_credited_at_once_are_taken_off(self):
        # 15 of 29 days.
        self._pause(at_once=True)
        self.assertFollows(74.14)
        self.assertFalse(self.credit.activity_ids)

    def test_unused_days_that_the_next_invoice_settles_are_taken_off(self):
        self._pause()
        self.assertFollows(100.0)
        with freeze_time("2024-03-01 12:00:00"):
            self.subscription._resume(self._day("2024-03-01"))
        invoice = self._month(self.subscription, "2024-03-01")
        self.assertEqual(invoice.amount_total, 24.14)
        self.assertFollows(124.14)
        with freeze_time("2024-03-01 12:00:00"):
            note = invoice._reverse_moves([{"invoice_date": "2024-03-01"}])
            note.action_post()
        self.assertFollows(100.0)
        self.assertEqual(self.credit.free, 100.0)

    def test_what_was_spent_already_is_borne_and_told(self):
        self._spend(90.0)
        self._pause(at_once=True)
        self.assertFollows(0.0)
        self.assertEqual(self._balance(self.breakage), -15.86)
        self.assertTrue(self.credit.activity_ids)

    def test_a_period_that_is_billed_again_is_credited_once(self):
        with freeze_time(f"{MIDDLE} 12:00:00"):
            note = self.billed._reverse_moves([{"invoice_date": MIDDLE}], cancel=True)
            self.assertFollows(50.0)
            slot = note.invoice_line_ids.rental_period_id
            slot.action_bill_again()
            again = slot._get_invoices() - self.billed - note
            if again.state == "draft":
                again.action_post()
            self.assertFollows(100.0)
            self._pay(again)
        self.assertEqual(self.credit.free, 100.0)

    def test_what_is_capped_lapses_once(self):
        self.credit.sudo().write({"rollover": "capped", "rollover_cap": 20.0})
        self._month(self.subscription, "2024-03-01")
        # 20 of 100 are taken along.
        self.assertFollows(70.0)
        self.assertEqual(self._balance(self.breakage), 80.0)
        with freeze_time("2024-03-02 12:00:00"):
            last = self.credit.batch_ids.invoice_id.sorted("id")[-1]
            last.line_ids.remove_move_reconcile()
            self._pay(last)
        self.assertFollows(70.0)

    def test_a_part_that_was_credited_is_billed_again(self):
        with freeze_time(f"{MIDDLE} 12:00:00"):
            note = self.billed._reverse_moves([{"invoice_date": MIDDLE}])
            note.invoice_line_ids.price_unit = 20.0
            note.action_post()
            self.assertFollows(80.0)
            slot = note.invoice_line_ids.rental_period_id
            slot.action_bill_again()
            again = slot._get_invoices() - self.billed - note
            again.filtered(lambda one: one.state == "draft").action_post()
            self.assertFollows(100.0)
            self.credit.sudo().rollover = "expires"
            self._pay(again)
        # January's are lost with February's payment, and nothing of February.
        self.assertFollows(50.0)
        self.assertEqual(self._balance(self.breakage), 50.0)

    def test_a_period_that_is_paid_late_lets_no_later_one_lapse(self):
        self.credit.sudo().rollover = "expires"
        late = self._month(self.subscription, "2024-03-01", pay=False)
        self._month(self.subscription, "2024-04-01")
        self.assertEqual(self.credit.free, 50.0)
        with freeze_time("2024-04-02 12:00:00"):
            self._pay(late)
        self.assertFollows(100.0)

    def test_an_upgrade_in_the_middle_lets_nothing_lapse(self):
        self.credit.sudo().rollover = "expires"
        line = self.subscription.line_ids
        with freeze_time(f"{MIDDLE} 12:00:00"):
            dialog = self.env["subscription.change.dialog"].with_context(
                default_subscription_id=self.subscription.id
            )
            with Form(dialog) as form, form.line_ids.edit(0) as row:
                row.price_unit = 108.0
            form.record.action_change()
        self.assertNotEqual(self.subscription.line_ids, line)
        charges = self.subscription._get_pending_charges()
        self.assertTrue(charges)
        with freeze_time(f"{MIDDLE} 12:00:00"):
            invoice = self.subscription._invoice_charges(charges, self._day(MIDDLE))
            invoice.filtered(lambda one: one.state == "draft").action_post()
            self._pay(invoice)
        # 15 of 29 days cost 58 more a month.
        self.assertFollows(130.0)

    def test_a_paused_subscription_tops_nothing_up(self):
        with freeze_time("2024-03-01 12:00:00"):
            self.subscription._pause(self._day("2024-03-01"))
            self._bill(self.subscription, "2024-03-01")
        self.assertFollows(100.0)
        self._spend(40.0, day="2024-03-02")
        self.assertFollows(60.0)
