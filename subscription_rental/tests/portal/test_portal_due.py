from odoo.tests import freeze_time, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from ..common_due import DueCommon
from ..common_portal import PortalCommon

DUE = "/my/due-dates"


@tagged("post_install", "-at_install")
@freeze_time("2025-01-20 12:00:00")
class TestPortalDue(PortalCommon, DueCommon):
    """Customers see what they hold and renew it alone (DD8)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain.taxes_id = cls.company_data["default_tax_sale"]
        cls.row = cls._due()
        cls.page = f"{DUE}/{cls.row.id}"

    def _renew(self, login="customer", row=None, **data):
        """Return the response to *Renew*, without what follows it."""
        row = row or self.row
        self.authenticate(login, login)
        token = self._csrf(self.url_open("/my/subscriptions").text) if login else ""
        return self.url_open(
            f"{DUE}/{row.id}/renew",
            data={"csrf_token": token, **data},
            allow_redirects=False,
        )

    # === the list === #

    def test_the_list_shows_what_runs_and_what_has_expired(self):
        self._due("2023-01-10", name="expired.example.com")
        gone = self._due("2024-02-01", name="closed.example.com")
        gone.action_close()
        self._due("2024-03-01", name="later.example.com")
        self._due(name="other.example.com", partner_id=self.partner_b.id)
        status, text = self._read(DUE)
        self.assertEqual(status, 200)
        for part in ("example.com", "expired.example.com", "later.example.com"):
            self.assertIn(part, text)
        for part in ("11 days left.", "It expired on", "Due soon", "Expired"):
            self.assertIn(part, text)
        for part in ("closed.example.com", "other.example.com"):
            self.assertNotIn(part, text)
        self.assertEqual(text.count("o_rental_due_renew"), 2)

    def test_what_contacts_of_the_company_hold_stands_there_too(self):
        self.row.partner_id = self.user.partner_id
        self.assertIn("example.com", self._read(DUE)[1])

    def test_terms_lead_to_their_subscription(self):
        plan = self._plan(term_count=12)
        rental = self._subscription("2024-02-01", plan_id=plan.id)
        text = self._read(DUE)[1]
        self.assertIn("Open the subscription", text)
        self.assertIn(f'href="{rental.access_url}"', text)
        self.authenticate("customer", "customer")
        response = self.url_open(f"{DUE}/{rental.due_date_ids.id}")
        self.assertIn(rental.access_url, response.url)

    def test_who_holds_nothing_is_told(self):
        status, text = self._read(DUE, "stranger")
        self.assertEqual(status, 200)
        self.assertIn("You have nothing here that expires.", text)

    def test_the_list_is_sorted_and_has_pages(self):
        self._due().union(*(self._due(name=f"{n}.example.com") for n in range(90)))
        text = self._read(f"{DUE}?sortby=name")[1]
        self.assertIn(f"{DUE}/page/2?sortby=name", text)
        for path in ("/page/2?sortby=amount", "?sortby=nonsense", "/page/99999"):
            self.assertEqual(self._read(f"{DUE}{path}")[0], 200)

    def test_home_counts_them(self):
        self.authenticate("customer", "customer")
        answer = self.make_jsonrpc_request(
            "/my/counters", {"counters": ["rental_due_count"]}
        )
        self.assertEqual(answer, {"rental_due_count": 1})

    def test_more_due_dates_take_no_query_for_each(self):
        def count(rows):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            rows.sudo()._get_amounts_shown()
            rows.sudo()._filter_renewable()
            return self.cr.sql_log_count - start

        few = self.row + self._due(name="b")
        many = few.union(*(self._due(name=f"{n}.example.com") for n in range(10)))
        count(few)
        self.assertEqual(count(few), count(many))

    # === prices === #

    def test_consumers_see_prices_with_taxes(self):
        self.assertEqual(self.row._get_amounts_shown()[self.row], 17.25)
        self.assertIn("17.25", self._read(self.page)[1])
        self.partner_a.is_company = True
        self.assertEqual(self.row._get_amounts_shown()[self.row], 15.0)

    # === one of them === #

    def test_the_page_says_what_follows_from_renewing(self):
        status, text = self._read(self.page)
        self.assertEqual(status, 200)
        self.assertIn("Once it is paid, it runs up to and including 01/31/2026.", text)
        self.assertIn("Renew and pay", text)

    def test_what_is_due_later_says_from_when_on(self):
        row = self._due("2024-06-01")
        text = self._read(f"{DUE}/{row.id}")[1]
        self.assertIn("You can renew it here from 05/02/2025 on.", text)
        self.assertNotIn("Renew and pay", text)
        response = self._renew(row=row)
        self.assertIn("not possible any more", response.text)
        self.assertFalse(row.quote_id)

    def test_renew_leads_to_the_payment_of_one_order(self):
        first = self._renew()
        order = self.row.quote_id
        self.assertEqual(first.status_code, 303)
        self.assertIn(f"/my/orders/{order.id}", first.headers["Location"])
        self.assertEqual(self._renew().headers["Location"], first.headers["Location"])
        self.assertEqual(self.row.quote_id, order)
        text = self._read(self.page)[1]
        self.assertIn("The renewal waits for your payment", text)
        self.assertIn(order.name, text)
        self.assertNotIn("Renew and pay", text)

    def test_the_payment_leads_back_to_the_due_date(self):
        self._renew()
        page = self.row.quote_id._get_renewed_page()
        self.assertTrue(page.startswith(f"{self.page}?access_token="))
        rows = self.row + self._due(name="example.org")
        self.assertEqual(rows._create_renewal_orders()._get_renewed_page(), "")

    def test_after_the_payment_the_page_shows_the_new_date(self):
        self._renew()
        self.row.quote_id.action_confirm()
        invoice = self.row.quote_id._create_invoices()
        invoice.action_post()
        self._pay(invoice)
        text = self._read(self.page)[1]
        self.assertIn("it is renewed, and runs up to and including", text)
        self.assertIn("01/31/2026", text)
        self.assertNotIn("Renew and pay", text)

    def test_a_draft_invoice_is_waited_for(self):
        self._invoice(self.row, post=False)
        self.assertIn("We prepare your invoice", self._renew().text)
        self.assertFalse(self.row.quote_id)

    def test_what_is_being_paid_is_not_offered_again(self):
        self._renew()
        transaction = self._create_transaction(
            "direct", sale_order_ids=[(6, 0, self.row.quote_id.ids)]
        )
        transaction.sudo()._set_pending()
        text = self._read(self.page)[1]
        self.assertIn("is under way", text)
        self.assertNotIn("o_rental_due_pay", text)

    # === whose it is === #

    @mute_logger("odoo.http")
    def test_nothing_of_somebody_elses(self):
        other = self._due(partner_id=self.partner_b.id)
        token = other._portal_ensure_token()
        for login in ("stranger", None):
            for query in ("", f"?access_token={token}", "?access_token=%C3%A9"):
                with self.subTest(login=login, query=query):
                    self.assertEqual(self._read(self.page + query, login)[0], 404)
        self.assertEqual(self._renew("stranger").status_code, 404)
        self.assertEqual(self._renew("stranger", access_token=token).status_code, 404)
        self.assertFalse(self.row.quote_id)
        self.assertEqual(self._read(f"{DUE}/999999")[0], 404)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(DUE).url)

    def test_by_its_link_alone_it_is_renewed(self):
        self.authenticate(None, None)
        text = self.url_open(self.row._get_renew_url()).text
        self.assertIn("Renew and pay", text)
        data = {
            "csrf_token": self._csrf(text),
            "access_token": self.row._portal_ensure_token(),
        }
        response = self.url_open(f"{self.page}/renew", data=data, allow_redirects=False)
        self.assertIn("/my/orders/", response.headers["Location"])

    @mute_logger("odoo.http")
    def test_a_link_is_over_some_day_and_is_taken_back(self):
        self.company.subscription_link_days = 30
        url = self.row._get_renew_url()
        self.assertEqual(self._read(url, None)[0], 200)
        with freeze_time("2025-02-19 12:00:00"):
            self.assertEqual(self._read(url, None)[0], 404)
        self.row.action_revoke_links()
        self.assertEqual(self._read(url, None)[0], 404)
        self.assertEqual(self._read(self.row._get_renew_url(), None)[0], 200)

    def test_links_to_what_is_paid_are_taken_back_with_it(self):
        path = self.row._renew_online().get_portal_url()
        self.authenticate(None, None)
        self.assertIn(self.row.quote_id.name, self.url_open(path).text)
        self.row.action_revoke_links()
        self.assertNotIn(self.row.quote_id.name, self.url_open(path).text)

    def test_the_link_of_a_former_one_renews_nothing(self):
        url = self.row._get_renew_url()
        later = self.row._renew_held(self._day("2025-01-20"))
        self.company.subscription_renew_days = 3000
        self.assertNotIn("Renew and pay", self._read(url, None)[1])
        self.assertIn("Renew and pay", self._read(self.page)[1])
        self.assertEqual(later.quote_id, self.row.quote_id)

    @mute_logger("odoo.http")
    def test_a_link_reads_no_messages(self):
        told = {"body": "Between us", "subtype_xmlid": "mail.mt_comment"}
        for record in (self.row, self.subscription):
            record.message_post(**told)
            params = {
                "thread_model": record._name,
                "thread_id": record.id,
                "token": record._portal_ensure_token(),
            }
            self.authenticate(None, None)
            with self.subTest(record._name), self.assertRaises(JsonRpcException):
                self.make_jsonrpc_request("/mail/chatter_fetch", params)

    def test_customers_have_no_rights_on_due_dates(self):
        rows = self.env["subscription.due.date"].with_user(self.user)
        self.assertFalse(rows.has_access("read"))
