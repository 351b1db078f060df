from datetime import date

from odoo.tests import freeze_time

from .common import SepaCommon


@freeze_time("2024-01-10 12:00:00")
class TestAnswers(SepaCommon):
    """What the bank says is done once; what is not understood is listed (BI6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.subscription_dunning_policy_id = cls.env.ref(
            "subscription_rental.dunning_policy_default"
        )

    def _made(self, count=1):
        """Return a collection of so many debits, told on the first of January."""
        with freeze_time("2024-01-01 12:00:00"):
            return self._exported(count)

    def _paid(self, count=1):
        """Return a collection that was credited and booked."""
        collection = self._made(count)
        self._read_in(self._camt(self._credit(collection)))
        self._book()
        return collection

    def _states(self, file):
        return file.answer_ids.sorted("id").mapped("state")

    def _dun(self, day):
        with freeze_time(f"{day} 12:00:00"):
            self._job("subscription.dunning.job", "_dun_company", day)

    # === collected === #

    def test_a_credit_in_one_sum_pays_all_invoices(self):
        collection = self._made(2)
        file = self._read_in(self._camt(self._credit(collection)))
        self.assertEqual(self._states(file), ["applied"])
        self._book()
        invoices = collection.debit_ids.rental_invoice_id
        self.assertEqual(set(invoices.mapped("payment_state")), {"paid"})
        self.assertEqual((collection.state, collection.paid_count), ("sent", 2))
        mandates = collection.debit_ids.rental_mandate_id
        self.assertEqual(set(mandates.mapped("accepted_on")), {date(2024, 1, 15)})

    def test_another_sum_or_count_is_for_a_person(self):
        collection = self._made(2)
        for values in ({"amount": 29}, {"count": 1}):
            file = self._read_in(self._camt(self._credit(collection, **values)))
            self.assertEqual(self._states(file), ["unclear"])
            self.assertIn("2 debits", file.answer_ids.note)
        self.assertEqual(collection.pending_count, 2)

    def test_the_sum_is_less_what_the_bank_rejected_before(self):
        collection = self._made(2)
        first, second = collection.debit_ids.sorted("id")
        self._read_in(self._pain(collection, (first, "AC04")))
        file = self._read_in(self._camt(self._credit(collection, amount=29, count=1)))
        self.assertEqual(self._states(file), ["applied"])
        self.assertEqual(second.rental_outcome, "done")
        self.assertEqual(first.rental_outcome, "declined")

    def test_silence_is_consent_where_the_company_says_so(self):
        collection = self._made()
        collection.action_sent()
        self._gather("2024-01-31")
        self.assertEqual(collection.debit_ids.state, "pending")
        self.company.subscription_sepa_silence_days = 5
        self._gather("2024-01-19")
        self.assertEqual(collection.debit_ids.state, "pending")
        self._gather("2024-01-22")
        self.assertEqual(collection.debit_ids.state, "done")

    # === refused before the day === #

    def test_a_closed_account_blocks_the_mandate_and_asks_for_another(self):
        collection = self._made()
        debit = collection.debit_ids
        self._read_in(self._pain(collection, (debit, "AC04")))
        self.assertEqual(debit.rental_outcome, "declined")
        self.assertEqual(debit.rental_refusal, "method")
        self.assertIn("AC04 Account is closed", debit.state_message)
        self.assertEqual(debit.rental_mandate_id.state, "blocked")
        subscription = debit.rental_invoice_id.line_ids.rental_subscription_id
        self.assertTrue(subscription.needs_method)
        self._dun("2024-01-11")
        self.assertEqual(subscription.dunning_case_ids.state, "open")

    def test_our_own_mistake_duns_nobody(self):
        collection = self._made()
        debit = collection.debit_ids
        self._read_in(self._pain(collection, (debit, "BE05")))
        self.assertEqual(debit.rental_refusal, "ours")
        self.assertEqual(debit.rental_mandate_id.state, "active")
        self._dun("2024-01-11")
        subscription = debit.rental_invoice_id.line_ids.rental_subscription_id
        self.assertFalse(subscription.dunning_case_ids)
        self.assertTrue(subscription.activity_ids)

    def test_a_file_that_was_refused_as_a_whole_is_nobodys_fault(self):
        collection = self._made(2)
        debits = collection.debit_ids
        reason = "<StsRsnInf><Rsn><Cd>FF01</Cd></Rsn></StsRsnInf>"
        told = self._pain(collection, group=f"<GrpSts>RJCT</GrpSts>{reason}")
        self._read_in(told)
        self.assertEqual(collection.state, "refused")
        self.assertEqual(set(debits.mapped("rental_outcome")), {"pending"})
        again = self._gather("2024-01-10")[-1:]
        self.assertEqual((again != collection, again.debit_ids), (True, debits))
        file = self._read_in(told + " ")
        self.assertEqual(self._states(file), ["known"])
        self.assertEqual(again.debit_count, 2)

    # === weeks after it was paid === #

    def test_what_comes_back_is_unpaid_again_and_on_its_ladder(self):
        collection = self._paid()
        debit = collection.debit_ids
        invoice = debit.rental_invoice_id
        self.assertEqual(invoice.payment_state, "paid")
        with freeze_time("2024-02-20 12:00:00"):
            self._read_in(self._camt(self._return(debit, "AM04")))
        self.assertEqual(invoice.payment_state, "not_paid")
        self.assertEqual(debit.payment_id.state, "canceled")
        self.assertEqual(debit.rental_refusal, "few")
        self._dun("2024-02-21")
        subscription = invoice.line_ids.rental_subscription_id
        self.assertEqual(subscription.dunning_case_ids.state, "open")
        self.assertEqual(subscription.payment_token_id, debit.token_id)

    def test_what_the_payer_wants_back_waits_for_a_person(self):
        debit = self._paid().debit_ids
        self._read_in(self._camt(self._return(debit, "MD06")))
        self._dun("2024-01-20")
        case = debit.rental_invoice_id.line_ids.rental_subscription_id.dunning_case_ids
        self.assertEqual(case.state, "held")
        self.assertEqual(debit.rental_mandate_id.state, "active")

    def test_unauthorised_after_it_was_paid_stops_everything(self):
        debit = self._paid().debit_ids
        before = self.env["mail.mail"].search_count([])
        self._read_in(self._camt(self._return(debit, "MD01")))
        self.assertEqual(debit.rental_refusal, "halt")
        self.assertEqual(debit.rental_mandate_id.state, "blocked")
        self.assertEqual(self.env["mail.mail"].search_count([]), before)

    def test_into_a_locked_period_it_is_undone_by_a_payment_back(self):
        debit = self._paid().debit_ids
        self.company.fiscalyear_lock_date = "2024-01-31"
        with freeze_time("2024-02-20 12:00:00"):
            self._read_in(self._camt(self._return(debit, "MD06")))
        self.assertEqual(debit.rental_return_id.date, date(2024, 2, 20))
        self.assertEqual(debit.rental_invoice_id.payment_state, "not_paid")

    # === twice, late, wrong === #

    def test_the_same_file_is_read_once(self):
        debit = self._paid().debit_ids
        told = self._camt(self._return(debit, "AM04"))
        file = self._read_in(told)
        self.assertEqual(self._read_in(told, name="again.xml"), file)
        self.assertEqual(len(file.answer_ids), 1)

    def test_the_same_return_in_several_files_is_done_once(self):
        collection = self._paid()
        debit = collection.debit_ids
        self.company.subscription_sepa_fee_account_id = self._expense()
        files = [
            self._read_in(self._camt(self._return(debit, "AM04", fee=3.5), message=name))
            for name in ("camt.053.001.08", "camt.053.001.02")
        ]
        states = [state for file in files for state in self._states(file)]
        self.assertEqual(states, ["applied", "known"])
        self.assertEqual(len(debit.rental_invoice_id.rental_charge_ids), 1)
        self.assertEqual(len((files[0] | files[1]).answer_ids.fee_move_id), 1)

    def test_collected_after_it_came_back_is_for_a_person(self):
        collection = self._made()
        debit = collection.debit_ids
        self._read_in(self._pain(collection, (debit, "AM04")))
        details = f"<TxDtls><Refs><EndToEndId>RS{debit.id}</EndToEndId></Refs></TxDtls>"
        file = self._read_in(self._camt(self._entry(29, "CRDT", details, "L")))
        self.assertEqual(self._states(file), ["unclear"])
        self.assertEqual(debit.rental_outcome, "declined")

    def test_what_does_not_fit_is_listed_and_nothing_is_guessed(self):
        debit = self._paid().debit_ids
        file = self._read_in(
            self._camt(
                self._return(debit, "AM04", name="RS999999999"),
                self._return(debit, "AM04", name="INV/1"),
                self._return(debit, "AM04", amount=28),
                self._return(debit, "AM04", mandate="OTHER"),
            )
        )
        self.assertEqual(self._states(file), 4 * ["unclear"])
        self.assertEqual(file.open_count, 4)
        self.assertEqual(debit.rental_outcome, "done")
        file.answer_ids.action_settle()
        self.assertFalse(file.open_count)

    def test_a_file_that_is_not_ours_is_refused(self):
        told = self._camt(account="DE89370400440532013000")
        self.assertRefused("no account of", self._read_in, told)
        self.assertRefused("no answer of a bank", self._read_in, "<a/>")
        oldest = self._camt(message="camt.053.001.01")
        self.assertRefused("first version", self._read_in, oldest)
        self.assertFalse(self.env["subscription.sepa.bank.file"].search([]))

    # === Odoo's own statements === #

    def _line(self, amount, text):
        return self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.sepa.journal_id.id,
                "date": "2024-01-17",
                "payment_ref": text,
                "amount": amount,
            }
        )

    def test_a_line_of_a_statement_says_the_same_as_a_file(self):
        self.company.subscription_sepa_fee_account_id = self._expense()
        collection = self._made()
        debit = collection.debit_ids
        self._line(29, f"Collection {collection.name}")
        self._book()
        self.assertEqual(debit.rental_invoice_id.payment_state, "paid")
        self._line(-32.5, f"Return RS{debit.id} AM04")
        self.assertEqual(debit.rental_invoice_id.payment_state, "not_paid")
        self.assertEqual(debit.rental_refusal, "few")
        entries = self.env["subscription.sepa.answer"].search([]).fee_move_id
        self.assertEqual(entries.amount_total, 3.5)
        file = self._read_in(self._camt(self._return(debit, "AM04", fee=3.5)))
        self.assertEqual(self._states(file), ["known"])

    def test_lines_that_name_nothing_of_ours_do_nothing(self):
        collection = self._made()
        debit = collection.debit_ids
        self._line(29, "INV/2024/00001")
        self._line(-29, "Rent RS1 RS2")
        self._line(29, f"RS{debit.id}")
        self.assertFalse(self.env["subscription.sepa.answer"].search([]))
        self._line(28, collection.name)
        self.assertEqual(self.env["subscription.sepa.answer"].search([]).state, "unclear")
        self.assertEqual(debit.rental_outcome, "pending")

    # === fees === #

    def _expense(self):
        return self.company_data["default_account_expense"]

    def test_the_banks_fee_stands_on_the_outstanding_account(self):
        self.company.subscription_sepa_fee_account_id = self._expense()
        debit = self._paid().debit_ids
        outstanding = debit.payment_id.outstanding_account_id
        file = self._read_in(self._camt(self._return(debit, "AM04", fee=3.5)))
        self.assertEqual(file.answer_ids.fee, 3.5)
        entry = file.answer_ids.fee_move_id
        self.assertEqual(entry.state, "posted")
        balances = {line.account_id: line.balance for line in entry.line_ids}
        self.assertEqual(balances, {self._expense(): 3.5, outstanding: -3.5})

    def test_without_an_account_the_fee_is_shown_only(self):
        debit = self._paid().debit_ids
        file = self._read_in(self._camt(self._return(debit, "AM04", fee=3.5)))
        self.assertEqual((file.answer_ids.fee, len(file.answer_ids.fee_move_id)), (3.5, 0))
