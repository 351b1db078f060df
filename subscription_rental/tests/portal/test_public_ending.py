import re
from datetime import date
from urllib.parse import urlsplit

from odoo.tests import freeze_time, tagged
from odoo.tools import hash_sign, mute_logger

from ..common_portal import PortalCommon

CANCEL, WITHDRAW = "/subscription/cancel", "/subscription/withdraw"


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestPublicEnding(PortalCommon):
    """Ending a contract without an account, and without telling who has one (PO4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.fr")
        cls.plan.portal_cancel = False
        cls.links = cls.env["subscription.ending.link"]

    def _ask(self, page=CANCEL, number=None, email="a@example.com"):
        """Send the form before login; return the text of the answer."""
        self.authenticate(None, None)
        csrf = self._csrf(self.url_open(page).text)
        number = self.subscription.name if number is None else number
        sent = {"csrf_token": csrf, "number": number, "email": email}
        return self.url_open(f"{page}/ask", data=sent).text

    def _mailed(self):
        """Let the job mail; return the latest mail with a link: (mail, path)."""
        self._job("subscription.ending.job", "_mail_company", date(2024, 1, 10))
        mail = self.env["mail.mail"].search(
            [("model", "=", self.links._name)], order="id desc", limit=1
        )
        found = re.search(r'href="([^"]*/subscription/[^"]*)"', mail.body_html or "")
        return mail, found and urlsplit(found.group(1)).path

    def _confirm(self, path, step="confirm", **data):
        """Follow a link, and press the button there; return the text of the answer."""
        self.authenticate(None, None)
        page = self.url_open(path).text
        shown = re.findall(r'name="(amount_shown|date|when)"\s+value="([^"]*)"', page)
        sent = {"csrf_token": self._csrf(page), **dict(shown), **data}
        return self.url_open(f"{path}/{step}", data=sent).text

    def _main(self, text):
        """Return a page without what differs by session."""
        return re.sub(r'csrf_token[^\n]*|"[0-9a-f]{40}o[0-9]*"', "", text)

    # === asking === #

    def test_the_answer_is_the_same_whoever_asks(self):
        known = self._ask()
        self.assertIn("o_rental_asked", known)
        for number, email in (
            ("S99999", "a@example.com"),
            (None, "b@example.com"),
            (None, "not an address"),
            ("%", "a@example.com"),
            ("R\x00", "a\x00@example.com"),
            ("", ""),
            ("' OR 1=1 --", "\U0001f6b2"),
        ):
            with self.subTest(number, email=email):
                answer = self._ask(number=number, email=email)
                self.assertEqual(self._main(answer), self._main(known))
        self.assertEqual(len(self.links.search([])), 1)

    def test_a_link_is_mailed_once_after_the_answer(self):
        cron = self.env.ref("subscription_rental.ir_cron_ending_links")
        triggers = self.env["ir.cron.trigger"].sudo()
        for number in (None, "S99999"):
            # The same for who is known and who is not, so that it takes the same time.
            triggers.search([("cron_id", "=", cron.id)]).unlink()
            self._ask(number=number)
            self.assertEqual(triggers.search_count([("cron_id", "=", cron.id)]), 1)
        mails = [("model", "=", self.links._name)]
        link = self.links.search([])
        self.assertFalse(self.env["mail.mail"].search(mails))
        self.assertFalse(link.mailed_at)
        self._mailed()
        self._mailed()
        self.assertEqual(len(self.env["mail.mail"].search(mails)), 1)
        self.assertTrue(link.mailed_at)

    def test_one_contract_gets_so_many_mails_a_day(self):
        answers = {self._main(self._ask()) for _again in range(6)}
        self.assertEqual(len(answers), 1)
        self.assertEqual(len(self.links.search([])), 3)
        with freeze_time("2024-01-11 12:00:01"):
            self._ask()
        self.assertEqual(len(self.links.search([])), 4)

    def test_the_mail_goes_to_the_address_of_the_contract(self):
        self._ask(number=self.subscription.name.lower(), email=" A@Example.com ")
        mail, path = self._mailed()
        self.assertEqual(mail.email_to, "a@example.com")
        self.assertEqual(mail.state, "outgoing")
        self.assertTrue(path)

    def test_forms_of_other_sites_ask_for_nothing(self):
        self.authenticate(None, None)
        sent = {"number": self.subscription.name, "email": "a@example.com"}
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(f"{CANCEL}/ask", data=sent).status_code, 400)
        self.assertFalse(self.links.search([]))

    # === confirming === #

    def test_a_consumer_cancels_without_an_account(self):
        self._ask()
        mail, path = self._mailed()
        self.assertIn("Cancel your contract", mail.body_html)
        self.authenticate(None, None)
        page = self.url_open(path).text
        self.assertIn(self.subscription.name, page)
        self.assertIn("01/31/2024", page)
        self.assertFalse(self.subscription.cancel_date)
        self.assertIn("o_rental_ended", self._confirm(path))
        self.assertEqual(self.subscription.cancel_date, date(2024, 2, 1))
        self.assertEqual(self.subscription.declaration_ids.kind, "cancellation")

    def test_a_consumer_withdraws_without_an_account(self):
        self._ask(WITHDRAW)
        path = self._mailed()[1]
        self.assertIn("o_rental_ended", self._confirm(path))
        self.assertEqual(self.subscription.state, "cancelled")
        self.assertEqual(self.subscription.declaration_ids.kind, "withdrawal")

    def test_a_reason_goes_to_a_person(self):
        self._ask()
        path = self._mailed()[1]
        self.assertIn("o_rental_ended", self._confirm(path, "leave", reason="Broken"))
        self.assertEqual(self.subscription.declaration_ids.kind, "extraordinary")
        self.assertFalse(self.subscription.cancel_date)

    def test_a_link_works_once(self):
        self._ask(WITHDRAW)
        path = self._mailed()[1]
        self.authenticate(None, None)
        csrf = self._csrf(self.url_open(path).text)
        for words in ("o_rental_ended", "o_rental_over"):
            text = self.url_open(f"{path}/confirm", data={"csrf_token": csrf}).text
            self.assertIn(words, text)
        self.assertIn("o_rental_over", self.url_open(path).text)
        self.assertEqual(len(self.subscription.declaration_ids), 1)

    def test_what_was_refused_leaves_the_link_as_it_is(self):
        self._ask()
        path = self._mailed()[1]
        self.assertIn("alert-danger", self._confirm(path, amount_shown="-99.0"))
        self.assertFalse(self.subscription.cancel_date)
        self.assertIn("o_rental_ended", self._confirm(path))

    def test_a_link_works_for_a_day(self):
        self._ask()
        path = self._mailed()[1]
        with freeze_time("2024-01-11 11:59:00"):
            self.assertNotIn("o_rental_over", self.url_open(path).text)
        with freeze_time("2024-01-11 12:01:00"):
            self.assertIn("o_rental_over", self._confirm(path))
        self.assertFalse(self.subscription.cancel_date)

    def test_opening_a_link_ends_nothing(self):
        """Scanners of mails open each link."""
        self._ask()
        path = self._mailed()[1]
        self.authenticate(None, None)
        for step in ("", "/confirm", "/leave"):
            with mute_logger("odoo.http"):
                self.url_open(f"{path}{step}")
        sent = {"date": "2024-01-10", "amount_shown": "0.0"}
        with mute_logger("odoo.http"):
            refused = self.url_open(f"{path}/confirm", data=sent)
        self.assertEqual(refused.status_code, 400)
        self.assertFalse(self.subscription.cancel_date)

    def test_a_link_is_of_one_act_and_one_contract(self):
        self._ask()
        path = self._mailed()[1]
        link = self.links.search([])
        token = path.rpartition("/")[2]
        forged = [
            f"{WITHDRAW}/{token}",
            f"{CANCEL}/{token[:-2]}xx",
            f"{CANCEL}/{link.id}",
            f"{CANCEL}/%F0%9F%9A%B2",
            f"{CANCEL}/{hash_sign(self.env, 'other', link.id, expiration_hours=1)}",
            f"{CANCEL}/{self.subscription._portal_ensure_token()}",
        ]
        self.authenticate(None, None)
        for url in forged:
            with self.subTest(url):
                self.assertIn("o_rental_over", self._confirm(url))
        self.assertEqual(self.subscription.state, "active")
        self.assertFalse(self.subscription.declaration_ids)

    # === what the mail says === #

    def test_what_has_ended_is_said_in_the_mail_alone(self):
        self.subscription._cancel(date(2024, 1, 9))
        self._ask()
        mail, path = self._mailed()
        self.assertIn("has ended already, on 01/09/2024", mail.body_html)
        self.assertFalse(path)

    def test_what_is_cancelled_or_past_its_days_is_said_in_the_mail(self):
        self.subscription._schedule_cancel(date(2024, 2, 1), date(2024, 1, 10), "Moved")
        self._ask()
        self.assertIn("cancelled already, as of 02/01/2024", self._mailed()[0].body_html)
        with freeze_time("2024-03-10 12:00:00"):
            self._ask(WITHDRAW)
            mail = self._mailed()[0]
        self.assertIn("You could withdraw from this contract until", mail.body_html)

    def test_where_the_plan_decides_a_person_answers(self):
        self.partner_a.vat = "FR23334175221"
        self._ask()
        mail, path = self._mailed()
        self.assertIn("Answer this e-mail to cancel", mail.body_html)
        self.assertFalse(path)

    # === where they stand === #

    def test_the_links_stand_before_login_and_at_the_foot_of_each_page(self):
        # The visitor's company: that of the website or of the database.
        company = self.env.ref("base.public_user").sudo().company_id
        self.authenticate(None, None)
        for country, stands in (("fr", self.assertIn), ("us", self.assertNotIn)):
            company.country_id = self.env.ref(f"base.{country}")
            for page in ("/web/login", CANCEL):
                with self.subTest(country, page=page):
                    text = self.url_open(page).text
                    stands('href="/subscription/cancel"', text)
                    stands('href="/subscription/withdraw"', text)

    def test_who_asked_is_forgotten_after_some_time(self):
        self._ask()
        self.links.sudo()._gc_links()
        self.assertTrue(self.links.search([]))
        with freeze_time("2024-06-01 12:00:00"):
            self.links.sudo()._gc_links()
        self.assertFalse(self.links.search([]))
