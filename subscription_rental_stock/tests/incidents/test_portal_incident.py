import base64

from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from ..common import GoodsCommon
from .test_portal_goods import PAGE, PIXEL


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestPortalIncident(GoodsCommon, HttpCase):
    """Customers follow an incident: its thread, its photos, our answers (PO2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls._portal_user("customer", cls.partner_a)
        cls._portal_user("stranger", cls.partner_b)
        cls.partner_a.email = "a@example.com"

    def setUp(self):
        super().setUp()
        self.subscription = self._ordered()
        self._ship(self.subscription, "P1")
        self.incident = self.env["subscription.incident"].create(
            {"assignment_id": self.subscription.assignment_ids.id, "kind": "broken"}
        )
        self.url = f"{PAGE}/{self.subscription.id}/incident/{self.incident.id}"

    def _read(self, url, login="customer"):
        self.authenticate(login, login)
        response = self.url_open(url)
        return response.status_code, response.text

    def _answer(self, login="customer", files=None, **data):
        """Return the response to the form that the customer sends."""
        self.authenticate(login, login)
        text = self.url_open("/my/subscriptions").text if login else ""
        token = text.partition('csrf_token: "')[2].partition('"')[0]
        values = {"csrf_token": token, **data}
        return self.url_open(f"{self.url}/answer", data=values, files=files)

    def _photos(self, count, content=PIXEL, kind="image/png"):
        return [("photos", (f"{n}.png", content, kind)) for n in range(count)]

    def _fetch(self, token, login=None):
        """Return the bodies of the thread, as the page's chatter reads them."""
        self.authenticate(login, login)
        answer = self.make_jsonrpc_request(
            "/mail/chatter_fetch",
            {
                "thread_model": "subscription.incident",
                "thread_id": self.incident.id,
                "token": token,
            },
        )
        return [str(one["body"]) for one in answer["data"]["mail.message"]]

    def _tell(self, text, subtype="mail.mt_comment", **values):
        """Post what a clerk says on the incident; return the message."""
        told = {"body": text, "subtype_xmlid": subtype, "message_type": "comment"}
        return self.incident.message_post(**told, **values)

    # === what customers see === #

    def test_the_page_shows_the_incident_and_its_state(self):
        status, text = self._read(self.url)
        self.assertEqual(status, 200)
        for part in (self.incident.name, "P1", "Reported", "Write to us", "discussion"):
            self.assertIn(part, text)
        page = f"{PAGE}/{self.subscription.id}"
        self.assertIn(f'href="{self.url}"', self._read(page)[1])

    def test_answers_of_clerks_are_seen_and_notes_never_are(self):
        picture = self.env["ir.attachment"].create(
            {"name": "secret.png", "raw": PIXEL, "res_model": self.incident._name}
        )
        self._tell("We send you another one")
        self._tell("Paid late twice", "mail.mt_note", attachment_ids=picture.ids)
        self._tell("Says the boss", is_internal=True)
        token = self.subscription._portal_ensure_token()
        for login in ("customer", None):
            told = " ".join(self._fetch(token, login))
            self.assertIn("We send you another one", told)
            self.assertNotIn("Paid late twice", told)
            self.assertNotIn("Says the boss", told)
        self.assertNotIn("secret.png", self._read(self.url)[1])

    def test_answers_of_clerks_are_mailed_with_a_link_to_the_page(self):
        message = self._tell("We send you another one")
        self.assertIn(self.partner_a, message.notified_partner_ids)
        mail = self.env["mail.mail"].sudo().search([("mail_message_id", "=", message.id)])
        bodies = " ".join(str(body) for body in mail.mapped("body_html"))
        self.assertIn(f"/incident/{self.incident.id}?access_token=", bodies)

    def test_notes_are_mailed_to_nobody(self):
        message = self._tell("Paid late twice", "mail.mt_note")
        self.assertNotIn(self.partner_a, message.notified_partner_ids)

    # === what customers send === #

    def test_what_customers_send_stands_there_with_its_photos(self):
        response = self._answer(text="It fell\nin the rain", files=self._photos(3))
        self.assertIn("We received it", response.text)
        message = self.incident.message_ids[0]
        self.assertIn("It fell", message.body)
        self.assertEqual(message.author_id, self.user.partner_id)
        self.assertEqual(len(message.attachment_ids), 3)
        self.assertIn(self.incident.user_id.partner_id, message.notified_partner_ids)
        self.assertEqual(response.text.count("/200x200?"), 3)
        found = self.incident._get_pictures()[0].generate_access_token()[0]
        url = f"/web/image/{self.incident._get_pictures()[0].id}?access_token={found}"
        self.authenticate(None, None)
        self.assertEqual(self.url_open(url).content, PIXEL)

    def test_by_the_link_alone_one_answers_too(self):
        token = self.subscription._portal_ensure_token()
        self.authenticate(None, None)
        text = self.url_open(f"{self.url}?access_token={token}").text
        csrf = text.partition('csrf_token: "')[2].partition('"')[0]
        data = {"csrf_token": csrf, "access_token": token, "text": "It fell"}
        response = self.url_open(f"{self.url}/answer", data=data)
        self.assertIn("We received it", response.text)
        self.assertEqual(self.incident.message_ids[0].author_id, self.partner_a)

    def test_too_many_or_no_pictures_are_refused_with_a_sentence(self):
        for files, said in (
            (self._photos(6), "Send 5 pictures at most"),
            (self._photos(1, b"text", "text/plain"), "Send pictures, of 10 MB"),
            (self._photos(1, b"<html></html>"), "Send pictures, of 10 MB"),
            # What it is called says nothing of what it is.
            (self._photos(1, b"%PDF-1.7\n%\xe2\xe3\n1 0 obj"), "Send pictures, of 10 MB"),
            (self._photos(1, b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "pictures, of"),
            (self._photos(1, b"PK\x03\x04" + bytes(60)), "Send pictures, of 10 MB"),
            (self._photos(1, bytes(4) + b"ftypmp42" + bytes(60)), "Send pictures, of"),
            (self._photos(1, PIXEL + bytes(30 * 2**20)), "Send pictures, of 10 MB"),
        ):
            with self.subTest(said):
                response = self._answer(text="Keep this", files=files)
                self.assertIn(said, response.text)
                self.assertIn("Keep this", response.text)
        self.assertIn("Write something", self._answer(text="  ").text)
        self.assertFalse(self.incident.message_attachment_count)

    def test_a_picture_as_phones_take_them_is_kept(self):
        heic = bytes(4) + b"ftypheic" + bytes(60)
        response = self._answer(text="Look", files=self._photos(1, heic, "image/heic"))
        self.assertIn("We received it", response.text)
        self.assertEqual(self.incident.message_attachment_count, 1)

    @mute_logger("odoo.http")
    def test_files_of_others_are_neither_seen_nor_taken(self):
        own = self.incident.message_post(attachments=[("own.png", PIXEL)]).attachment_ids
        secret = self.env["ir.attachment"].create(
            {"name": "secret.png", "raw": PIXEL, "res_model": "res.partner", "res_id": 1}
        )
        for login in ("stranger", None):
            self.authenticate(login, login)
            for path in (f"/web/content/{own.id}", f"/web/image/{own.id}?download=1"):
                self.assertNotEqual(self.url_open(path).content, PIXEL)
        self._answer(text="Mine", attachment_ids=str(secret.id))
        message = self.incident.message_ids[0]
        self.assertIn("Mine", message.body)
        self.assertFalse(message.attachment_ids)
        self.assertEqual(secret.res_model, "res.partner")

    def test_what_is_reported_begins_the_thread(self):
        self.incident._write_kept({"state": "closed"})
        self.authenticate("customer", "customer")
        text = self.url_open("/my/subscriptions").text
        data = {
            "csrf_token": text.partition('csrf_token: "')[2].partition('"')[0],
            "unit": self.subscription.assignment_ids.id,
            "kind": "broken",
            "description": "Again",
        }
        url = f"{PAGE}/{self.subscription.id}/incident/report"
        response = self.url_open(url, data=data, files=self._photos(1))
        incident = self.subscription.incident_ids - self.incident
        self.assertIn(f"/incident/{incident.id}", response.url)
        self.assertIn("we look into it", response.text)
        self.assertIn("Again", incident.message_ids[0].body)

    # === whose it is === #

    @mute_logger("odoo.http")
    def test_nothing_of_somebody_elses(self):
        other = self._ordered(partner_id=self.partner_b.id)
        token = other._portal_ensure_token()
        self._tell("Between us")
        for login in ("stranger", None):
            for query in ("", f"?access_token={token}"):
                with self.subTest(login=login, query=query):
                    self.assertEqual(self._read(self.url + query, login)[0], 404)
            with self.assertRaises(JsonRpcException):
                self._fetch(token, login)
        self.assertEqual(self._answer("stranger", text="x").status_code, 404)
        elsewhere = f"{PAGE}/{other.id}/incident/{self.incident.id}"
        self.assertEqual(self._read(elsewhere, "stranger")[0], 404)
        self.assertNotIn("x", self.incident.message_ids.mapped("body"))

    @mute_logger("odoo.http")
    def test_a_link_that_is_over_reads_no_thread(self):
        self.env.company.subscription_link_days = 30
        self._tell("Between us")
        token = self.subscription._portal_ensure_token()
        self.assertTrue(self._fetch(token))
        with freeze_time("2024-03-10 12:00:00"), self.assertRaises(JsonRpcException):
            self._fetch(token)
        self.subscription.action_revoke_links()
        with self.assertRaises(JsonRpcException):
            self._fetch(token)

    @mute_logger("odoo.http")
    def test_the_link_uploads_nothing_past_the_form(self):
        token = self.subscription._portal_ensure_token()
        data = {
            "thread_model": "subscription.incident",
            "thread_id": self.incident.id,
            "token": token,
        }
        self.authenticate(None, None)
        files = [("ufile", ("bad.exe", base64.b64decode("TVo="), "image/png"))]
        response = self.url_open("/mail/attachment/upload", data=data, files=files)
        self.assertGreaterEqual(response.status_code, 400)
        post = {**data, "post_data": {"body": "x"}}
        with self.assertRaises(JsonRpcException):
            self.make_jsonrpc_request("/mail/message/post", post)

    @mute_logger("odoo.http")
    def test_who_takes_it_over_sees_no_incident_of_before(self):
        self._bill(self.subscription, "2024-01-10")
        self._tell("Between us")
        self.subscription._transfer(
            self.partner_b, self.env.company._subscription_today(), "Succession"
        )
        self.assertTrue(self.incident.is_former)
        self.assertFalse(self.subscription._get_portal_incidents())
        self.assertNotIn(self.partner_a, self.incident.message_partner_ids)
        self.assertEqual(self._read(self.url, "stranger")[0], 404)
        token = self.subscription._portal_ensure_token()
        with self.assertRaises(JsonRpcException):
            self._fetch(token, "stranger")
