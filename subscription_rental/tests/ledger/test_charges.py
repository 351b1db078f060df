from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tools import mute_logger

from ..common import SubscriptionCommon


class TestCharges(SubscriptionCommon):
    """One-off amounts wait as rows for the next invoice, each for one."""

    def _add(self, subscription, amount, kind="other", timing="next"):
        wizard = self.env["subscription.charge.add.dialog"].create(
            {
                "subscription_id": subscription.id,
                "product_id": self.product.id,
                "amount": amount,
                "kind": kind,
                "timing": timing,
            }
        )
        return wizard.action_add()

    def test_a_charge_by_hand_comes_on_the_next_invoice(self):
        subscription = self._subscription()
        self._add(subscription, 12.0)
        self.assertEqual(self._bill(subscription, "2024-01-01").amount_untaxed, 42.0)
        self.assertEqual(self._bill(subscription, "2024-02-01").amount_untaxed, 30.0)

    def test_a_credit_absorbs_at_most_its_invoice(self):
        subscription = self._subscription()
        self._add(subscription, 70.0, kind="credit")
        invoices = [
            self._bill(subscription, day)
            for day in ("2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01")
        ]
        amounts = [invoice.amount_untaxed for invoice in invoices]
        self.assertEqual(amounts, [0.0, 0.0, 20.0, 30.0])
        self.assertEqual(sum(subscription.charge_ids.mapped("amount")), -70.0)

    def test_a_credit_may_be_split_again_after_its_invoice_is_gone(self):
        plan = self._plan(invoice_mode="draft")
        subscription = self._subscription(plan_id=plan.id)
        self._add(subscription, 70.0, kind="credit")
        first = self._bill(subscription, "2024-01-01")
        first.button_cancel()
        subscription.line_ids._replace(date(2024, 2, 1), price_unit=20.0)
        second = self._bill(subscription, "2024-02-01")
        self.assertEqual(second.amount_untaxed, 0.0)
        self.assertEqual(sum(subscription.charge_ids.mapped("amount")), -70.0)
        with self.assertRaisesRegex(UserError, "billed again"):
            first.button_draft()

    @freeze_time("2024-01-20 12:00:00")
    def test_what_waits_is_invoiced_when_no_invoice_is_to_come(self):
        subscription = self._subscription()
        self._bill(subscription, "2024-01-01")
        self._add(subscription, 80.0)
        subscription.action_cancel()
        self.assertEqual(subscription.charge_ids.state, "invoiced")
        self.assertEqual(subscription.amount_invoiced, 110.0)
        with self.assertRaisesRegex(ValidationError, "at once"):
            self._add(subscription, 5.0)

    @freeze_time("2024-01-05 12:00:00")
    def test_a_setup_fee_lapses_in_the_trial(self):
        plan = self._plan(setup_fee=15.0, trial_days=30)
        subscription = self._subscription(plan_id=plan.id)
        subscription.action_cancel()
        self.assertEqual(subscription.charge_ids.state, "cancelled")
        self.assertEqual(subscription.invoice_count, 0)

    def test_an_invoice_whose_fee_was_given_up_stays_cancelled(self):
        plan = self._plan(setup_fee=15.0, invoice_mode="draft")
        subscription = self._subscription(plan_id=plan.id)
        invoice = self._bill(subscription, "2024-01-01")
        invoice.button_cancel()
        subscription.charge_ids._cancel_charges("Goodwill")
        with self.assertRaisesRegex(UserError, "given up"):
            invoice.button_draft()

    def test_a_charge_at_once_has_its_own_invoice(self):
        subscription = self._subscription()
        action = self._add(subscription, 12.0, timing="now")
        invoice = self.env["account.move"].browse(action["res_id"])
        self.assertEqual(
            (invoice.move_type, invoice.amount_untaxed, invoice.state),
            ("out_invoice", 12.0, "posted"),
        )

    def test_a_credit_at_once_is_a_credit_note(self):
        subscription = self._subscription()
        action = self._add(subscription, 12.0, kind="credit", timing="now")
        note = self.env["account.move"].browse(action["res_id"])
        self.assertEqual((note.move_type, note.amount_untaxed), ("out_refund", 12.0))
        self.assertEqual(subscription.amount_invoiced, -12.0)

    def test_an_amount_of_nothing_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "above 0"):
            self._add(self._subscription(), 0.0)

    def test_a_cancelled_charge_is_not_invoiced(self):
        subscription = self._subscription()
        self._add(subscription, 12.0)
        action = subscription.charge_ids.action_cancel()
        wizard = self.env["subscription.charge.cancel.dialog"].with_context(
            **action["context"]
        )
        wizard.create({"reason": "Goodwill"}).action_cancel()
        self.assertEqual(subscription.charge_ids.cancel_reason, "Goodwill")
        self.assertEqual(self._bill(subscription, "2024-01-01").amount_untaxed, 30.0)

    def test_an_invoiced_charge_asks_for_a_credit_note(self):
        subscription = self._subscription(plan_id=self._plan(setup_fee=15.0).id)
        self._bill(subscription, "2024-01-01")
        with self.assertRaisesRegex(UserError, "credit note"):
            subscription.charge_ids._cancel_charges("Too late")

    def test_a_revived_invoice_settles_its_charge_again(self):
        plan = self._plan(setup_fee=15.0, invoice_mode="draft")
        subscription = self._subscription(plan_id=plan.id)
        invoice = self._bill(subscription, "2024-01-01")
        invoice.button_cancel()
        self.assertEqual(subscription.charge_ids.state, "pending")
        invoice.button_draft()
        self.assertEqual(subscription.charge_ids.move_line_id.move_id, invoice)
        self.assertEqual(self._bill(subscription, "2024-02-01").amount_untaxed, 30.0)

    def test_a_charge_that_was_invoiced_elsewhere_keeps_its_invoice_cancelled(self):
        plan = self._plan(setup_fee=15.0, invoice_mode="draft")
        subscription = self._subscription(plan_id=plan.id)
        invoice = self._bill(subscription, "2024-01-01")
        invoice.button_cancel()
        self.assertEqual(self._bill(subscription, "2024-02-01").amount_untaxed, 45.0)
        with self.assertRaisesRegex(UserError, "billed again"):
            invoice.button_draft()

    def test_the_setup_fee_comes_with_the_first_invoice_only(self):
        subscription = self._subscription(plan_id=self._plan(setup_fee=15.0).id)
        first = self._bill(subscription, "2024-01-01")
        second = self._bill(subscription, "2024-02-01")
        self.assertEqual(first.amount_untaxed, 45.0)
        self.assertEqual(second.amount_untaxed, 30.0)
        charge = subscription.charge_ids
        self.assertEqual(charge.move_line_id.move_id, first)
        self.assertEqual(charge.state, "invoiced")

    def test_a_backlog_takes_a_charge_on_its_first_invoice(self):
        subscription = self._subscription(plan_id=self._plan(setup_fee=15.0).id)
        invoices = self._bill(subscription, "2024-02-01")
        self.assertEqual(invoices.mapped("amount_untaxed"), [45.0, 30.0])

    def test_a_backlog_takes_a_credit_on_as_many_invoices_as_it_is_worth(self):
        """Two bills were made in full, and the credit waited for a later one."""
        subscription = self._subscription()
        self._add(subscription, 70.0, kind="credit")
        invoices = self._bill(subscription, "2024-03-01")
        self.assertEqual(sorted(invoices.mapped("amount_untaxed")), [0.0, 0.0, 20.0])
        self.assertFalse(subscription._get_pending_charges())

    def test_the_same_thing_is_charged_once(self):
        subscription = self._subscription(plan_id=self._plan(setup_fee=15.0).id)
        subscription._charge_setup_fee()
        self.assertEqual(len(subscription.charge_ids), 1)
        product = subscription.plan_id.setup_fee_product_id
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            subscription._add_charge("setup_fee", product, 15.0)

    def test_an_invoiced_charge_cannot_be_cancelled(self):
        subscription = self._subscription(plan_id=self._plan(setup_fee=15.0).id)
        self._bill(subscription, "2024-01-01")
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            subscription.charge_ids.sudo().cancelled_at = fields.Datetime.now()
            self.env.flush_all()

    def test_under_several_taxes_what_is_paid_decides_which_document_it_is(self):
        """10.00 at 6 %, a credit of 9.90 at 21 %: +0.10 before taxes, -1.38 with them."""
        low, high = self.env["account.tax"].create(
            [{"name": f"{rate} % of charges", "amount": rate} for rate in (6.0, 21.0)]
        )
        subscription = self._subscription()
        self._bill(subscription, "2024-01-01")
        self.product.taxes_id = low
        self._add(subscription, 10.0)
        credited = self._product("Credited")
        credited.taxes_id = high
        self.env["subscription.charge.add.dialog"].create(
            {
                "subscription_id": subscription.id,
                "product_id": credited.id,
                "amount": 9.9,
                "kind": "credit",
            }
        ).action_add()
        subscription._cancel(date(2024, 1, 11))
        note = subscription.charge_ids.move_line_id.move_id
        self.assertEqual((note.move_type, note.state), ("out_refund", "posted"))
        self.assertAlmostEqual(note.amount_untaxed, -0.1)
        self.assertAlmostEqual(note.amount_total, 1.38)
