from datetime import date

from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from ..common_renewal import RenewalCommon


@freeze_time("2024-01-10 12:00:00")
class TestRenewalTold(RenewalCommon):
    """PL3: when the law wants customers to be told, and what they are told."""

    def _days(self, **values):
        """Return the day on which a subscription of such a plan is told of."""
        return self._subscription(
            plan_id=self._plan(term_count=12, renewal="automatic", **values).id
        ).renewal_notice_date

    def test_the_country_of_the_company_decides_unless_somebody_does(self):
        table = [
            ("base.fr", {}, date(2024, 11, 1)),
            ("base.be", {}, date(2024, 12, 1)),
            # No notice is known there.
            ("base.de", {}, False),
            ("base.nl", {}, False),
            ("base.de", {"renewal_notice_days": 14}, date(2024, 12, 17)),
            ("base.fr", {"renewal_notice_days": 0}, False),
            # A consumer is told in the window of the law.
            ("base.fr", {"renewal_notice_days": 14}, date(2024, 11, 30)),
            ("base.fr", {"renewal_notice_days": 300}, date(2024, 9, 30)),
            ("base.be", {"renewal_notice_days": 1}, date(2024, 12, 16)),
        ]
        for country, values, expected in table:
            self.company.country_id = self.env.ref(country)
            own = {"renewal_notice": "own", **values} if values else {}
            with self.subTest(country=country, **own):
                self.assertEqual(self._days(**own), expected)

    def test_a_companys_own_days_hold_for_its_plans(self):
        self.company.country_id = False
        self.company.subscription_renewal_notice = "own"
        self.company.subscription_renewal_notice_days = 14
        self.assertEqual(self._days(), date(2024, 12, 17))
        own = {"renewal_notice": "own", "renewal_notice_days": 7}
        self.assertEqual(self._days(**own), date(2024, 12, 24))

    def test_the_window_protects_consumers_only(self):
        self.partner_a.is_company = True
        own = {"renewal_notice": "own", "renewal_notice_days": 14}
        self.assertEqual(self._days(**own), date(2024, 12, 17))

    def test_an_invoice_before_the_end_is_the_last_day_to_refuse(self):
        """It renews when it is billed: with a lead time, before the term is over."""
        day = self._days(invoice_lead_days=10)
        self.assertEqual(day, date(2024, 10, 22))

    def test_who_is_told_late_is_shown_to_the_owner(self):
        rental, firm = self._subscription(), self._subscription(partner_id=self._firm().id)
        self._tell("2024-12-02")
        self.assertTrue(rental.renewal_notice_ids.is_late)
        self.assertIn("later than the law wants", rental.activity_ids.note)
        self.assertFalse(firm.renewal_notice_ids.is_late)
        self.assertFalse(firm.activity_ids)

    def _firm(self):
        return self.env["res.partner"].create(
            {"name": "Firm", "is_company": True, "email": "firm@example.com"}
        )

    def test_each_law_that_is_known_says_where_it_stands(self):
        sources = {"FR": "L215-1", "BE": "VI.91", "DE": "section 309", "NL": "6:236"}
        for code, source in sources.items():
            self.company.country_id = self.env.ref(f"base.{code.lower()}")
            with self.subTest(code):
                self.assertIn(source, self.company.subscription_renewal_law)
        self.company.country_id = self.env.ref("base.us")
        self.assertIn("No such notice", self.company.subscription_renewal_law)

    def test_after_the_last_day_nobody_is_told(self):
        rental = self._subscription()
        self._tell("2025-01-01")
        self.assertTold(rental)

    def test_a_notice_of_nonsense_is_refused(self):
        for record, name in (
            (self.plan, "renewal_notice_days"),
            (self.company, "subscription_renewal_notice_days"),
        ):
            for days in (-1, 367):
                with (
                    self.subTest(name, days=days),
                    mute_logger("odoo.sql_db"),
                    self.assertRaises(CheckViolation),
                    self.env.cr.savepoint(),
                ):
                    record[name] = days
                    self.env.flush_all()

    # === what they are told === #

    def test_the_mail_says_what_until_when_for_how_much_and_how_to_leave(self):
        revision = self.env["subscription.price.revision"].create(
            {"name": "2025", "date": "2025-01-01", "percent": 10.0}
        )
        rental = self._subscription()
        revision.action_preview()
        revision.action_confirm()
        self._tell("2024-11-02")
        mail = self._mails(rental)
        self.assertEqual(
            mail.subject, f"Your subscription {rental.name} renews on 01/01/2025"
        )
        # 33.00 and 15 %; the day in a box is the last one to refuse.
        for said in ("01/31/2025", "37.95", "with taxes", "12/31/2024", "border:2px"):
            self.assertIn(said, mail.body)
        self.assertIn("on the page of your subscription", mail.body)
        self.assertIn(f"access_token={rental.access_token}", mail.body)
        self.assertEqual(mail.notified_partner_ids, self.partner_a)

    def test_who_is_paused_or_suspended_is_told_the_same(self):
        """PL3: what stops the bills does not stop the term, which renews all the same."""
        self.company.subscription_backlog_limit = 0
        for state in ("paused", "suspended"):
            rental = self._subscription()
            self._bill(rental, "2024-01-01")
            rental._stop(state, date(2024, 1, 20))
            self._tell("2024-11-02")
            with self.subTest(state):
                self.assertTold(rental, ("2025-01-01", "2024-11-02"))
                self.assertIn("01/31/2025", self._mails(rental).body)
                self.assertIn("34.50", self._mails(rental).body)

    def test_the_link_goes_to_the_customer_alone(self):
        self.partner_b.email = "bert@example.com"
        rental = self._subscription()
        rental.message_subscribe(self.partner_b.ids)
        self._tell("2024-11-02")
        self.assertEqual(self._mails(rental).notified_partner_ids, self.partner_a)

    def test_who_cannot_cancel_in_the_portal_answers(self):
        self.plan.portal_cancel = False
        # Of consumers the law decides, and not the plan.
        consumer = self._subscription(partner_id=self.partner_b.id)
        self.partner_a.vat = "FR23334175221"
        rental = self._subscription()
        self.partner_b.email = "bob@example.com"
        self._tell("2024-11-02")
        self.assertIn("on the page", self._mails(consumer).body)
        self.assertNotIn("on the page", self._mails(rental).body)
        self.assertIn("answer this e-mail", self._mails(rental).body)

    def test_it_is_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.partner_a.lang = "fr_FR"
        rental = self._subscription()
        template = self.env.ref("subscription_rental.mail_template_renewal")
        template.with_context(lang="fr_FR").subject = "{{ object.name }} renews on, FR"
        self._tell("2024-11-02")
        self.assertIn("renews on, FR", self._mails(rental).subject)

    def test_who_cancels_by_the_day_in_the_mail_is_not_renewed(self):
        self.company.subscription_backlog_limit = 0
        rental = self._subscription()
        self._run_job("2024-12-01")
        self._tell("2024-12-02")
        day = rental.renewal_notice_ids.refuse_by
        with freeze_time(day):
            rental._schedule_cancel(rental._get_period_end(day), day, "No")
        self._run_job("2025-01-02")
        self.assertEqual((rental.state, rental.date_end), ("cancelled", date(2025, 1, 1)))

    def test_the_proof_is_kept_and_shown(self):
        rental = self._subscription()
        self._tell("2024-11-02")
        notice = rental.renewal_notice_ids
        self.assertEqual(
            (notice.sent_to, notice.refuse_by), ("ada@example.com", date(2024, 12, 31))
        )
        history = str(rental.history_html)
        self.assertIn("Told of the renewal on 01/01/2025", history)
        # The mail itself, and the secret in its link, stand in the conversation alone.
        self.assertNotIn(rental.access_token, history)
        with self.assertRaisesRegex(UserError, "kept by the system"):
            notice.sudo().told_on = "2024-01-01"

    def test_the_contract_says_how_not_to_renew(self):
        table = [
            ({}, ["cancelled before the term ends", "60 days before"]),
            ({"invoice_lead_days": 5}, ["cancelled more than 5 days before"]),
            ({"billing_timing": "arrears"}, ["It can be ended", "period that runs"]),
            ({"commitment_count": 6}, ["After the minimum term it can be ended"]),
        ]
        for values, said in table:
            plan = self._plan(term_count=12, renewal="automatic", **values)
            html, _kind = self.env["ir.actions.report"]._render_qweb_html(
                "subscription_rental.report_contract", self._draft(plan_id=plan.id).ids
            )
            for sentence in said:
                self.assertIn(sentence, html.decode())
