from unittest.mock import patch

from odoo.tests import HttpCase, freeze_time
from odoo.tools import mute_logger

from ..common import GoodsCommon
from .test_portal_goods import PAGE, PIXEL


@freeze_time("2024-01-10 12:00:00")
class TestPortalSwap(GoodsCommon, HttpCase):
    """A customer asks for another unit, where the plan lets them (PL8)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._portal_user("customer", cls.partner_a)
        cls._portal_user("stranger", cls.partner_b)

    def setUp(self):
        super().setUp()
        self.plan.portal_swap = True
        self.rental = self._ordered()
        self._ship(self.rental, "P1")
        self.other = self._ordered(partner_id=self.partner_b.id)
        self._ship(self.other, "P2")
        self.url = f"{PAGE}/{self.rental.id}"

    def _read(self, path="", login="customer"):
        self.authenticate(login, login)
        response = self.url_open(self.url + path)
        return response.status_code, response.text

    def _ask(self, login="customer", files=None, **values):
        """Return the response to the form that the customer sends."""
        self.authenticate(login, login)
        text = self.url_open("/my/subscriptions").text if login else ""
        token = text.partition('csrf_token: "')[2].partition('"')[0]
        given = {
            "csrf_token": token,
            "unit": self.rental.assignment_ids.id,
            "reason": "The battery is weak",
            **values,
        }
        return self.url_open(f"{self.url}/swap/ask", data=given, files=files)

    def test_the_plan_says_no_by_default(self):
        self.assertFalse(self._goods_plan(self.phone).portal_swap)

    def test_the_customer_asks_and_the_owner_is_told(self):
        self.assertIn("Ask for a swap", self._read()[1])
        text = self._read(f"/swap?unit={self.rental.assignment_ids.id}")[1]
        self.assertIn("Phone (P1)", text)
        response = self._ask(
            note="Since Monday", files=[("photos", ("one.png", PIXEL, "image/png"))]
        )
        self.assertIn("You asked for another one", response.text)
        incident = self.rental.incident_ids
        self.assertEqual((incident.kind, incident.state), ("replacement", "reported"))
        self.assertEqual(incident.description, "The battery is weak\nSince Monday")
        self.assertEqual(incident.message_attachment_count, 1)
        self.assertEqual(incident.activity_ids.user_id, incident.user_id)
        # What the back office does with it.
        incident.action_decide()
        self.assertFalse(self.rental.charge_ids)
        incident.action_replace()
        self._ship(self.rental, "P3")
        self.assertHeld(self.rental, "P1", "P3")

    def test_asked_twice_it_is_one(self):
        self._ask()
        response = self._ask()
        incident = self.rental.incident_ids
        self.assertEqual(len(incident), 1)
        self.assertEqual(len(incident.activity_ids), 1)
        self.assertIn(f"You told us of it already ({incident.name})", response.text)
        self.assertNotIn("Ask for a swap", self._read()[1])

    @mute_logger("odoo.sql_db")
    def test_two_clicks_at_one_moment_are_one(self):
        """The second did not see the first: the index did."""
        model = type(self.env["subscription.subscription"])
        self._ask()
        with patch.object(model, "_check_swappable"):
            response = self._ask()
        self.assertEqual(response.status_code, 200)
        self.assertIn("You told us of it already", response.text)
        self.assertEqual(len(self.rental.incident_ids), 1)

    def test_an_open_incident_stands_in_the_way(self):
        self.env["subscription.incident"].create(
            {"assignment_id": self.rental.assignment_ids.id, "kind": "broken"}
        )
        self.assertIn("You told us of it already", self._ask().text)
        self.assertEqual(len(self.rental.incident_ids), 1)

    def test_what_is_asked_back_is_not_swapped(self):
        self.env["subscription.return.dialog"].create(
            {"subscription_id": self.rental.id}
        ).action_announce()
        self.assertNotIn("Ask for a swap", self._read()[1])
        self.assertIn("asked back already", self._ask().text)
        self.assertFalse(self.rental.incident_ids)

    def test_where_the_plan_says_no_nobody_asks(self):
        self.plan.portal_swap = False
        self.assertNotIn("Ask for a swap", self._read()[1])
        self.assertIn("has no swaps here", self._read("/swap")[1])
        self.assertIn("has no swaps here", self._ask().text)
        # Nor by the form for what is lost or broken.
        self.assertNotIn('value="replacement"', self._read("/incident")[1])
        self.authenticate("customer", "customer")
        text = self.url_open("/my/subscriptions").text
        token = text.partition('csrf_token: "')[2].partition('"')[0]
        given = {"csrf_token": token, "unit": self.rental.assignment_ids.id}
        response = self.url_open(
            f"{self.url}/incident/report", data={**given, "kind": "replacement"}
        )
        self.assertIn("alert-danger", response.text)
        self.assertFalse(self.rental.incident_ids)

    def test_what_does_not_run_is_not_swapped(self):
        self.plan.pause_with_goods = True
        self.rental.action_pause()
        self.assertNotIn("Ask for a swap", self._read()[1])
        self.assertIn("Only while your subscription runs", self._ask().text)
        self.assertFalse(self.rental.incident_ids)

    def test_bad_input_is_told(self):
        theirs = self.other.assignment_ids.id
        for values, part in (
            ({"unit": theirs}, "Choose one of the units"),
            ({"unit": "x"}, "Choose one of the units"),
            ({"unit": 10**12}, "Choose one of the units"),
            ({"reason": " \x00 "}, "Tell us why"),
        ):
            with self.subTest(values):
                response = self._ask(**values)
                self.assertEqual(response.status_code, 200)
                self.assertIn(part, response.text)
        text = [("photos", ("one.txt", b"text", "text/plain"))]
        self.assertIn("Send pictures", self._ask(files=text).text)
        self.assertFalse(self.env["subscription.incident"].search([]))

    @mute_logger("odoo.http")
    def test_the_link_asks_for_ones_own_alone(self):
        own, strange = (one._portal_ensure_token() for one in (self.rental, self.other))
        for login, token in ((None, strange), (None, ""), ("stranger", strange)):
            with self.subTest(login=login, token=token):
                path = f"/swap?access_token={token}"
                self.assertEqual(self._read(path, login)[0], 404)
        self.assertEqual(self._ask("stranger").status_code, 404)
        self.assertEqual(self._ask("stranger", access_token=strange).status_code, 404)
        self.assertFalse(self.env["subscription.incident"].search([]))
        status, text = self._read(f"/swap?access_token={own}", None)
        self.assertEqual(status, 200)
        token = text.partition('csrf_token" value="')[2].partition('"')[0]
        given = {
            "csrf_token": token,
            "access_token": own,
            "unit": self.rental.assignment_ids.id,
            "reason": "Too heavy",
        }
        response = self.url_open(f"{self.url}/swap/ask", data=given)
        self.assertIn("You asked for another one", response.text)
        self.assertEqual(self.rental.incident_ids.kind, "replacement")
