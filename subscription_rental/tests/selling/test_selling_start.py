from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time

from ..common_selling import SellingCommon


@freeze_time("2024-01-10 12:00:00")
class TestSellingStart(SellingCommon):
    """What an order waits for before its subscription starts (PL10, BI15, PL13)."""

    # === what it waits for === #

    def test_paid_first_it_starts_with_the_payment(self):
        plan = self._plan(
            start_on_payment=True, setup_fee=25.0, setup_fee_product_id=self.fee.id
        )
        subscription = self._confirm(self._rental(plan))
        self.assertEqual(subscription.state, "scheduled")
        self.assertEqual(subscription.headline, "Waits for its first payment")
        self.assertFalse(subscription.next_invoice_date)
        invoice = subscription.period_ids.move_line_ids.move_id
        self.assertEqual((invoice.state, invoice.amount_untaxed), ("posted", 55.0))
        self._pay(invoice)
        self.assertEqual(subscription.state, "active")
        self.assertEqual(subscription.date_start, date(2024, 1, 10))
        self.assertBilled(subscription, "2024-01-10")
        self.assertTiled(subscription)
        self.assertFalse(self._bill(subscription, "2024-01-10"))
        self.assertEqual(len(subscription.charge_ids), 1)

    def test_paid_and_handed_over_it_starts_with_the_later_one(self):
        plan = self._plan(start_on_payment=True, start_on_handover=True)
        subscription = self._confirm(self._rental(plan))
        self._pay(subscription.period_ids.move_line_ids.move_id)
        self.assertEqual(subscription.headline, "Paid, to hand over")
        with freeze_time("2024-01-20 12:00:00"):
            subscription.action_hand_over()
        self.assertEqual(subscription.date_start, date(2024, 1, 20))
        slot = subscription.period_ids
        self.assertEqual(
            (slot.date_start, slot.date_end), (date(2024, 1, 20), date(2024, 2, 20))
        )
        self.assertEqual(slot.move_line_ids.rental_last_day, date(2024, 2, 19))
        self.assertEqual(subscription.next_billing_date, date(2024, 2, 20))
        self.assertFalse(subscription._get_ledger_difference())

    def test_an_aligned_one_settles_the_days_of_its_true_start(self):
        plan = self._plan(
            start_on_payment=True, start_on_handover=True, alignment="calendar"
        )
        subscription = self._confirm(self._rental(plan))
        invoice = subscription.period_ids.move_line_ids.move_id
        self.assertAlmostEqual(invoice.amount_untaxed, 21.29)
        self._pay(invoice)
        with freeze_time("2024-01-20 12:00:00"):
            subscription.action_hand_over()
        self.assertAlmostEqual(subscription.charge_ids.amount, 11.61 - 21.29)

    def test_no_plan_waits_for_a_payment_that_nobody_asks_for(self):
        for terms in ({"trial_days": 14}, {"billing_timing": "arrears"}):
            with self.subTest(terms), self.assertRaisesRegex(ValidationError, "Untick"):
                self._plan(start_on_payment=True, **terms)
        plan = self._plan(start_on_payment=True)
        with self.assertRaisesRegex(ValidationError, "Untick"):
            plan.trial_days = 14

    def test_neither_does_a_subscription(self):
        subscription = self._draft(plan_id=self._plan(start_on_payment=True).id)
        with self.assertRaisesRegex(ValidationError, "Untick"):
            subscription.trial_days = 14
        trial = self._draft(plan_id=self._plan(trial_days=14).id)
        with self.assertRaisesRegex(ValidationError, "Untick"):
            trial.start_on_payment = True

    def test_what_waited_so_already_says_it_when_it_is_activated(self):
        subscription = self._draft(plan_id=self._plan(start_on_payment=True).id)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE subscription_subscription SET trial_days = 14 WHERE id = %s",
            [subscription.id],
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(ValidationError, "Untick"):
            subscription.action_activate()

    def test_activated_again_after_its_draft_was_deleted_it_asks_again(self):
        plan = self._plan(start_on_payment=True, invoice_mode="draft")
        subscription = self._draft(plan_id=plan.id)
        subscription.action_activate()
        subscription.period_ids.move_line_ids.move_id.unlink()
        subscription.action_back_to_draft()
        subscription.action_activate()
        invoice = subscription.period_ids.move_line_ids.move_id
        invoice.action_post()
        self._pay(invoice)
        self.assertEqual(subscription.state, "active")

    def test_where_nothing_is_to_be_paid_it_starts_at_once(self):
        plan = self._plan(0.0, start_on_payment=True)
        subscription = self._draft("2024-01-10", plan_id=plan.id)
        subscription.action_activate()
        self.assertEqual(subscription.state, "active")

    def test_unpaid_only_a_manager_hands_over(self):
        plan = self._plan(start_on_payment=True, start_on_handover=True)
        subscription = self._confirm(self._rental(plan))
        with self.assertRaisesRegex(UserError, "a manager has to consent"):
            subscription.with_user(self._clerk()).action_hand_over()
        subscription.action_hand_over()
        self.assertEqual(subscription.headline, "Waits for its first payment")

    def test_handed_over_it_starts(self):
        subscription = self._confirm(self._rental(self._plan(start_on_handover=True)))
        self.assertEqual(subscription.headline, "To hand over")
        self._run_job("2024-02-01")
        self.assertEqual(subscription.state, "scheduled")
        subscription.action_hand_over()
        self.assertEqual(subscription.state, "active")
        with self.assertRaisesRegex(UserError, "waits for no handover"):
            subscription.action_hand_over()

    def test_an_order_that_dies_gives_its_first_invoice_back(self):
        plan = self._plan(start_on_payment=True, start_on_handover=True)
        order = self._rental(plan)
        subscription = self._confirm(order)
        invoice = subscription.period_ids.move_line_ids.move_id
        self._pay(invoice)
        order._action_cancel()
        self.assertEqual(subscription.state, "cancelled")
        refund = subscription.period_ids.move_line_ids.move_id - invoice
        self.assertEqual((refund.move_type, refund.state), ("out_refund", "posted"))
        self.assertEqual(refund.amount_total, invoice.amount_total)
        self.assertFalse(subscription.activity_ids)

    def test_what_never_began_owes_no_deposit(self):
        order = self._rental(self._plan(start_on_payment=True, deposit=50.0))
        subscription = self._confirm(order)
        receipt = subscription.deposit_move_id
        self.assertEqual((receipt.state, receipt.amount_residual), ("posted", 50.0))
        order._action_cancel()
        self.assertEqual(receipt.amount_residual, 0.0)

    def test_a_late_payment_does_not_revive_what_died(self):
        order = self._rental(self._plan(start_on_payment=True))
        subscription = self._confirm(order)
        invoice = subscription.period_ids.move_line_ids.move_id
        order._action_cancel()
        subscription._note_payment(date(2024, 2, 1))
        self.assertEqual(subscription.state, "cancelled")
        self.assertEqual(invoice.payment_state, "reversed")

    def _pay(self, invoice):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments()

    # === deposits === #

    def test_a_deposit_is_a_receipt_on_a_liability_account(self):
        plan = self._plan(deposit=100.0)
        order = self._rental(plan)
        self.assertEqual(order.amount_total, 130.0)
        subscription = self._confirm(order)
        receipt = subscription.deposit_move_id
        self.assertEqual((receipt.move_type, receipt.state), ("out_receipt", "posted"))
        self.assertEqual((receipt.amount_total, receipt.amount_tax), (100.0, 0.0))
        line = receipt.invoice_line_ids
        self.assertEqual(line.account_id.account_type, "liability_current")
        invoice = self._bill(subscription, "2024-01-10")
        self.assertEqual(invoice.amount_untaxed, 30.0)

    def test_without_an_account_of_deposits_it_says_so(self):
        self.company.subscription_deposit_account_id = False
        order = self._rental(self._plan(deposit=100.0))
        with self.assertRaisesRegex(UserError, "Choose the account of deposits"):
            order.action_confirm()
