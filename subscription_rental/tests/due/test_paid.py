from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import ValidationError

from ..common_due import DueCommon


@freeze_time("2025-01-20 12:00:00")
class TestRenewedByPayment(DueCommon):
    """DD3: an invoice that names a due date renews it once it is paid, exactly once."""

    def test_a_paid_invoice_renews(self):
        row = self._due()
        invoice = self._invoice(row)
        self.assertEqual(row.state, "active")
        self._pay(invoice)
        self.assertHeld(
            self._chain(row),
            ("2024-01-31", "2025-01-31", "renewed"),
            ("2025-01-31", "2026-01-31", "active"),
        )
        following = row.next_ids
        self.assertEqual(following.paid_move_id, invoice)
        self.assertEqual(following.amount, 18.0)
        self.assertEqual(str(following.date_renewed), "2025-01-15")

    def test_a_part_of_the_price_renews_nothing(self):
        row = self._due()
        invoice = self._invoice(row)
        self._pay(invoice, amount=10.0)
        self.assertFalse(row.next_ids)
        self._pay(invoice)
        self.assertEqual(len(row.next_ids), 1)

    def test_a_payment_after_the_lapse_begins_anew_on_its_day(self):
        self.company.subscription_lapse_days = 10
        row = self._due("2024-01-01")
        self._pay(self._invoice(row), day="2025-01-12")
        self.assertHeld(row.next_ids, ("2025-01-12", "2026-01-12", "active"))

    def test_a_returned_payment_undoes_it(self):
        row = self._due()
        payment = self._pay(self._invoice(row))
        self._return(payment)
        self.assertFalse(row.next_ids)
        self.assertHeld(row, ("2024-01-31", "2025-01-31", "active"))
        self.assertIn("not paid any more", row.message_ids[0].body)

    def test_paid_again_after_a_return_it_is_renewed_once(self):
        row = self._due()
        invoice = self._invoice(row)
        self._return(self._pay(invoice))
        self._pay(invoice)
        self.assertEqual(len(row.next_ids), 1)

    def test_an_invoice_that_is_reconciled_no_more_undoes_it(self):
        row = self._due()
        invoice = self._invoice(row)
        self._pay(invoice)
        invoice.line_ids.remove_move_reconcile()
        self.assertFalse(row.next_ids)

    def test_an_invoice_set_to_draft_undoes_it(self):
        row = self._due()
        invoice = self._invoice(row, price=0.0)
        self.assertEqual(len(row.next_ids), 1, "what costs nothing is paid at once")
        invoice.button_draft()
        self.assertFalse(row.next_ids)

    def test_what_happened_on_the_next_row_stays_and_somebody_is_asked(self):
        row = self._due()
        payment = self._pay(self._invoice(row))
        following = row.next_ids
        told = {"body": "Moved to another registrar", "message_type": "comment"}
        following.message_post(**told)
        self._return(payment)
        self.assertTrue(following.exists())
        self.assertEqual(following.activity_ids.summary, "Renewed, but not paid")
        self.assertEqual(following.activity_ids.user_id, self.env.user)

    def test_what_was_renewed_further_stays(self):
        row = self._due()
        payment = self._pay(self._invoice(row))
        row.next_ids._renew_held(self._day("2025-01-20"))
        self._return(payment)
        self.assertEqual(len(self._chain(row)), 3)

    def test_two_invoices_renew_once_and_somebody_is_asked(self):
        row = self._due()
        first, second = self._invoice(row), self._invoice(row)
        self._pay(first)
        self._pay(second)
        self.assertEqual(len(self._chain(row)), 2)
        self.assertEqual(row.activity_ids.summary, "Paid, but not renewed")
        self.assertIn(second.name, row.activity_ids.note)

    def test_two_lines_of_one_invoice_renew_once_with_the_sum(self):
        row = self._due()
        self._pay(self._invoice(row, row))
        self.assertEqual(len(self._chain(row)), 2)
        self.assertEqual(row.next_ids.amount, 36.0)
        self.assertFalse(row.activity_ids)

    def test_what_is_closed_is_not_renewed_by_a_payment(self):
        row = self._due()
        invoice = self._invoice(row)
        row.action_close()
        self._pay(invoice)
        self.assertFalse(row.next_ids)
        self.assertEqual(row.activity_ids.summary, "Paid, but not renewed")

    def test_an_invoice_that_was_credited_is_not_paid(self):
        row = self._due()
        invoice = self._invoice(row)
        invoice._reverse_moves(
            [{"invoice_date": "2025-01-20", "date": "2025-01-20"}], cancel=True
        )
        self.assertEqual(invoice.payment_state, "reversed")
        self.assertFalse(row.next_ids)

    def test_a_quotation_of_the_renewal_renews_once_its_invoice_is_paid(self):
        rows = self._due() + self._due("2024-02-29", name="example.org", amount=30.0)
        action = rows.action_quote()
        order = self.env["sale.order"].browse(action["res_id"])
        self.assertEqual(order.order_line.mapped("price_unit"), [15.0, 30.0])
        self.assertEqual(order.order_line.rental_due_date_id, rows)
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.invoice_line_ids.tax_ids = False
        invoice.action_post()
        self._pay(invoice)
        self.assertEqual(rows.mapped("state"), ["renewed", "renewed"])

    def test_a_line_names_no_due_date_of_another_customer(self):
        row = self._due(partner_id=self.partner_b.id)
        with self.assertRaisesRegex(ValidationError, "held by another customer"):
            self._invoice(row)

    def test_a_line_names_no_term_of_a_subscription(self):
        plan = self._plan(term_count=12)
        row = self._subscription(plan_id=plan.id).due_date_ids
        with self.assertRaisesRegex(ValidationError, "follows the subscription"):
            self._invoice(row)

    def test_an_invoice_of_many_takes_no_query_for_each(self):
        def count(number):
            rows = self._due().union(
                *(self._due(name=f"{n}.example.com") for n in range(number - 1))
            )
            invoice = self._invoice(*rows)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            invoice._renew_due_dates(self._day("2025-01-15"))
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(1)
        few, many = count(3), count(20)
        self.assertLessEqual(many, few + 2)

    def _credit(self, amount=50.0):
        """Return a credit note that the customer may pay with."""
        credit = self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "partner_id": self.partner_a.id,
                "invoice_date": "2025-01-05",
                "invoice_line_ids": [
                    Command.create({"price_unit": amount, "tax_ids": [Command.clear()]})
                ],
            }
        )
        credit.action_post()
        return credit

    def _match(self, *moves):
        terms = self.env["account.move"].union(*moves).line_ids
        terms.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        ).reconcile()

    def test_what_is_paid_with_other_credit_is_renewed_until_that_is_undone(self):
        row = self._due()
        invoice = self._invoice(row)
        self._match(invoice, self._credit())
        self.assertEqual(invoice.payment_state, "reversed")
        self.assertEqual(row.state, "renewed")
        invoice.line_ids.remove_move_reconcile()
        self.assertFalse(row.next_ids)

    def test_what_is_credited_itself_is_not_renewed(self):
        row = self._due()
        invoice = self._invoice(row)
        invoice._reverse_moves([{"invoice_date": "2025-01-20"}], cancel=True)
        self.assertEqual(invoice.payment_state, "reversed")
        self.assertFalse(row.next_ids)
