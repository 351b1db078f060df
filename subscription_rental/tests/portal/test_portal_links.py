from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from ..common_portal import PortalCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestPortalLinks(PortalCommon):
    """A link works for some time, and can be taken back (B7)."""

    def _open(self, token):
        """Return the status of the page for a visitor with this link."""
        return self._read(f"{self.url}?access_token={token}", None)[0]

    @mute_logger("odoo.http")
    def test_a_link_works_for_so_many_days(self):
        self.company.subscription_link_days = 30
        token = self.subscription._portal_ensure_token()
        with freeze_time("2024-02-08 12:00:00"):
            self.assertEqual(self._open(token), 200)
        with freeze_time("2024-02-09 12:00:00"):
            self.assertEqual(self._open(token), 404)

    def test_the_next_mail_has_one_that_works(self):
        self.company.subscription_link_days = 30
        token = self.subscription._portal_ensure_token()
        with freeze_time("2024-02-08 12:00:00"):
            self.assertEqual(self.subscription._portal_ensure_token(), token)
        with freeze_time("2024-02-09 12:00:00"):
            renewed = self.subscription._portal_ensure_token()
            self.assertNotEqual(renewed, token)
            self.assertEqual(self._open(renewed), 200)

    def test_without_a_limit_a_link_works_for_ever(self):
        self.company.subscription_link_days = 0
        token = self.subscription._portal_ensure_token()
        with freeze_time("2034-01-10 12:00:00"):
            self.assertEqual(self._open(token), 200)

    @mute_logger("odoo.http")
    def test_links_are_taken_back(self):
        token = self.subscription._portal_ensure_token()
        bill = self.invoice._portal_ensure_token()
        self.subscription.action_revoke_links()
        self.assertEqual(self._open(token), 404)
        self.assertEqual(self._open(""), 404)
        url = f"/my/invoices/{self.invoice.id}?access_token={bill}"
        self.authenticate(None, None)
        self.assertNotIn(self.invoice.name, self.url_open(url).text)
        self.assertEqual(self._open(self.subscription._portal_ensure_token()), 200)

    def test_links_to_what_is_offered_are_taken_back_with_them(self):
        for kind in ("quotation", "invoice"):
            plan = self._plan(
                term_count=1, renewal="on_payment", renewal_offer_kind=kind, name=kind
            )
            rental = self._subscription(plan_id=plan.id)
            self._bill(rental, "2024-01-01")
            document = rental._offer_renewal(date(2024, 1, 10))._get_document()
            path = document.get_portal_url()
            self.authenticate(None, None)
            with self.subTest(kind):
                self.assertIn(document.name, self.url_open(path).text)
                rental.action_revoke_links()
                self.assertNotIn(document.name, self.url_open(path).text)

    def test_who_may_not_change_it_revokes_nothing(self):
        token = self.subscription._portal_ensure_token()
        reader = new_test_user(
            self.env,
            login="reader",
            groups="subscription_rental.group_billing_reader",
            company_id=self.company.id,
        )
        with self.assertRaises(AccessError):
            self.subscription.with_user(reader).action_revoke_links()
        self.assertEqual(self.subscription.access_token, token)
