from freezegun import freeze_time

from odoo import Command

from ..common_due import DueCommon


@freeze_time("2025-01-20 12:00:00")
class TestCredited(DueCommon):
    """DD3: what a credit note takes back is not paid; other credit of a customer pays."""

    def _note(self, *products, amount=18.0, day="2025-01-12", **values):
        """Return a posted credit note of `amount` for each of these products."""
        note = self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "partner_id": self.partner_a.id,
                "invoice_date": day,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "name": "Given back",
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                        }
                    )
                    for product in products or (self.env["product.product"],)
                ],
                **values,
            }
        )
        note.action_post()
        return note

    def _match(self, *moves):
        terms = self.env["account.move"].union(*moves).line_ids
        terms.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        ).reconcile()

    def _replace_invoice(self, invoice):
        """Return the draft of *Reverse and Create Invoice*."""
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id, "date": "2025-01-16"})
        )
        wizard.modify_moves()
        return wizard.new_move_ids

    # === credit notes that do not say what they reverse === #

    def test_a_note_of_the_same_amount_takes_it_back_and_somebody_is_told(self):
        row = self._due()
        invoice = self._invoice(row)
        self._match(invoice, self._note(self.domain))
        self.assertEqual(invoice.payment_state, "reversed")
        self.assertFalse(row.next_ids)
        self.assertEqual(row.activity_ids.summary, "Credited, and not renewed")
        self.assertIn(invoice.name, row.activity_ids.note)

    def test_credit_of_something_else_or_of_before_pays(self):
        hosting = self._product("Hosting")
        old = self._invoice(self._due(name="example.net"))
        self._pay(old)
        for values in (
            {"day": "2025-01-05"},
            {"amount": 50.0},
            {"reversed_entry_id": old.id},
        ):
            with self.subTest(**values):
                row = self._due()
                invoice = self._invoice(row)
                self._match(invoice, self._note(self.domain, **values))
                self.assertEqual(row.state, "renewed")
                self.assertFalse(row.activity_ids)
        row = self._due()
        self._match(self._invoice(row), self._note(hosting))
        self.assertEqual(row.state, "renewed")

    def test_a_line_that_was_credited_is_not_renewed_by_the_payment_of_the_rest(self):
        row, other = self._due(), self._due(name="example.org")
        invoice = self._invoice(row, other)
        note = invoice._reverse_moves([{"invoice_date": "2025-01-12"}])
        note.invoice_line_ids[-1:].unlink()
        credited = note.invoice_line_ids.rental_due_date_id
        note.action_post()
        self._pay(invoice)
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(len(credited), 1)
        self.assertFalse(credited.next_ids)
        self.assertEqual((row + other - credited).state, "renewed")

    def test_a_price_that_was_lowered_by_a_note_renews(self):
        row = self._due()
        invoice = self._invoice(row)
        note = invoice._reverse_moves([{"invoice_date": "2025-01-12"}])
        note.invoice_line_ids.price_unit = 5.0
        note.action_post()
        self._match(invoice, self._note(amount=13.0, day="2025-01-02"))
        self.assertEqual(invoice.payment_state, "reversed")
        self.assertEqual(row.state, "renewed")

    # === an invoice in place of another === #

    def test_an_invoice_in_place_of_another_renews_once_paid(self):
        row = self._due()
        new = self._replace_invoice(self._invoice(row))
        self.assertEqual(new.invoice_line_ids.rental_due_date_id, row)
        self.assertFalse(row.next_ids)
        new.action_post()
        self._pay(new)
        self.assertEqual(row.next_ids.paid_move_id, new)
        self.assertFalse(row.activity_ids)

    def test_what_was_renewed_by_the_former_is_not_renewed_twice(self):
        row = self._due()
        invoice = self._invoice(row)
        self._pay(invoice)
        following = row.next_ids
        told = {"body": "Moved to another registrar", "message_type": "comment"}
        following.message_post(**told)
        new = self._replace_invoice(invoice)
        self.assertTrue(following.exists(), "something happened on it")
        new.action_post()
        self._pay(new)
        self.assertEqual(self._chain(row), row + following)
        self.assertEqual(following.paid_move_id, new)
        self.assertFalse(row.activity_ids)
        self._return(new._get_reconciled_payments())
        self.assertEqual(len(following.activity_ids), 2)

    def test_what_another_customer_holds_now_is_not_named_again(self):
        row = self._due()
        invoice = self._invoice(row)
        row.partner_id = self.partner_b
        new = self._replace_invoice(invoice)
        self.assertFalse(new.invoice_line_ids.rental_due_date_id)
        self.assertEqual(invoice.payment_state, "reversed")

    def test_a_copy_renews_nothing(self):
        copy = self._invoice(self._due()).copy()
        self.assertFalse(copy.invoice_line_ids.rental_due_date_id)

    # === several lines === #

    def test_two_lines_renew_with_the_sum_of_their_quantities(self):
        row = self._due()
        invoice = self._invoice(row, row, post=False)
        invoice.invoice_line_ids[:1].quantity = 2.0
        dozen = self.env.ref("uom.product_uom_dozen")
        invoice.invoice_line_ids[-1:].product_uom_id = dozen
        fee = self.product.copy({"name": "Fee"})
        invoice.invoice_line_ids = [
            Command.create(
                {
                    "product_id": fee.id,
                    "quantity": 7.0,
                    "price_unit": 1.0,
                    "tax_ids": [Command.clear()],
                    "rental_due_date_id": row.id,
                }
            )
        ]
        invoice.action_post()
        self._pay(invoice)
        self.assertEqual(row.next_ids.quantity, 14.0)
        self.assertEqual(row.next_ids.amount, sum(invoice.mapped("amount_untaxed")))
