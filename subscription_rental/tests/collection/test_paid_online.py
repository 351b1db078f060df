from datetime import date

from odoo import Command
from odoo.tests import freeze_time

from odoo.addons.account_payment.tests.common import AccountPaymentCommon

from ..common import SubscriptionCommon


@freeze_time("2024-01-10 12:00:00")
class TestPaidOnline(SubscriptionCommon, AccountPaymentCommon):
    """An order that is paid online: money received has its invoice the same day (BI15)."""

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.env.ref("sales_team.group_sale_manager")

    def _order(self, plan, **values):
        return self.env["sale.order"].create(
            {
                "partner_id": self.partner_a.id,
                "require_payment": True,
                "order_line": [
                    Command.create({"product_id": self.product.id, **values}),
                    Command.create(
                        {"product_id": self.product.id, "rental_plan_id": plan.id}
                    ),
                ],
            }
        )

    def _pay(self, order):
        """Let the order be paid in full by its provider; return the transaction."""
        transaction = self._create_transaction(
            "direct",
            provider_id=self.provider.id,
            amount=order.amount_total,
            currency_id=order.currency_id.id,
            partner_id=order.partner_id.id,
            sale_order_ids=[Command.set(order.ids)],
        )
        transaction.sudo()._set_done()
        transaction.sudo()._post_process()
        return transaction

    def _check(self, order):
        subscription = order.rental_subscription_ids
        invoice = subscription.period_ids.move_line_ids.move_id
        self.assertEqual(subscription.state, "active")
        self.assertEqual(subscription.date_start, date(2024, 1, 10))
        self.assertEqual(invoice.state, "posted")
        self.assertEqual(invoice.amount_residual, 0.0)
        self.assertEqual(invoice.invoice_date, date(2024, 1, 10))
        return invoice

    def test_the_first_period_is_invoiced_and_paid_at_once(self):
        order = self._order(self._plan(start_on_payment=True))
        transaction = self._pay(order)
        self.assertEqual(order.state, "sale")
        invoice = self._check(order)
        self.assertIn(invoice, transaction.invoice_ids)
        # The rest of the money waits for the invoice of the one-off part.
        self.assertEqual(order.amount_to_invoice, order.order_line[0].price_total)

    def test_automatic_invoicing_invoices_each_part_once(self):
        self.env["ir.config_parameter"].sudo().set_param("sale.automatic_invoice", "True")
        order = self._order(self._plan(start_on_payment=True))
        transaction = self._pay(order)
        first = self._check(order)
        one_off = order.invoice_ids
        self.assertEqual(len(one_off), 1)
        self.assertEqual(one_off.amount_residual, 0.0)
        self.assertEqual(transaction.invoice_ids, first | one_off)
        total = first.amount_total + one_off.amount_total
        self.assertAlmostEqual(total, order.amount_total)

    def test_paid_twice_it_is_billed_once(self):
        order = self._order(self._plan(start_on_payment=True))
        transaction = self._pay(order)
        transaction.sudo()._post_process()
        self.assertEqual(len(order.rental_subscription_ids), 1)
        self.assertBilled(order.rental_subscription_ids, "2024-01-10")

    def test_at_once_the_money_has_its_invoice_the_same_day(self):
        """Also where nothing waits for the payment: the order was paid, that is enough."""
        order = self._order(self.plan)
        self._pay(order)
        self._check(order)

    def test_the_deposit_is_paid_whatever_is_read_anew_meanwhile(self):
        account = self.env["account.account"].create(
            {"code": "488100", "name": "Deposits", "account_type": "liability_current"}
        )
        self.company.subscription_deposit_account_id = account
        order = self._order(self._plan(deposit=50.0))
        transactions = self.env.registry["payment.transaction"]
        create_payment = transactions._create_payment

        def create_later(transaction, **values):
            # As in a request of its own, which captures what was authorized.
            transaction.env.invalidate_all()
            return create_payment(transaction, **values)

        self.patch(transactions, "_create_payment", create_later)
        self._pay(order)
        receipt = order.rental_subscription_ids.deposit_move_id
        self.assertEqual((receipt.amount_total, receipt.amount_residual), (50.0, 0.0))

    def test_the_rest_of_the_money_pays_what_is_invoiced_later(self):
        order = self._order(self._plan(start_on_payment=True))
        self._pay(order)
        later = order._create_invoices()
        later.action_post()
        self.assertEqual(later.amount_total, order.order_line[0].price_total)
        self.assertEqual(later.amount_residual, 0.0)
