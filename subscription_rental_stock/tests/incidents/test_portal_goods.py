import base64

from odoo.tests import HttpCase, freeze_time
from odoo.tools import mute_logger

from ..common import GoodsCommon

PAGE = "/my/subscriptions"
PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06"
    b"\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\x0f\x04\x00\x09\xfb"
    b"\x03\xfd\x05\x18\xd7S\x00\x00\x00\x00IEND\xaeB`\x82"
)
SIGNATURE = base64.b64encode(PIXEL).decode()


@freeze_time("2024-01-10 12:00:00")
class TestPortalGoods(GoodsCommon, HttpCase):
    """Customers see what they have, report what happened, sign (PO1, PO2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._portal_user("customer", cls.partner_a)
        cls._portal_user("stranger", cls.partner_b)

    def setUp(self):
        super().setUp()
        self.subscription = self._ordered()
        self._ship(self.subscription, "P1", tracking="OUT7", return_tracking="BACK7")
        self.url = f"{PAGE}/{self.subscription.id}"

    def _read(self, url, login="customer"):
        self.authenticate(login, login)
        response = self.url_open(url)
        return response.status_code, response.text

    def _report(self, login="customer", files=None, **data):
        """Return the response to the form that the customer sends."""
        self.authenticate(login, login)
        text = self.url_open("/my/subscriptions").text if login else ""
        token = text.partition('csrf_token: "')[2].partition('"')[0]
        values = {"csrf_token": token, "unit": self.subscription.assignment_ids.id, **data}
        url = f"{self.url}/incident/report"
        return self.url_open(url, data=values, files=files)

    def test_the_page_shows_what_one_has_and_what_is_on_its_way(self):
        status, text = self._read(self.url)
        self.assertEqual(status, 200)
        for part in ("What you have", "P1", "OUT7", "BACK7", "Report a problem"):
            self.assertIn(part, text)

    def test_cancelling_says_what_is_to_come_back(self):
        self._bill(self.subscription, "2024-01-10")
        status, text = self._read(f"{self.url}/cancel")
        self.assertEqual(status, 200)
        self.assertIn("Please return what you have by then: Phone (P1)", text)

    def test_what_was_shipped_long_ago_is_not_on_its_way(self):
        self.subscription.rental_picking_ids.date_done = "2023-12-01 12:00:00"
        self.assertNotIn("OUT7", self._read(self.url)[1])

    def test_by_the_link_alone_one_signs_too(self):
        self._report(kind="broken")
        incident = self.subscription.incident_ids
        incident.action_decide()
        incident.action_replace()
        token = self.subscription._portal_ensure_token()
        self.authenticate(None, None)
        url = f"{self.url}/incident/{incident.id}/sign?access_token={token}"
        params = {"name": "Ada", "signature": SIGNATURE}
        answer = self.url_open(url, json={"jsonrpc": "2.0", "params": params}).json()
        self.assertTrue(answer["result"]["force_refresh"])
        again = self.url_open(url, json={"jsonrpc": "2.0", "params": params}).json()
        self.assertIn("nothing to sign", again["result"]["error"])

    def test_an_incident_is_reported_with_photos(self):
        status, text = self._read(f"{self.url}/incident")
        self.assertEqual(status, 200)
        self.assertIn("Phone (P1)", text)
        response = self._report(
            kind="broken",
            description="It fell",
            files=[("photos", ("one\x00.png", PIXEL, "image/png"))],
        )
        self.assertIn("we look into it", response.text)
        incident = self.subscription.incident_ids
        self.assertEqual((incident.kind, incident.description), ("broken", "It fell"))
        self.assertEqual(incident.message_attachment_count, 1)
        self.assertTrue(incident.activity_ids)
        status, text = self._read(self.url)
        self.assertIn(incident.name, text)

    def test_what_is_no_report_changes_nothing(self):
        other = self._ordered(partner_id=self.partner_b.id)
        self._ship(other, "P2")
        for values in (
            {"kind": "exploded"},
            {"kind": "lost", "unit": other.assignment_ids.id},
            {"kind": "lost", "unit": "x"},
        ):
            with self.subTest(values):
                self.assertIn("alert-danger", self._report(**values).text)
        text = [("photos", ("one.txt", b"text", "text/plain"))]
        self.assertIn("alert-danger", self._report(kind="lost", files=text).text)
        # The browser's word alone makes no picture.
        page = [("photos", ("one.png", b"<html><body>text</body></html>", "image/png"))]
        self.assertIn("alert-danger", self._report(kind="lost", files=page).text)
        self.assertFalse(self.env["subscription.incident"].search([]))

    def test_the_label_leads_to_the_report(self):
        self.authenticate("customer", "customer")
        response = self.url_open(f"/my/units/{self.lots[0].id}")
        self.assertIn(f"{self.url}/incident", response.url)
        self.assertTrue(self.lots[0]._get_label_code())

    def test_the_label_of_what_was_reported_leads_to_its_incident(self):
        """Of another unit the form would be about the wrong one."""
        self._report(kind="broken")
        incident = self.subscription.incident_ids
        self.authenticate("customer", "customer")
        response = self.url_open(f"/my/units/{self.lots[0].id}")
        self.assertTrue(response.url.endswith(f"{self.url}/incident/{incident.id}"))

    def test_reported_twice_it_says_so_and_leads_back(self):
        self._report(kind="broken")
        text = self._report(kind="lost").text
        incident = self.subscription.incident_ids
        self.assertIn(f"You told us of it already ({incident.name})", text)
        self.assertNotIn("You have nothing here to report", text)
        self.assertIn(f'href="{self.url}">Back', text)
        self.assertIn("nothing here to report", self._read(f"{self.url}/incident")[1])

    def _sign(self, incident, login="customer", **params):
        self.authenticate(login, login)
        return self.url_open(
            f"{self.url}/incident/{incident.id}/sign",
            json={"jsonrpc": "2.0", "params": params},
        ).json()

    def test_the_customer_signs_for_the_replacement(self):
        self._report(kind="broken")
        incident = self.subscription.incident_ids
        signature = {"name": "Ada", "signature": SIGNATURE}
        answer = self._sign(incident, **signature)
        self.assertIn("nothing to sign", answer["result"]["error"])
        incident.action_decide()
        incident.action_replace()
        self.assertIn("Sign for the replacement", self._read(self.url)[1])
        for nothing in ("%%%", "aGVsbG8=", "", ["x"], "PHN2Zy8+"):
            with self.subTest(nothing):
                # B11: what is no picture was taken for a signature, and not kept.
                answer = self._sign(incident, name="Ada", signature=nothing)
                self.assertTrue(answer["result"]["error"])
                self.assertFalse(incident.signed_by)
        answer = self._sign(incident, **signature)
        self.assertTrue(answer["result"]["force_refresh"])
        self.assertEqual(incident.signed_by, "Ada")
        self.assertTrue(incident.signed_on)

    @mute_logger("odoo.http")
    def test_nothing_of_somebody_elses(self):
        self._report(kind="broken")
        incident = self.subscription.incident_ids
        incident.action_decide()
        lot = self.lots[0]
        for login in ("stranger", None):
            self.assertEqual(self._read(f"{self.url}/incident", login)[0], 404)
            answer = self._sign(incident, login, name="x", signature=SIGNATURE)
            self.assertIn("NotFound", str(answer))
        self.assertEqual(self._read(f"/my/units/{lot.id}", "stranger")[0], 404)
        self.assertEqual(self._read("/my/units/999999", "customer")[0], 404)
        incident._write_kept({"state": "closed"})
        response = self._report("stranger", kind="lost")
        self.assertEqual(response.status_code, 404)
        self.assertEqual(len(self.subscription.incident_ids), 1)
        self.assertFalse(incident.signature)

    @mute_logger("odoo.http")
    def test_slips_stand_among_the_documents_and_are_printed(self):
        picking = self.subscription.rental_picking_ids
        url = f"{self.url}/slip/{picking.id}"
        self.assertIn(f'href="{url}"', self._read(self.url)[1])
        self.assertIn("P1", self._read(url)[1])
        token = self.subscription._portal_ensure_token()
        self.assertEqual(self._read(f"{url}?access_token={token}", None)[0], 200)
        other = self._ordered(partner_id=self.partner_b.id)
        wrong = other._portal_ensure_token()
        for login in ("stranger", None):
            for query in ("", f"?access_token={wrong}"):
                self.assertEqual(self._read(f"{url}{query}", login)[0], 404)
        theirs = f"{PAGE}/{other.id}/slip/{picking.id}"
        self.assertEqual(self._read(theirs, "stranger")[0], 404)
        picking.partner_id = self.partner_b
        self.assertFalse(self.subscription._get_portal_slips())

    def test_the_slip_names_the_units(self):
        picking = self.subscription.rental_picking_ids
        report = self.env["ir.actions.report"]
        name = "subscription_rental_stock.report_rental_slip"
        html = report._render_qweb_html(name, picking.ids)[0].decode()
        for part in ("P1", "Phone", self.subscription.name, "OUT7"):
            self.assertIn(part, html)
