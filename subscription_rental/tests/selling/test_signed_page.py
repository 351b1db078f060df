from odoo.tests import HttpCase, freeze_time, tagged

from ..common_selling import SellingCommon

ALIGNED = {"alignment": "calendar"}


@tagged("post_install", "-at_install")
class TestSignedPage(HttpCase, SellingCommon):
    """The customer's page of a quotation."""

    def test_the_page_shows_what_is_due_today(self):
        with freeze_time("2024-01-11 12:00:00"):
            order = self._rental(self._plan(**ALIGNED))
            order.action_quotation_sent()
            self.assertAlmostEqual(order.amount_untaxed, 20.32, 2)
        with freeze_time("2024-01-26 12:00:00"):
            page = self.url_open(order.get_portal_url())
            self.assertEqual(page.status_code, 200)
            self.env.invalidate_all()
            self.assertAlmostEqual(order.amount_untaxed, 5.81, 2)
            self.assertIn("5.81", page.text)

    def test_another_token_changes_nothing(self):
        with freeze_time("2024-01-11 12:00:00"):
            order = self._rental(self._plan(**ALIGNED))
            other = self._rental()
        with freeze_time("2024-01-26 12:00:00"):
            url = f"/my/orders/{order.id}?access_token={other._portal_ensure_token()}"
            self.url_open(url, allow_redirects=False)
            self.env.invalidate_all()
            self.assertAlmostEqual(order.amount_untaxed, 20.32, 2)
