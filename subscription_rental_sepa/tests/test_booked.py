from datetime import date

from odoo.tests import freeze_time

from .common import SepaCommon


@freeze_time("2024-01-10 12:00:00")
class TestBooked(SepaCommon):
    """A collection may be booked in one entry, which the bank's line matches (BI6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.subscription_sepa_booking = "collection"
        cls.outstanding = cls.sepa._get_outstanding_account()
        cls.company.subscription_dunning_policy_id = cls.env.ref(
            "subscription_rental.dunning_policy_default"
        )

    def _made(self, count=3):
        """Return a collection of so many debits that the bank has."""
        with freeze_time("2024-01-01 12:00:00"):
            return self._exported(count)

    def _paid(self, count=3):
        """Return a collection that was credited and booked."""
        collection = self._made(count)
        self._read_in(self._camt(self._credit(collection)))
        self._book()
        return collection

    def _rows(self, account=None):
        return self.env["account.move.line"].search(
            [
                ("account_id", "=", (account or self.outstanding).id),
                ("parent_state", "=", "posted"),
            ],
            order="id",
        )

    def _match(self, amount, *rows):
        """Enter a line of the bank's statement, and match it with these rows."""
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.sepa.journal_id.id,
                "date": "2024-01-17",
                "payment_ref": "The bank's own words",
                "amount": amount,
            }
        )
        suspense = line._seek_for_lines()[1]
        suspense.account_id = self.outstanding
        (suspense | self.env["account.move.line"].union(*rows)).reconcile()
        self.assertTrue(line.is_reconciled)

    def _balance(self):
        return sum(self._rows().mapped("balance"))

    def test_one_entry_pays_all_and_the_banks_line_closes_it(self):
        collection = self._paid()
        debits = collection.debit_ids
        invoices = debits.rental_invoice_id
        self.assertEqual(set(invoices.mapped("payment_state")), {"paid"})
        self.assertFalse(debits.payment_id)
        self.assertTrue(all(debits.mapped("is_post_processed")))
        entry = collection.entry_ids
        self.assertEqual(
            (len(entry), entry.state, entry.ref), (1, "posted", collection.name)
        )
        self.assertEqual(len(entry.line_ids), 4)
        self.assertEqual(self._rows().mapped("balance"), [87.0])
        self._match(87, self._rows())
        self.assertEqual(self._balance(), 0)

    def test_as_set_otherwise_each_debit_has_its_payment(self):
        self.company.subscription_sepa_booking = "debit"
        collection = self._paid(2)
        self.assertEqual(len(collection.debit_ids.payment_id), 2)
        self.assertFalse(collection.entry_ids)
        self.assertEqual(self._rows().mapped("balance"), [29.0, 29.0])

    def test_without_an_outstanding_account_there_are_payments(self):
        lines = self.sepa.journal_id.inbound_payment_method_line_ids
        lines.payment_account_id = False
        collection = self._paid(1)
        self.assertTrue(collection.debit_ids.payment_id)
        self.assertFalse(collection.entry_ids)

    def test_what_comes_back_corrects_it_exactly(self):
        collection = self._paid()
        debit = collection.debit_ids.sorted("id")[1]
        others = collection.debit_ids - debit
        self._match(87, self._rows())
        with freeze_time("2024-02-20 12:00:00"):
            for message in ("camt.053.001.08", "camt.054.001.08"):
                told = self._camt(self._return(debit, "AM04"), message=message)
                self._read_in(told)
        self.assertEqual(debit.rental_outcome, "declined")
        self.assertEqual(debit.rental_invoice_id.payment_state, "not_paid")
        self.assertEqual(set(others.rental_invoice_id.mapped("payment_state")), {"paid"})
        correction = debit.rental_correction_id
        self.assertEqual(correction.date, date(2024, 2, 20))
        self.assertEqual(
            collection.entry_ids, debit.rental_booking_line_id.move_id | correction
        )
        self.assertEqual(debit.rental_returned_on, date(2024, 2, 20))
        row = self._rows().filtered(lambda one: one.move_id == correction)
        self.assertEqual(row.balance, -29)
        self._match(-29, row)
        self.assertEqual(self._balance(), 0)
        self.assertFalse(self._rows().filtered(lambda one: not one.reconciled))

    def test_it_is_on_its_ladder_and_paid_by_the_next_debit(self):
        collection = self._paid()
        debit = collection.debit_ids.sorted("id")[0]
        invoice = debit.rental_invoice_id
        with freeze_time("2024-01-20 12:00:00"):
            self._read_in(self._camt(self._return(debit, "AM04")))
            self._job("subscription.dunning.job", "_dun_company", "2024-01-21")
            subscription = invoice.line_ids.rental_subscription_id
            self.assertEqual(subscription.dunning_case_ids.state, "open")
            invoice._ask_to_collect()
            self._collect("2024-01-20")
            again = self._gather("2024-01-30")[-1:]
            again.action_export()
            self._read_in(self._camt(self._credit(again)))
            self._book("2024-01-30")
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(len(again.entry_ids), 1)
        self.assertEqual(self._balance(), 87)

    def _booked_by_another(self):
        """Return a debit that the follow-up of another one of its collection booked."""
        collection = self._made(2)
        self._read_in(self._camt(self._credit(collection)))
        first, debit = collection.debit_ids.sorted("id")
        first._post_process()
        self.assertEqual(debit.rental_booking_line_id.move_id, collection.entry_ids)
        self.assertFalse(debit.is_post_processed)
        self.assertEqual(debit.rental_invoice_id.payment_state, "paid")
        return debit

    def test_what_comes_back_before_its_own_follow_up_is_corrected_once(self):
        debit = self._booked_by_another()
        invoice, collection = debit.rental_invoice_id, debit.rental_collection_id
        with freeze_time("2024-01-20 12:00:00"):
            told = self._camt(self._return(debit, "AM04"))
            self._read_in(told)
            self.assertEqual(invoice.payment_state, "not_paid")
            correction = debit.rental_correction_id
            self.assertEqual(len(collection.entry_ids), 2)
            self.assertEqual(correction.date, date(2024, 1, 20))
            debit._post_process()
            self._book("2024-01-20")
            self._read_in(self._camt(self._return(debit, "AM04"), message="camt.054"))
            self._job("subscription.dunning.job", "_dun_company", "2024-01-21")
        self.assertEqual(debit.rental_correction_id, correction)
        self.assertEqual(len(collection.entry_ids), 2)
        self.assertEqual(invoice.payment_state, "not_paid")
        self.assertEqual(self._balance(), 29)
        subscription = invoice.line_ids.rental_subscription_id
        self.assertEqual(subscription.dunning_case_ids.state, "open")

    def test_of_a_debit_whose_invoice_was_paid_otherwise_the_owner_is_asked(self):
        collection = self._made(2)
        first, debit = collection.debit_ids.sorted("id")
        row = self.env["subscription.due.date"].create(
            {
                "name": "example.com",
                "partner_id": self.partner_a.id,
                "product_id": self.product.id,
                "amount": 29.0,
                "date_start": "2023-01-01",
                "date_due": "2024-01-01",
            }
        )
        debit.rental_invoice_id.invoice_line_ids.write({"rental_due_date_id": row.id})
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=debit.rental_invoice_id.ids
        )
        register.create({"payment_date": "2024-01-10"})._create_payments()
        self._read_in(self._camt(self._credit(collection)))
        first._post_process()
        self.assertFalse(first._is_left_over())
        self.assertFalse(row.activity_ids)
        self.assertTrue(debit._is_left_over())
        debit._post_process()
        self.assertFalse(debit.payment_id)
        self.assertEqual(row.activity_ids.summary, "Paid once more")
        self.assertIn(debit.reference, row.activity_ids.note)

    def test_into_a_locked_period_the_correction_is_after_it(self):
        debit = self._paid(1).debit_ids
        self.company.fiscalyear_lock_date = "2024-01-31"
        with freeze_time("2024-02-20 12:00:00"):
            self._read_in(self._camt(self._return(debit, "MD01")))
        self.assertEqual(debit.rental_correction_id.date, date(2024, 2, 20))
        self.assertEqual(debit.rental_invoice_id.payment_state, "not_paid")
        # The money had been there: that it is called unauthorised stops everything.
        self.assertEqual(debit.rental_refusal, "halt")

    def test_called_paid_again_it_stays_unpaid(self):
        debit = self._paid(1).debit_ids
        self._read_in(self._camt(self._return(debit, "AM04")))
        debit._set_done()
        self._book()
        self.assertEqual(debit.rental_invoice_id.payment_state, "not_paid")
        self.assertEqual(self._balance(), 0)

    def test_a_debit_that_the_bank_names_alone_is_booked_alone(self):
        collection = self._made(2)
        for debit in collection.debit_ids:
            details = f"<TxDtls><Refs><EndToEndId>RS{debit.id}</EndToEndId></Refs></TxDtls>"
            self._read_in(self._camt(self._entry(29, "CRDT", details, f"L{debit.id}")))
            self._book()
        self.assertEqual(self._rows().mapped("balance"), [29.0, 29.0])
        self.assertEqual(len(collection.entry_ids), 2)

    def test_a_fee_and_its_return_are_one_line_of_the_bank(self):
        self.company.subscription_sepa_fee_account_id = self.company_data[
            "default_account_expense"
        ]
        collection = self._paid(1)
        self._match(29, self._rows())
        self._read_in(self._camt(self._return(collection.debit_ids, "AM04", fee=3.5)))
        self._match(-32.5, *self._rows().filtered(lambda one: not one.reconciled))
        self.assertEqual(self._balance(), 0)

    def test_books_in_another_currency_are_balanced(self):
        usd = self.env.ref("base.USD")
        self.env["res.currency.rate"].create(
            {"currency_id": usd.id, "name": "2024-01-01", "rate": 1.1}
        )
        collection = self._made(2)
        self.env.flush_all()
        # Odoo lets nobody change it when there are entries.
        query = "UPDATE res_company SET currency_id = %s WHERE id = %s"
        self.env.cr.execute(query, [usd.id, self.company.id])
        self.env.invalidate_all()
        day = date(2024, 1, 10)
        vals = collection._prepare_entry_vals(collection.debit_ids, self.outstanding, day)
        rows = [command[2] for command in vals["line_ids"]]
        self.assertEqual([row["amount_currency"] for row in rows], [-29, -29, 58])
        one = self.euro._convert(29, usd, self.company, day)
        self.assertNotEqual(one, 29)
        self.assertEqual([row["balance"] for row in rows], [-one, -one, 2 * one])

    def test_a_large_collection_is_booked_by_few_queries(self):
        small, large = self._count_queries(2), self._count_queries(6)
        self.assertLess(large, small + 4 * 60)

    def _count_queries(self, count):
        collection = self._made(count)
        collection.debit_ids._collected_by_bank()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        collection._book_collected()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
