from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError

from odoo.addons.account_payment.tests.common import AccountPaymentCommon

from ..common_due import DueCommon


@freeze_time("2025-01-20 12:00:00")
class TestRenewedOnline(DueCommon, AccountPaymentCommon):
    """DD8: a customer renews alone; the payment of the order renews, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain.taxes_id = cls.company_data["default_tax_sale"]
        cls.row = cls._due()

    def _start_online(self, order, amount=None):
        """Return the transaction of a customer who pays this order."""
        return self._create_transaction(
            "direct",
            provider_id=self.provider.id,
            amount=amount or order.amount_total,
            currency_id=order.currency_id.id,
            partner_id=order.partner_id.id,
            sale_order_ids=[Command.set(order.ids)],
            reference=f"{order.name}-{len(order.transaction_ids)}",
        ).sudo()

    def _pay_online(self, order, amount=None, state="done"):
        """Let the order be paid by its provider; return the transaction."""
        transaction = self._start_online(order, amount)
        getattr(transaction, f"_set_{state}")()
        transaction._post_process()
        return transaction

    # === when === #

    def _lets(self, day, **values):
        self.row.write(values)
        return self.row._lets_renew(self._day(day))

    def test_customers_renew_from_so_many_days_before_on(self):
        self.assertFalse(self._lets("2024-12-31"))
        self.assertTrue(self._lets("2025-01-01"))
        self.company.subscription_renew_days = 5
        self.assertFalse(self._lets("2025-01-25"))
        self.assertTrue(self._lets("2025-01-26"))

    def test_what_has_expired_is_renewed_too(self):
        self.row.date_due = "2025-01-10"
        self.assertEqual(self.row.state, "expired")
        self.assertTrue(self._lets("2025-01-20"))

    def test_what_is_closed_or_costs_nothing_is_not(self):
        self.assertFalse(self._lets("2025-01-20", amount=0.0))
        self.row.amount = 15.0
        self.row.action_close()
        self.assertFalse(self._lets("2025-01-20"))

    def test_a_term_is_renewed_by_its_subscription(self):
        plan = self._plan(term_count=12)
        term = self._subscription("2024-01-31", plan_id=plan.id).due_date_ids
        self.assertFalse(term._lets_renew(term.date_due))
        url = term._get_renew_url()
        self.assertTrue(url.startswith(term.subscription_id.access_url))
        self.assertTrue(self.row._get_renew_url().startswith(self.row.access_url))

    # === what is paid === #

    def test_the_payment_of_the_order_renews(self):
        order = self.row._renew_online()
        self.assertEqual(order.state, "sent")
        self.assertTrue(order._has_to_be_paid())
        self.assertFalse(order._has_to_be_signed())
        self._pay_online(order)
        self.assertEqual(order.state, "sale")
        self.assertEqual(order.invoice_ids.payment_state, "paid")
        self.assertHeld(
            self.row + self.row.next_ids,
            ("2024-01-31", "2025-01-31", "renewed"),
            ("2025-01-31", "2026-01-31", "active"),
        )
        self.assertEqual(self.row.next_ids.amount, 15.0)
        self.assertEqual(self.row.next_ids.paid_move_id, order.invoice_ids)

    def test_automatic_invoices_of_odoo_renew_once(self):
        self.env["ir.config_parameter"].sudo().set_param("sale.automatic_invoice", "True")
        order = self.row._renew_online()
        self._pay_online(order)
        self.assertEqual(len(order.invoice_ids), 1)
        self.assertEqual(len(self.row.next_ids), 1)

    def test_a_payment_that_waits_for_the_bank_renews_nothing_yet(self):
        order = self.row._renew_online()
        transaction = self._pay_online(order, state="pending")
        self.assertFalse(self.row.next_ids)
        self.assertEqual(self.row._get_pay_path(order), "")
        transaction._set_done()
        # It arrives in a request of its own.
        self.env.invalidate_all()
        transaction._post_process()
        self.assertEqual(len(self.row.next_ids), 1)

    def test_a_part_of_the_price_renews_nothing(self):
        order = self.row._renew_online()
        self._pay_online(order, amount=5.0)
        self.assertFalse(self.row.next_ids)
        self.assertFalse(order.invoice_ids)

    def test_an_order_that_a_clerk_confirmed_is_paid_and_renews(self):
        order = self.row._create_renewal_orders()
        order.action_confirm()
        self.assertEqual(self.row._renew_online(), order)
        self.assertIn("payment_amount", self.row._get_pay_path(order))
        self._pay_online(order)
        self.assertEqual(len(self.row.next_ids), 1)

    def test_the_invoice_that_a_clerk_made_is_paid_by_the_payment_of_its_order(self):
        order = self.row._renew_online()
        order.action_confirm()
        invoice = order._create_invoices()
        self._pay_online(order)
        self.assertEqual(order.invoice_ids, invoice)
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(len(self.row.next_ids), 1)

    def test_another_order_is_not_invoiced_by_its_payment(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner_a.id,
                "require_payment": True,
                "order_line": [Command.create({"product_id": self.product.id})],
            }
        )
        self._pay_online(order)
        self.assertEqual(order.state, "sale")
        self.assertFalse(order.invoice_ids)

    def test_prices_with_taxes_in_them_cost_the_amount_before_taxes(self):
        tax = self.company_data["default_tax_sale"].copy(
            {"name": "Included", "price_include_override": "tax_included", "amount": 20.0}
        )
        self.domain.taxes_id = tax
        order = self.row._renew_online()
        self.assertEqual((order.amount_untaxed, order.amount_total), (15.0, 18.0))
        self._pay_online(order)
        self.assertEqual(self.row.next_ids.amount, 15.0)

    # === never two === #

    def test_two_payments_at_the_same_moment_renew_once_and_somebody_is_told(self):
        order = self.row._renew_online()
        both = [self._start_online(order), self._start_online(order)]
        for transaction in both:
            transaction._set_done()
        for transaction in both:
            self.env.invalidate_all()
            transaction._post_process()
        self.assertEqual(len(self._chain(self.row)), 2)
        self.assertEqual(len(order.invoice_ids), 1)
        credit = both[1].payment_id.move_id.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        self.assertEqual(credit.amount_residual, -order.amount_total)
        self.assertEqual(self.row.activity_ids.summary, "Paid once more")
        self.assertIn(both[1].reference, self.row.activity_ids.note)

    def test_money_for_what_was_closed_meanwhile_is_told(self):
        order = self.row._renew_online()
        transaction = self._start_online(order)
        self.row.action_close()
        transaction._set_done()
        transaction._post_process()
        self.assertFalse(self.row.next_ids)
        self.assertTrue(self.row.activity_ids)

    def test_who_asks_twice_gets_the_same_order(self):
        order = self.row._renew_online()
        self.assertEqual(self.row._renew_online(), order)
        self.assertEqual(self.row.quote_id, order)

    def test_the_quotation_of_a_clerk_is_taken(self):
        order = self.row._create_renewal_orders()
        order.require_payment = False
        self.assertEqual(self.row._renew_online(), order)
        self.assertTrue(order._has_to_be_paid())

    def test_the_open_invoice_is_taken(self):
        invoice = self._invoice(self.row)
        self.assertEqual(self.row._renew_online(), invoice)

    def test_a_quotation_that_is_too_old_is_replaced(self):
        order = self.row._renew_online()
        order.validity_date = "2025-01-19"
        other = self.row._renew_online()
        self.assertNotEqual(other, order)
        self.assertEqual(order.state, "cancel")
        self.assertTrue(other._has_to_be_paid())

    def test_an_old_quotation_of_more_than_it_stays(self):
        rows = self.row + self._due(name="example.org")
        order = rows._create_renewal_orders()
        order.validity_date = "2025-01-19"
        self.assertNotEqual(self.row._renew_online(), order)
        self.assertNotEqual(order.state, "cancel")

    def test_a_cancelled_order_is_not_found_again(self):
        order = self.row._renew_online()
        order._action_cancel()
        self.assertNotEqual(self.row._renew_online(), order)

    def test_what_was_renewed_has_no_order_any_more(self):
        self.row._renew_held(self._day("2025-01-20"))
        with self.assertRaisesRegex(UserError, "renewed up to"):
            self.row._renew_online()

    def test_what_was_renewed_otherwise_or_closed_is_not_paid_by_its_quotation(self):
        for end in (
            lambda row: row._renew_held(self._day("2025-01-20")),
            lambda row: row.action_close(),
        ):
            row = self._due(name="example.net")
            order = row._renew_online()
            end(row)
            self.assertEqual(order.state, "cancel")
            self.assertFalse(row._get_waiting())

    def test_a_quotation_of_more_or_with_a_payment_under_way_stays(self):
        rows = self.row + self._due(name="example.org")
        shared = rows._create_renewal_orders()
        rows[1].action_close()
        self.assertEqual(shared.state, "draft")
        row = self._due(name="example.net")
        order = row._renew_online()
        self._pay_online(order, state="pending")
        row.action_close()
        self.assertEqual(order.state, "sent")
        self.assertFalse(row._get_waiting())

    def test_who_takes_it_over_does_not_get_the_order_of_the_former_customer(self):
        order = self.row._renew_online()
        self.row.partner_id = self.partner_b
        self.assertEqual(order.state, "cancel")
        self.assertFalse(self.row._get_waiting())
        self.assertEqual(self.row._renew_online().partner_id, self.partner_b)
        self.assertEqual(order.partner_id, self.partner_a)

    def test_a_returned_payment_asks_where_the_next_one_is_quoted_already(self):
        self.company.subscription_renew_days = 800
        payment = self._pay(self._invoice(self.row), day="2025-01-20")
        following = self.row.next_ids
        following._renew_online()
        self._return(payment)
        self.assertTrue(following.exists())
        self.assertEqual(following.activity_ids.summary, "Renewed, but not paid")
