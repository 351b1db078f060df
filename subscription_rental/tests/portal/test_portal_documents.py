import io

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from ..common_portal import PortalCommon
from ..common_printing import PrintingCommon

WITHDRAWAL = "subscription_rental.report_withdrawal"


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestPortalDocuments(PortalCommon, PrintingCommon):
    """The documents that customers take from the portal, and nobody else's (SE11)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.be")
        cls.partner_a.write({"street": "Rue Haute 1", "city": "Namur"})
        cls.sepa = cls._token(
            payment_method_id=cls.env.ref("payment.payment_method_sepa_direct_debit").id,
            provider_ref="MANDATE-0042",
        )

    def setUp(self):
        super().setUp()
        # Tests get pages instead of PDF files, unless they ask for these.
        reports = self.registry["ir.actions.report"]
        render = reports._render_qweb_pdf
        self.patch(
            reports,
            "_render_qweb_pdf",
            lambda one, *given, **named: render(
                one.with_context(force_report_rendering=True), *given, **named
            ),
        )
        self.subscription._write_kept({"signed_on": "2024-01-10 10:00:00"})

    def _pdf(self, url, login="customer"):
        """Return (status, text of the PDF file) that a visitor gets."""
        self.authenticate(login, login)
        response = self.url_open(url)
        if response.headers.get("Content-Type") != "application/pdf":
            return response.status_code, ""
        pages = PdfFileReader(io.BytesIO(response.content)).pages
        text = " ".join(page.extract_text() for page in pages)
        return response.status_code, " ".join(text.split())

    def test_the_customer_takes_them(self):
        self.subscription.payment_token_id = self.sepa
        token = self.subscription._portal_ensure_token()
        said = {
            "contract": "Contract",
            "withdrawal": "Model Withdrawal Form",
            "mandate": "MANDATE-0042",
        }
        page = self._read(f"{self.url}?access_token={token}", None)[1]
        for name, words in said.items():
            url = f"{self.url}/document/{name}"
            self.assertIn(f"{url}?access_token={token}", page)
            for login, query in (("customer", ""), (None, f"?access_token={token}")):
                with self.subTest(name, login=login):
                    status, text = self._pdf(f"{url}{query}", login)
                    self.assertEqual(status, 200)
                    self.assertIn(words, text)
                    self.assertIn(self.subscription.name, text)

    @mute_logger("odoo.http")
    def test_nobody_elses(self):
        self.subscription.payment_token_id = self.sepa
        other = self._subscription(partner_id=self.partner_b.id)
        wrong = other._portal_ensure_token()
        for name in ("contract", "withdrawal", "mandate"):
            for login in ("stranger", None):
                for query in ("", f"?access_token={wrong}", "?access_token="):
                    with self.subTest(name, login=login, query=query):
                        url = f"{self.url}/document/{name}{query}"
                        self.assertEqual(self._pdf(url, login)[0], 404)
        for name in ("statement", "%F0%9F%9A%B2", "report_contract"):
            with self.subTest(name):
                self.assertEqual(self._pdf(f"{self.url}/document/{name}")[0], 404)

    # === withdrawal === #

    def _offers(self, day, rental=None):
        """Return whether the page offers the form on that day."""
        with freeze_time(f"{day} 12:00:00"):
            rental = rental or self.subscription
            today = self.company._subscription_today()
            return "withdrawal" in rental._get_portal_documents(today)

    def test_the_form_is_offered_while_the_days_run(self):
        """14 days from 10 January, 24 January being a Wednesday; and from the handover."""
        self.assertTrue(self._offers("2024-01-24"))
        self.assertFalse(self._offers("2024-01-25"))
        self.subscription._write_kept({"date_handed_over": "2024-01-12"})
        self.assertTrue(self._offers("2024-01-26"))
        # The 27th is a Saturday: it can be withdrawn until Monday.
        self.subscription._write_kept({"date_handed_over": "2024-01-13"})
        self.assertTrue(self._offers("2024-01-29"))
        self.assertFalse(self._offers("2024-01-30"))

    @mute_logger("odoo.http")
    def test_after_that_there_is_none_in_the_portal(self):
        with freeze_time("2024-03-01 12:00:00"):
            self.assertNotIn("/document/withdrawal", self._read(self.url)[1])
            self.assertEqual(self._pdf(f"{self.url}/document/withdrawal")[0], 404)
        # From the back office it is printed at any time.
        self.assertIn(
            "Withdrawal", " ".join(self._print_pdf(WITHDRAWAL, self.subscription))
        )

    def test_it_is_for_consumers_of_the_union(self):
        self.assertTrue(self._offers("2024-01-12"))
        self.company.country_id = self.env.ref("base.us")
        self.assertFalse(self._offers("2024-01-12"))
        self.company.country_id = self.env.ref("base.no")
        self.assertTrue(self._offers("2024-01-12"))
        self.partner_a.vat = "BE0477472701"
        self.assertFalse(self._offers("2024-01-12"))
        self.partner_a.write({"vat": False, "is_company": True})
        self.assertFalse(self._offers("2024-01-12"))
        report = self.env.ref("subscription_rental.subscription_withdrawal_report")
        rental = self.subscription
        self.assertFalse(report.get_valid_action_reports(rental._name, rental.ids))

    def test_it_carries_both_addresses_contract_and_days(self):
        self.company.partner_id.write({"email": "us@example.com", "city": "Gent"})
        self.subscription._write_kept({"date_handed_over": "2024-01-12"})
        text = " ".join(self._print_pdf(WITHDRAWAL, self.subscription))
        for said in (
            self.company.name,
            "Gent",
            "us@example.com",
            self.subscription.name,
            "Bike",
            "Ordered on (*) 01/10/2024",
            "Received on (*) 01/12/2024",
            self.partner_a.name,
            "Rue Haute 1",
            "Namur",
            "hereby give notice that I/We (*) withdraw",
        ):
            self.assertIn(said, text)

    # === statement === #

    def test_customers_take_their_own_statement(self):
        page = self._read("/my/statement")[1]
        self.assertIn('value="2024-01-01"', page)
        self.assertIn("/my/statement", self._read(self.url)[1])
        status, text = self._pdf("/my/statement/pdf")
        self.assertEqual(status, 200)
        self.assertIn(self.invoice.name, text)
        self.assertIn(self.partner_a.name, text)

    def test_a_stranger_gets_their_own_and_a_visitor_none(self):
        """What is asked for in the address is not looked at."""
        other = f"?partner_id={self.partner_a.id}&subscription_id={self.subscription.id}"
        status, text = self._pdf(f"/my/statement/pdf{other}", "stranger")
        self.assertEqual(status, 200)
        self.assertNotIn(self.invoice.name, text)
        self.assertNotIn(self.partner_a.name, text)
        token = self.subscription._portal_ensure_token()
        self.authenticate(None, None)
        answer = self.url_open(f"/my/statement/pdf?access_token={token}")
        self.assertIn("/web/login", answer.url)

    def test_only_companies_with_an_account_are_offered(self):
        other = self.setup_other_company()["company"]
        url = f"/my/statement?company_id={other.id}"
        self.assertNotIn(other.name, self._read(url)[1])
        status, text = self._pdf(f"/my/statement/pdf?company_id={other.id}")
        self.assertEqual(status, 200)
        self.assertIn(self.company.name, text)

    def test_nonsense_gets_a_page(self):
        for query in (
            "date_from=2024-06-01&date_to=2024-05-01",
            "date_from=0001-01-01&date_to=9999-12-31",
        ):
            with self.subTest(query):
                status, page = self._read(f"/my/statement/pdf?{query}")
                self.assertEqual(status, 200)
                self.assertIn("alert-danger", page)
        for query in ("date_from=x&company_id=x", "date_to=%00", "company_id=999999999999"):
            with self.subTest(query):
                self.assertEqual(self._pdf(f"/my/statement/pdf?{query}")[0], 200)
