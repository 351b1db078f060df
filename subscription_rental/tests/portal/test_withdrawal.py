from datetime import date

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..common_portal import PAGE, PortalCommon

ADA = {"name": "Ada", "email": "ada@example.com"}


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestWithdrawal(PortalCommon):
    """A consumer withdraws: the contract ends, and its money goes back (PO4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.be")
        cls.subscription._write_kept({"signed_on": "2024-01-05 10:00:00"})
        cls.today = cls.company._subscription_today()

    def _net(self, subscription):
        """Return what invoices and credit notes of it come to, with taxes."""
        moves = subscription._get_notes() | subscription._get_portal_invoices()
        return sum(moves.mapped("amount_total_signed"))

    # === the journey === #

    def test_a_consumer_withdraws_in_two_steps(self):
        page = self._read(self.url)[1]
        self.assertIn("o_rental_withdraw", page)
        self.assertIn("Withdraw from contract here", page)
        form = self._read(f"{self.url}/withdraw")[1]
        for words in (self.subscription.name, self.user.email, "Confirm withdrawal"):
            self.assertIn(words, form)
        self.assertEqual(self.subscription.state, "active")
        response = self._send(f"{self.url}/withdraw/confirm", **ADA)
        self.assertIn("We received your withdrawal", response.text)
        self.assertNotIn("o_rental_withdraw", response.text)
        self.assertEqual(self.subscription.state, "cancelled")
        self.assertEqual(self.subscription.date_closed, date(2024, 1, 10))
        self.assertAlmostEqual(self._net(self.subscription), 0.0)

    def test_the_receipt_has_content_day_and_time_and_is_kept(self):
        self.subscription._withdraw_from_contract(ADA, self.today)
        proof = self.subscription.declaration_ids
        self.assertEqual(proof.kind, "withdrawal")
        self.assertEqual(str(proof.declared_at), "2024-01-10 12:00:00")
        self.assertEqual((proof.declared_by, proof.sent_to), tuple(ADA.values()))
        receipt = proof.receipt_id
        self.assertIn("We received your withdrawal", receipt.subject)
        for words in ("12:00:00", "Ada withdraws from the contract", "01/24/2024"):
            self.assertIn(words, receipt.body)
        # To the customer as well as to the address given: neither goes without.
        self.assertEqual(receipt.notified_partner_ids, self.partner_a)
        mails = self.env["mail.mail"].search([("res_id", "=", self.subscription.id)])
        self.assertIn(ADA["email"], mails.mapped("email_to"))
        self.assertEqual(set(mails.mapped("subject")), {receipt.subject})
        with self.assertRaises(UserError):
            proof.write({"declared_at": "2024-01-01 00:00:00"})

    def test_what_was_paid_waits_to_be_paid_back_and_is_nobody_elses(self):
        self._pay(self.invoice)
        self.subscription._withdraw_from_contract(ADA, self.today)
        note = self.subscription._get_notes()
        self.assertEqual(note.amount_total, self.invoice.amount_total)
        self.assertEqual(note.amount_residual, note.amount_total)
        self.assertTrue(note.rental_pay_back)
        asked = self.subscription.activity_ids.filtered(
            lambda one: one.summary == "Withdrawn: pay back"
        )
        self.assertEqual(asked.date_deadline, date(2024, 1, 24))

    def test_what_is_unpaid_is_not_collected_any_more(self):
        self.subscription.payment_token_id = self.token
        self.subscription._withdraw_from_contract(ADA, self.today)
        self.assertEqual(self.invoice.payment_state, "reversed")
        self.assertFalse(self._collect("2024-02-01"))
        self.assertFalse(self.subscription.next_billing_date)

    def test_fees_go_back_too(self):
        plan = self._plan(setup_fee=25.0, invoice_mode="post", name="Fee")
        rental = self._subscription(plan_id=plan.id)
        invoice = self._bill(rental, "2024-01-01")
        self.assertEqual(len(invoice.invoice_line_ids), 2)
        self._pay(invoice)
        rental._withdraw_from_contract(ADA, self.today)
        self.assertAlmostEqual(self._net(rental), 0.0)
        self.assertFalse(rental._get_pending_charges())
        self.assertFalse(rental._get_ledger_difference())

    def test_a_fee_that_was_given_back_before_is_not_given_twice(self):
        plan = self._plan(setup_fee=25.0, invoice_mode="post", name="Fee")
        rental = self._subscription(plan_id=plan.id)
        self._bill(rental, "2024-01-01")
        fee = rental.charge_ids
        fee._take_back(10.0, "Goodwill", "goodwill", self.today)
        rental._withdraw_from_contract(ADA, self.today)
        self.assertAlmostEqual(self._net(rental), 0.0)

    def test_an_invoice_that_was_credited_is_not_credited_again(self):
        plan = self._plan(setup_fee=25.0, invoice_mode="post", name="Fee")
        rental = self._subscription(plan_id=plan.id)
        invoice = self._bill(rental, "2024-01-01")
        invoice._reverse_moves([{"invoice_date": self.today}], cancel=True)
        rental._withdraw_from_contract(ADA, self.today)
        self.assertAlmostEqual(self._net(rental), 0.0)
        self.assertEqual(len(rental._get_notes()), 1)

    def test_who_asked_expressly_that_it_begins_pays_the_days_used(self):
        """9 of 31 days of 30.00 are 8.71: it is the first of the month to the ninth."""
        self.subscription.asked_to_begin = True
        self.subscription._withdraw_from_contract(ADA, self.today)
        kept = self.invoice.amount_untaxed - self.subscription._get_notes().amount_untaxed
        self.assertAlmostEqual(kept, 8.71)
        self.assertIn(
            "You pay the days used", self.subscription.declaration_ids.receipt_id.body
        )

    def test_days_that_are_billed_afterwards_are_not_billed(self):
        plan = self._plan(billing_timing="arrears", name="Arrears", invoice_mode="post")
        rental = self._subscription(plan_id=plan.id)
        rental._withdraw_from_contract(ADA, self.today)
        self.assertFalse(rental._get_portal_invoices())
        self.assertFalse(rental.next_billing_date)
        self.assertFalse(rental._get_ledger_difference())

    def test_a_trial_ends(self):
        plan = self._plan(trial_days=30, name="Trial")
        rental = self._subscription(plan_id=plan.id)
        rental._withdraw_from_contract(ADA, self.today)
        self.assertEqual(rental.state, "cancelled")
        self.assertFalse(rental._get_notes() | rental._get_portal_invoices())

    def test_what_waits_for_its_start_is_withdrawn_from(self):
        plan = self._plan(start_on_payment=True, invoice_mode="post", name="Paid first")
        rental = self._draft("2024-01-10", plan_id=plan.id)
        rental.action_activate()
        self.assertEqual(rental.state, "scheduled")
        first = rental._get_portal_invoices()
        self.assertTrue(first)
        rental._withdraw_from_contract(ADA, self.today)
        self.assertEqual(rental.state, "cancelled")
        self.assertAlmostEqual(self._net(rental), 0.0)
        self.assertFalse(first.rental_collect_date and first.amount_residual)

    def test_who_cancelled_before_may_still_withdraw(self):
        self.subscription._schedule_cancel(date(2024, 2, 1), self.today, "Moved")
        self.subscription._withdraw_from_contract(ADA, self.today)
        self.assertEqual(self.subscription.state, "cancelled")
        self.assertAlmostEqual(self._net(self.subscription), 0.0)

    def test_what_has_ended_goes_to_a_person(self):
        self.subscription._cancel(self.today)
        self.subscription._withdraw_from_contract(ADA, self.today)
        proof = self.subscription.declaration_ids
        self.assertFalse(proof.is_carried_out)
        self.assertIn("A person looks at it", proof.receipt_id.body)

    def test_the_deposit_goes_back(self):
        account = self.env["account.account"].create(
            {"name": "Deposits", "code": "DEP1", "account_type": "liability_current"}
        )
        self.company.subscription_deposit_account_id = account
        plan = self._plan(deposit=50.0, name="Deposit")
        for paid in (True, False):
            with self.subTest(paid=paid):
                rental = self._draft("2024-01-10", plan_id=plan.id)
                rental.action_activate()
                receipt = rental.deposit_move_id
                if paid:
                    self._pay(receipt)
                self.assertEqual(rental.deposit_left, 50.0 if paid else 0.0)
                rental._withdraw_from_contract(ADA, self.today)
                self.assertEqual(rental.deposit_left, 0.0)
                note = receipt.reversal_move_ids
                self.assertEqual(note.amount_total, 50.0)
                self.assertEqual(note.amount_residual, 50.0 if paid else 0.0)

    # === when, and who === #

    @mute_logger("odoo.http")
    def test_the_day_after_the_period_the_link_is_gone_and_the_route_refuses(self):
        self.subscription._write_kept({"date_handed_over": "2024-01-12"})
        with freeze_time("2024-01-26 12:00:00"):
            self.assertIn("o_rental_withdraw", self._read(self.url)[1])
        with freeze_time("2024-01-27 12:00:00"):
            self.assertNotIn("o_rental_withdraw", self._read(self.url)[1])
            form = self._read(f"{self.url}/withdraw")[1]
            self.assertIn("You could withdraw from this contract until 01/26/2024", form)
            self.assertNotIn("o_rental_confirm", form)
            response = self._send(f"{self.url}/withdraw/confirm", **ADA)
            self.assertIn("You could withdraw from this contract until", response.text)
        self.assertEqual(self.subscription.state, "active")
        self.assertFalse(self.subscription.declaration_ids)

    def test_companies_and_other_countries_have_no_such_right(self):
        self.partner_a.vat = "BE0477472701"
        self.assertNotIn("o_rental_withdraw", self._read(self.url)[1])
        response = self._send(f"{self.url}/withdraw/confirm", **ADA)
        self.assertIn("There is no right to withdraw", response.text)
        self.partner_a.vat = False
        self.company.country_id = self.env.ref("base.us")
        self.assertNotIn("o_rental_withdraw", self._read(self.url)[1])
        self.assertEqual(self.subscription.state, "active")

    def test_sent_twice_it_is_done_once(self):
        self._send(f"{self.url}/withdraw/confirm", **ADA)
        response = self._send(f"{self.url}/withdraw/confirm", **ADA)
        self.assertIn("no contract to withdraw from any more", response.text)
        self.assertEqual(len(self.subscription.declaration_ids), 1)
        self.assertEqual(len(self.subscription._get_notes()), 1)

    @mute_logger("odoo.http")
    def test_nobody_else_withdraws(self):
        other = self._subscription(partner_id=self.partner_b.id)
        wrong = other._portal_ensure_token()
        url = f"{self.url}/withdraw"
        for login in ("stranger", None):
            for token in ("", wrong, "\U0001f6b2"):
                with self.subTest(login=login, token=token):
                    query = f"?access_token={token}"
                    self.assertEqual(self._read(f"{url}{query}", login)[0], 404)
                    sent = {"access_token": token, **ADA}
                    response = self._send(f"{url}/confirm", login, **sent)
                    self.assertIn(response.status_code, (400, 404))
        # Neither by a link in a mail, nor by a form of another site.
        self.assertIn(self._read(f"{url}/confirm")[0], (404, 405))
        self.authenticate("customer", "customer")
        self.assertEqual(self.url_open(f"{url}/confirm", data=ADA).status_code, 400)
        self.assertEqual(self.subscription.state, "active")
        self.assertFalse(self.subscription.declaration_ids)

    def test_with_the_link_alone_one_withdraws(self):
        token = self.subscription._portal_ensure_token()
        form = self._read(f"{self.url}/withdraw?access_token={token}", None)[1]
        self.assertIn(self.partner_a.email, form)
        csrf = self._csrf(form)
        sent = {"csrf_token": csrf, "access_token": token, **ADA}
        self.url_open(f"{self.url}/withdraw/confirm", data=sent)
        self.assertEqual(self.subscription.state, "cancelled")

    def test_it_cannot_be_undone_in_the_portal(self):
        self.subscription._withdraw_from_contract(ADA, self.today)
        self.assertFalse(self.subscription._get_portal_actions())
        self.assertIn("alert-danger", self._send(f"{self.url}/undo").text)
        self.assertEqual(self.subscription.state, "cancelled")

    def test_the_other_subscriptions_of_a_shared_invoice_stay(self):
        self.company.subscription_invoice_sharing = "customer"
        plan = self._plan(name="Shared", invoice_mode="post")
        both = self._subscription(plan_id=plan.id) | self._subscription(plan_id=plan.id)
        invoice = self._bill(both, "2024-01-01")
        self.assertEqual(len(invoice), 1)
        both[0]._withdraw_from_contract(ADA, self.today)
        self.assertEqual(both.mapped("state"), ["cancelled", "active"])
        self.assertAlmostEqual(invoice.amount_residual, invoice.amount_total / 2)

    def test_labels_are_those_of_the_law_in_the_customers_language(self):
        for code, language, words in (
            ("fr", "fr_FR", ("Renoncer au contrat ici", "Confirmer la rétractation")),
            ("de", "de_DE", ("Vertrag widerrufen", "Widerruf bestätigen")),
        ):
            with self.subTest(code):
                self.env["res.lang"]._activate_lang(language)
                self.company.country_id = self.env.ref(f"base.{code}")
                self.user.lang = self.partner_a.lang = language
                self.assertIn(words[0], self._read(self.url)[1])
                self.assertIn(words[1], self._read(f"{self.url}/withdraw")[1])

    def test_a_company_says_it_in_its_own_words(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.company.subscription_label_withdraw = "Send it back"
        self.assertEqual(self.company._get_law_label("withdraw"), "Send it back")
        here = self.company.with_context(lang="fr_FR")
        self.assertEqual(here._get_law_label("withdraw"), "Renoncer au contrat ici")

    def test_a_label_costs_no_query(self):
        self.company._get_law_label("cancel")
        with self.assertQueryCount(0):
            self.company._get_law_label("withdraw")

    def test_the_proof_is_of_one_customer_and_company(self):
        self.subscription._withdraw_from_contract(ADA, self.today)
        proof = self.subscription.declaration_ids
        self.assertFalse(proof.with_user(self.user).has_access("read"))
        clerk = self._clerk()
        self.assertTrue(proof.with_user(clerk).has_access("read"))
        self.assertFalse(proof.with_user(clerk).has_access("write"))
        other = self.env["res.company"].create({"name": "Other"})
        clerk.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        self.assertFalse(proof.with_user(clerk).has_access("read"))
        self.assertIn(PAGE, self.subscription.access_url)
