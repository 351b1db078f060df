import base64
from datetime import timedelta

from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import MeteredCommon

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
    "rkJggg=="
)


@tagged("post_install", "-at_install")
class TestReadingsOfCustomers(MeteredCommon, HttpCase):
    """The customer types what the counter shows; nobody else does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.subscription = cls._subscription("2024-01-01")
        cls.other = cls._subscription("2024-01-01", partner_id=cls.partner_b.id)
        cls.token = cls.subscription._portal_ensure_token()
        cls.page = f"{cls.subscription.access_url}/readings"

    def _post(self, value, photo=None, page=None, **form):
        """Send the form of the page."""
        form = {
            "csrf_token": Request.csrf_token(self),
            "meter_id": self.subscription.meter_ids.id,
            "value": value,
            "access_token": self.token,
            **form,
        }
        files = {"photo": ("counter.png", photo)} if photo else None
        with mute_logger("odoo.http"):
            return self.url_open(page or self.page, data=form, files=files)

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def test_who_has_the_link_types_a_number_with_a_photo(self):
        page = self.url_open(f"{self.page}?access_token={self.token}").text
        self.assertIn("o_rental_read", page)
        answer = self._post("1 750", photo=PIXEL)
        self.assertIn("o_rental_read_done", answer.text)
        self.assertIn("1,750 copies", answer.text)
        reading = self.subscription.reading_ids
        self.assertEqual((reading.value, reading.source), (1750.0, "customer"))
        self.assertEqual(base64.b64decode(reading.photo), PIXEL)
        self.assertIn("less than", self._post("1.749").text)
        self.assertIn("That is no photo", self._post("1751", photo=b"hello").text)
        for typed in ("", "many", "nan", "inf", "1e9", "-5", "9" * 40, "\x00"):
            with self.subTest(typed):
                self.assertIn("in digits", self._post(typed).text)
        self.assertEqual(self.subscription.reading_ids, reading)

    def test_a_number_far_above_the_average_is_looked_at_first(self):
        today = self.company._subscription_today()
        for days, value in ((30, 0), (20, 100), (10, 200)):
            day = str(today - timedelta(days=days))
            self._read(self.subscription, day, value, on=str(today))
        self.assertNotIn("o_rental_read_checked", self._post("1200").text)
        answer = self._post("99999").text
        self.assertIn("o_rental_read_checked", answer)
        self.assertNotIn("99,999 copies", answer, "what counts is shown as read last")
        self.assertTrue(self.subscription.reading_ids.sorted("id")[-1].to_check)

    def test_the_link_of_somebody_else_opens_and_adds_nothing(self):
        wrong = self.other._portal_ensure_token()
        for token in (wrong, "", "x"):
            with self.subTest(token):
                answer = self.url_open(f"{self.page}?access_token={token}")
                self.assertEqual(answer.status_code, 404)
                self.assertEqual(self._post("5", access_token=token).status_code, 404)
        self.assertFalse(self.subscription.reading_ids)
        # One's own link, and the counter of somebody else.
        self.assertIn("in digits", self._post("5", meter_id=self.other.meter_ids.id).text)
        self.assertFalse(self.other.reading_ids)

    def test_another_customer_who_is_logged_in_sees_nothing(self):
        self._portal_user("stranger", self.partner_b)
        self.authenticate("stranger", "stranger")
        self.assertEqual(self.url_open(self.page).status_code, 404)
        self.assertEqual(self._post("5", access_token="").status_code, 404)
        self.assertFalse(self.subscription.reading_ids)

    def test_the_page_of_the_subscription_says_what_use_costs(self):
        self._portal_user("reader", self.partner_a)
        self.authenticate("reader", "reader")
        page = self.url_open(self.subscription.access_url).text
        self.assertIn("1,000 copies a month included", page)
        self.assertIn("o_rental_readings", page)
        self.assertIn("o_rental_read", self.url_open(self.page).text)

    def test_the_plans_to_change_to_say_it_with_taxes(self):
        self.copies.taxes_id = self.env["account.tax"].create(
            {"name": "21 %", "amount": 21.0, "price_include_override": "tax_excluded"}
        )
        self.partner_a.write({"is_company": False, "vat": False})
        better = self._plan(price=60.0, name="Better")
        better.line_ids.tariff_id = self._tariff((0, 0.01), included=5000)
        self.plan.portal_plan_ids = better
        link = f"access_token={self.token}"
        page = self.url_open(f"{self.subscription.access_url}?{link}").text
        self.assertIn("0.0242 each", page)
        url = f"{self.subscription.access_url}/change?plan_id={better.id}&{link}"
        page = self.url_open(url).text
        self.assertIn("5,000 copies a month included", page)
        self.assertIn("0.0121 each", page)

    def test_without_a_counter_there_is_no_page(self):
        self.plan.line_ids.tariff_id = False
        plain = self._subscription()
        token = plain._portal_ensure_token()
        page = self.url_open(f"{plain.access_url}?access_token={token}").text
        self.assertNotIn("o_rental_use", page)
        answer = self.url_open(f"{plain.access_url}/readings?access_token={token}")
        self.assertEqual(answer.status_code, 404)

    def test_contract_and_quotation_say_what_use_costs(self):
        reports = self.env["ir.actions.report"]
        contract, _kind = reports._render_qweb_html(
            "subscription_rental.report_contract", self.subscription.ids
        )
        self.assertIn("1,000 copies a month included", contract.decode())
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner_a.id,
                "order_line": [
                    (0, 0, {"product_id": self.product.id, "rental_plan_id": self.plan.id})
                ],
            }
        )
        quotation, _kind = reports._render_qweb_html("sale.report_saleorder", order.ids)
        self.assertIn("1,000 copies a month included", quotation.decode())
