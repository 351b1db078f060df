import re
from datetime import date

from odoo.tests import freeze_time, tagged

from ..common_portal import PortalCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestPortalTold(PortalCommon):
    """The page says what is owed, what comes next, and what follows from an act (PO1)."""

    def test_what_is_owed_stands_on_top_with_a_button_to_pay(self):
        text = self._read(self.url)[1]
        self.assertIn("To pay:", text)
        self.assertLess(text.index("o_rental_owed"), text.index("o_rental_next_payment"))
        owed = self.subscription._get_unpaid_moves()
        self.assertEqual(owed, self.invoice)

    def test_what_is_being_charged_is_not_owed_once_more(self):
        self._collect_invoice("pending")
        self.assertFalse(self.subscription._get_unpaid_moves())

    def test_what_is_offered_is_not_owed(self):
        plan = self._plan(
            term_count=3,
            renewal="on_payment",
            renewal_count=3,
            renewal_offer_kind="invoice",
            invoice_mode="post",
        )
        rental = self._subscription("2024-01-01", plan_id=plan.id)
        bills = self._bill(rental, "2024-03-01")
        offer = rental._offer_renewal(self._day("2024-03-15"))
        self.assertEqual(offer.move_id.payment_state, "not_paid")
        self.assertEqual(rental._get_unpaid_moves(), bills.sorted("id"))

    def test_what_was_credited_is_not_called_paid(self):
        """An invoice that a credit note takes back was not paid (PO1)."""
        today = self._day("2024-01-10")
        self.invoice._reverse_moves([{"invoice_date": today}], cancel=True)
        self.assertEqual(self.invoice.payment_state, "reversed")
        row = self._read_row()
        self.assertIn("Credited", row)
        self.assertNotIn("Paid", row)

    def test_what_is_written_off_is_still_to_be_paid(self):
        """That the books give it up says nothing to the customer (BI16)."""
        self.company.write(
            {
                "subscription_deferral_journal_id": self.company_data[
                    "default_journal_misc"
                ].id,
                "subscription_write_off_account_id": self.company_data[
                    "default_account_expense"
                ].id,
                "subscription_write_off_days": 0,
                "subscription_write_off_old_days": 1,
            }
        )
        today = self._day("2024-01-10")
        rows = self.env["subscription.write.off"]
        rows._propose(self.company, today)
        row = rows.search([("move_id", "=", self.invoice.id)])
        row._book_losses(today, today)
        self.assertEqual(self.invoice.payment_state, "reversed")
        shown = self._read_row()
        self.assertIn("To pay", shown)
        self.assertNotIn("Credited", shown)
        self.assertNotIn("o_rental_pay", shown)

    def test_what_is_blocked_is_to_be_paid(self):
        self.invoice.payment_state = "blocked"
        row = self._read_row()
        self.assertIn("To pay", row)
        self.assertNotIn("Paid", row)

    def _read_row(self):
        """Return what the page says of the invoice, as HTML."""
        text = self._read(self.url)[1]
        row = text.partition(f">{self.invoice.name}<")[2]
        return row.partition("o_rental_invoice")[0].partition("o_rental_method_card")[0]

    def _collect_invoice(self, state):
        self.server.behaviour = state
        self.subscription.payment_token_id = self.token
        self.invoice._collect_on(self._day("2024-01-10"))
        self._collect("2024-01-10")

    def test_actions_stand_in_order_and_cancelling_comes_last(self):
        other = self._plan(name="Other")
        plan = self._plan(
            name="All",
            term_count=3,
            portal_pause="lost",
            portal_renew=True,
            portal_plan_ids=[(6, 0, other.ids)],
        )
        rental = self._subscription("2024-01-01", plan_id=plan.id)
        text = self._read(rental.access_url)[1]
        found = re.findall(r"btn-outline-\w+ o_rental_(pause|change|renew|cancel)", text)
        self.assertEqual(found, ["pause", "change", "renew", "cancel"])
        actions = text.index("o_rental_actions")
        self.assertLess(text.index("o_rental_method_card"), actions)
        self.assertLess(text.index("o_rental_documents"), actions)

    def test_what_is_paid_next_and_how_is_said(self):
        told = self.subscription._get_next_payment_sentence
        self.assertIn("on 02/01/2024, which you pay yourself.", told())
        self.subscription.payment_token_id = self.token
        self.assertIn("on 02/01/2024, collected by", told())
        price = self.subscription.next_total
        self.assertIn(f"{price:.2f}", told())

    def test_what_is_paid_next_is_with_taxes_for_companies_too(self):
        self.partner_a.is_company = True
        self.assertFalse(self.subscription._shows_taxes())
        price = self.subscription.next_total
        self.assertGreater(price, self.subscription.next_amount)
        told = self.subscription._get_next_payment_sentence()
        self.assertIn(f"{price:.2f} with taxes on 02/01/2024", told)

    def test_what_was_cancelled_runs_up_to_the_day_that_was_confirmed(self):
        self.assertIn("01/31/2024", self._read(f"{self.url}/cancel")[1])
        self.subscription._schedule_cancel(
            date(2024, 2, 1), date(2024, 1, 10), "No need of it"
        )
        text = self._read(self.url)[1]
        self.assertIn("Cancelled: it runs up to and including 01/31/2024.", text)
        self.assertNotIn("o_rental_term_end", text)

    def test_the_page_behind_a_link_speaks_to_the_customer(self):
        languages = self.env["res.lang"]
        languages._activate_lang("fr_FR")
        self.partner_a.lang = "fr_FR"
        link = f"{self.url}?access_token={self.subscription._portal_ensure_token()}"
        english = {"en_US": languages._get_data(code="en_US")}
        self.patch(type(languages), "_get_frontend", lambda _self: english)
        self.assertIn("01/02/2024", self._read(link, None)[1])
        self.assertIn("Prochaine facture", self._read(link, None)[1])
        # Who is logged in has chosen.
        self.assertNotIn("Prochaine facture", self._read(self.url)[1])
        # And so has who visits a website that has French.
        french = {"fr_FR": languages._get_data(code="fr_FR")}
        self.patch(type(languages), "_get_frontend", lambda _self: english | french)
        self.assertNotIn("Prochaine facture", self._read(link, None)[1])

    def test_what_customers_do_is_told_in_the_language_of_who_reads_it(self):
        for code in ("fr_FR", "nl_NL"):
            self.env["res.lang"]._activate_lang(code)
        self.subscription._get_billing_owner().lang = "fr_FR"
        own = self.subscription.with_user(self.user).sudo().with_context(lang="nl_NL")
        own._schedule_cancel(date(2024, 2, 1), date(2024, 1, 10), "Verhuisd")
        cancelled = "Résilié à partir du 01/02/2024 : Verhuisd"
        self.assertIn(cancelled, self.subscription.message_ids[0].body)
        own._remove_method()
        self.subscription.invalidate_recordset()
        asked = self.subscription.activity_ids.filtered("summary")
        self.assertEqual(asked.summary, "Moyen de paiement retiré")
        # Who works here writes in their own language.
        self.subscription.with_context(lang="nl_NL")._undo_cancel()
        self.assertIn("ongedaan", self.subscription.message_ids[0].body)

    def test_a_pause_says_before_and_after_what_follows(self):
        text = " ".join(self._read(f"{self.url}/pause")[1].split())
        given = r"are given back with your next invoice: <strong[^>]*>.*?24\.48"
        self.assertRegex(text, given)
        self.assertRegex(text, r"24\.48</span></strong>, with taxes ?\.")
        self.assertRegex(text, r"<th colspan=\"3\"> With taxes </th>")
        self.partner_a.is_company = True
        text = " ".join(self._read(f"{self.url}/pause")[1].split())
        self.assertRegex(text, r"21\.29</span></strong>, before taxes ?\.")
        self.assertRegex(text, r"<th colspan=\"3\"> Before taxes </th>")
        shown = dict(re.findall(r'name="(amount_shown|date)" value="([^"]*)"', text))
        response = self._send(f"{self.url}/pause/confirm", resume="2024-03-01", **shown)
        self.assertIn("It is paused until 03/01/2024", response.text)
        self.subscription._write_kept({"date_resume": False})
        self.assertIn("until you resume it", self.subscription._get_paused_sentence())
        text = self._send(f"{self.url}/resume").text
        self.assertIn("It goes on.", text)
        self.assertIn("which you pay yourself.", text)
