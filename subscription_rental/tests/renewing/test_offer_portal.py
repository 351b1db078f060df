from datetime import date

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..common_portal import PAGE, PortalCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-03-15 12:00:00")
class TestOfferPortal(PortalCommon):
    """PO1: the customer renews and pays on the subscription's own page."""

    def _offered(self, kind):
        plan = self._plan(
            term_count=3,
            renewal="on_payment",
            renewal_count=3,
            renewal_offer_kind=kind,
            portal_renew=True,
        )
        rental = self._subscription(plan_id=plan.id)
        self._bill(rental, "2024-03-01")
        return rental, rental._offer_renewal(date(2024, 3, 15))

    def test_the_page_has_the_price_and_the_way_to_pay(self):
        for kind in ("quotation", "invoice"):
            with self.subTest(kind):
                rental, offer = self._offered(kind)
                status, text = self._read(f"{PAGE}/{rental.id}")
                self.assertEqual(status, 200)
                for said in ("Renew and pay", "34.50", "06/30/2024", "03/31/2024"):
                    self.assertIn(said, text)
                document = offer._get_document()
                self.assertIn(f"access_token={document.access_token}", text)
                # The page that the link leads to takes the money.
                link = offer._get_offer_url().replace(offer.get_base_url(), "")
                status, text = self._read(link, None)
                self.assertEqual(status, 200)
                self.assertIn("Pay", text)

    def test_the_payment_leads_back_to_the_new_end(self):
        rental, offer = self._offered("quotation")
        page = f"{PAGE}/{rental.id}"
        self.assertIn("It runs up to and including 03/31/2024.", self._read(page)[1])
        path = offer.quotation_id.get_portal_url()
        self.assertIn(f'data-landing-route="{page}?access_token', self._read(path)[1])
        offer.quotation_id.action_confirm()
        self.assertIn("It runs up to and including 06/30/2024.", self._read(page)[1])

    def test_nobody_renews_without_paying(self):
        rental, _offer = self._offered("quotation")
        self.assertNotIn("renew", rental._get_portal_actions())
        rental.renewal_offer_ids._close_offer("withdrawn", "Changed.")
        _status, text = self._read(f"{PAGE}/{rental.id}")
        self.assertNotIn("Renew and pay", text)

    @mute_logger("odoo.http")
    def test_somebody_elses_offer_tells_nothing(self):
        rental, offer = self._offered("quotation")
        other, _offer = self._offered("quotation")
        wrong = other._portal_ensure_token()
        for login in ("stranger", None):
            for query in ("", f"?access_token={wrong}"):
                with self.subTest(login, query=query):
                    status, text = self._read(f"{PAGE}/{rental.id}{query}", login)
                    self.assertEqual(status, 404)
                    self.assertNotIn("Renew and pay", text)
        # Nor does the quotation open with the token of another one.
        strange = self._offered("quotation")[1].quotation_id.access_token
        url = f"/my/orders/{offer.quotation_id.id}?access_token={strange}"
        _status, text = self._read(url, None)
        self.assertNotIn(offer.quotation_id.name, text)
