from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ..common_credit import CreditCommon


class TestCredit(CreditCommon):
    """Monthly credit: each paid period tops it up once, and it is spent (PK5)."""

    def test_each_paid_period_tops_up_once(self):
        subscription = self._subscribed()
        first = self._month(subscription, "2024-01-01", pay=False)
        credit = self._credit(subscription)
        self.assertEqual((credit.left, credit.free, credit.state), (50, 0, "waiting"))
        self._pay(first)
        self.assertEqual(credit.free, 50)
        self._month(subscription, "2024-02-01")
        self.assertEqual((credit.left, credit.free), (100, 100))
        self.assertEqual(len(credit.batch_ids.period_id), 2)
        first.invoice_line_ids._grant_prepaid(self.offer, self._day("2024-02-01"))
        self.assertEqual(credit.left, 100)
        self.assertBooked(self.liability, 100.0)

    def test_the_ledger_names_the_invoice_of_the_job(self):
        """Billed in a batch, where other invoices have their numbers at its end (BI1)."""
        rentals = self._subscribed() | self._subscription() | self._subscribed()
        values = {"company_id": self.company.id, "date": "2024-01-01"}
        run = self.env["subscription.billing.run"].sudo().create(values)
        rentals.sudo()._bill_due_periods(self._day("2024-01-01"), run)
        for subscription in rentals:
            invoice = subscription.period_ids.move_line_ids.move_id
            self.assertTrue(invoice.name)
            places = self._credit(subscription).movement_ids.mapped("place")
            sells = subscription.plan_id == self.credit_plan
            self.assertEqual(places, [invoice.name] if sells else [])

    def test_a_returned_payment_freezes_what_it_paid_for(self):
        subscription = self._subscribed()
        self._month(subscription, "2024-01-01")
        second = self._month(subscription, "2024-02-01")
        second.line_ids.remove_move_reconcile()
        self.assertEqual(self._credit(subscription).free, 50)

    def test_what_is_left_is_lost_kept_or_capped(self):
        for rule, left in (("rolls_over", 100), ("capped", 70), ("expires", 50)):
            self.offer.write({"rollover": rule, "rollover_cap": 20})
            subscription = self._subscribed()
            self._month(subscription, "2024-01-01")
            self._month(subscription, "2024-02-01")
            with self.subTest(rule):
                self.assertEqual(self._credit(subscription).left, left)
        self.assertEqual(self._balance(self.breakage), 80.0)
        self.assertBooked(self.liability, 220.0)

    @freeze_time("2024-02-10 12:00:00")
    def test_credit_pays_a_part_of_an_invoice(self):
        subscription = self._subscribed()
        self._month(subscription, "2024-01-01")
        credit = self._credit(subscription)
        invoice = self._invoice(self.massage, self.haircut, day="2024-02-10", post=False)
        self.assertIn("50.00", invoice.rental_credit_hint)
        dialog = self.env["subscription.prepaid.spend.dialog"].create(
            {"move_id": invoice.id, "prepaid_id": credit.id}
        )
        self.assertEqual(dialog.amount, 50.0)
        dialog.amount = 30.0
        dialog.action_spend()
        self.assertEqual((credit.left, credit.free), (50, 20))
        invoice.action_post()
        self.assertEqual(invoice.amount_residual, 30.50)
        self.assertEqual((credit.left, credit.held), (20, 0))
        self.assertBooked(self.liability, 20.0)
        invoice.button_draft()
        self.assertEqual((credit.left, credit.held), (50, 30))
        invoice.action_post()
        self.assertEqual(credit.left, 20)

    @freeze_time("2024-02-10 12:00:00")
    def test_credit_on_an_order_pays_its_invoice_and_no_prepayment_is_asked(self):
        subscription = self._subscribed()
        self._month(subscription, "2024-01-01")
        credit = self._credit(subscription)
        order = self.env["sale.order"].create(
            {
                "partner_id": self.ann.id,
                "require_payment": True,
                "prepayment_percent": 1.0,
                "order_line": [Command.create({"product_id": self.massage.id})],
            }
        )
        dialog = self.env["subscription.prepaid.spend.dialog"].create(
            {"order_id": order.id, "prepaid_id": credit.id}
        )
        self.assertEqual(dialog.amount, 24.20)
        dialog.action_spend()
        self.assertFalse(order._has_to_be_paid())
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        self.assertEqual(credit.left, 25.80)

    @freeze_time("2024-02-10 12:00:00")
    def test_more_than_there_is_is_refused(self):
        subscription = self._subscribed()
        self._month(subscription, "2024-01-01")
        invoice = self._invoice(self.massage, self.haircut, day="2024-02-10", post=False)
        values = {"move_id": invoice.id, "prepaid_id": self._credit(subscription).id}
        for amount in (0, -1, 60.49, 61):
            dialog = self.env["subscription.prepaid.spend.dialog"].create(
                {**values, "amount": amount}
            )
            with self.subTest(amount), self.assertRaises(UserError):
                dialog.action_spend()

    @freeze_time("2024-02-10 12:00:00")
    def test_a_customer_is_asked_for_a_monthly_amount(self):
        self.assertEqual(self.credit_plan.credit_amount, 50.0)
        dialog = self.env["subscription.prepaid.request.dialog"].create(
            {"partner_id": self.ann.id, "plan_id": self.credit_plan.id, "amount": 35.0}
        )
        action = dialog.action_request()
        subscription = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(subscription.recurring_amount, 35.0)
        self.assertEqual(subscription.partner_id, self.ann)
