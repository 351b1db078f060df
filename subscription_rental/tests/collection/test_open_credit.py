from odoo import Command
from odoo.tests import freeze_time

from ..common_dunning import DunningCommon


@freeze_time("2024-01-01 12:00:00")
class TestOpenCredit(DunningCommon):
    """The customer's open credit is used before a charge or a reminder (BI17)."""

    def _left(self, payment):
        lines = payment.move_id.line_ids
        own = lines.filtered(lambda line: line.account_id == payment.destination_account_id)
        return -sum(own.mapped("amount_residual"))

    def _unpaid(self):
        """Return an invoice that is sent, not collected, and unpaid."""
        self.plan.invoice_mode = "post"
        return self._bill(self._subscription(), "2024-01-01")

    def test_credit_is_used_and_nothing_is_charged(self):
        payment = self._on_account(500.0)
        invoice = self._bill(self._collected(), "2024-01-01")
        self.assertFalse(self._collect("2024-01-01"))
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(self._left(payment), 500.0 - invoice.amount_total)
        self.assertFalse(self.server.charged)
        self.assertIn("open credit", invoice.message_ids[0].body)

    def test_the_rest_is_charged(self):
        self._on_account(10.0)
        invoice = self._bill(self._collected(), "2024-01-01")
        charge = self._collect("2024-01-01")
        self.assertEqual(charge.amount, invoice.amount_total - 10.0)
        self.assertEqual(invoice.payment_state, "paid")

    def test_with_credit_there_is_no_case(self):
        invoice = self._unpaid()
        self._on_account(500.0)
        self._live(3)
        self.assertEqual(invoice.payment_state, "paid")
        self.assertFalse(invoice.line_ids.rental_subscription_id.dunning_case_ids)

    def test_a_payment_that_nobody_matched_ends_the_case(self):
        subscription, case = self._failed()
        self._live(2)
        self._on_account(500.0, date="2024-01-02")
        self._live(3)
        self.assertEqual(case.state, "paid")
        self.assertEqual(case.move_id.payment_state, "paid")
        self.assertFalse(subscription.is_billing_held)

    def test_a_payment_that_nobody_matched_revives(self):
        subscription, case = self._failed()
        self._live(*range(2, 32))
        self.assertEqual((subscription.state, case.state), ("cancelled", "terminated"))
        self._on_account(500.0, date="2024-02-01")
        self._live(32)
        self.assertEqual((subscription.state, case.state), ("active", "paid"))

    def test_a_credit_note_is_used(self):
        first = self._unpaid()
        self._pay(first, "2024-01-01")
        note = first._reverse_moves([{"invoice_date": self._day("2024-01-01")}])
        note.action_post()
        second = self._unpaid()
        self._live(3)
        self.assertEqual(second.payment_state, "reversed")
        self.assertEqual(note.payment_state, "paid")

    def test_what_is_to_be_paid_back_is_not(self):
        first = self._unpaid()
        self._pay(first, "2024-01-01")
        wizard = self.env["subscription.refund.dialog"].create(
            {"move_id": first.id, "reason": "Broken"}
        )
        wizard.action_refund()
        second = self._unpaid()
        self._live(3)
        self.assertEqual(second.payment_state, "not_paid")

    def test_what_was_paid_for_another_order_is_not(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner_a.id,
                "order_line": [Command.create({"product_id": self.product.id})],
            }
        )
        transaction = self._create_transaction(
            "direct",
            amount=order.amount_total,
            currency_id=order.currency_id.id,
            partner_id=self.partner_a.id,
            sale_order_ids=[Command.set(order.ids)],
        )
        transaction._set_done()
        transaction._post_process()
        invoice = self._unpaid()
        self._live(3)
        self.assertEqual(invoice.payment_state, "not_paid")

    def test_what_is_due_later_is_left(self):
        self.partner_a.property_payment_term_id = self.env["account.payment.term"].create(
            {
                "name": "Two halves",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": 0}),
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": 20}),
                ],
            }
        )
        payment = self._on_account(500.0)
        invoice = self._bill(self._collected(), "2024-01-01")
        self._collect("2024-01-01")
        self.assertEqual(self._left(payment), 500.0 - invoice.amount_total / 2)
        self.assertEqual(str(invoice.rental_collect_date), "2024-01-21")

    def test_money_of_another_currency_or_day_is_left(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self._on_account(500.0, currency_id=euro.id)
        self._on_account(500.0, date="2024-01-09")
        invoice = self._unpaid()
        self._live(3)
        self.assertEqual(invoice.payment_state, "not_paid")

    def test_a_company_can_leave_it_to_its_accountant(self):
        self.company.subscription_use_credit = False
        self._on_account(500.0)
        self._bill(self._collected(), "2024-01-01")
        self.assertTrue(self._collect("2024-01-01"))

    def test_while_a_charge_is_in_flight_no_credit_is_used(self):
        self.server.behaviour = "pending"
        invoice = self._bill(self._collected(), "2024-01-01")
        self._collect("2024-01-01")
        self._on_account(500.0)
        self._live(3)
        self.assertEqual(invoice.payment_state, "not_paid")
