import re
from datetime import date

from odoo import Command
from odoo.tests import HttpCase, freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .common_payment import PaymentCommon

PAGE = "/my/subscriptions"


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestPortal(PaymentCommon, HttpCase):
    """The customer's own pages, and nobody else's (PO1, PO3, PL8, SE5)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.write({"portal_pause": "credited", "portal_renew": True})
        cls.user = cls._portal_user("customer", cls.partner_a)
        cls.stranger = cls._portal_user("stranger", cls.partner_b)
        cls.subscription = cls._collected(payment_token_id=False)
        cls.invoice = cls._bill(cls.subscription, "2024-01-01")
        cls.url = f"{PAGE}/{cls.subscription.id}"

    @classmethod
    def _portal_user(cls, login, company):
        partner = cls.env["res.partner"].create(
            {"name": login, "parent_id": company.id, "email": f"{login}@example.com"}
        )
        return new_test_user(
            cls.env,
            login=login,
            groups="base.group_portal",
            partner_id=partner.id,
            company_ids=[Command.set(cls.company.ids)],
            company_id=cls.company.id,
        )

    def _read(self, url, login="customer"):
        """Return (status, text) of a page, for a visitor."""
        self.authenticate(login, login)
        response = self.url_open(url)
        return response.status_code, response.text

    def _send(self, url, login="customer", **data):
        """Return the response to a form that is sent."""
        self.authenticate(login, login)
        self.csrf = self._csrf(self.url_open("/my/subscriptions").text if login else "")
        return self.url_open(url, data={"csrf_token": self.csrf, **data})

    def _csrf(self, text):
        found = re.search(r'csrf_token:\s*"([^"]+)"', text)
        return found.group(1) if found else ""

    # === what they see === #

    def test_the_list_shows_ones_own(self):
        status, text = self._read(PAGE)
        self.assertEqual(status, 200)
        self.assertIn(self.subscription.name, text)
        _status, text = self._read(PAGE, "stranger")
        self.assertNotIn(self.subscription.name, text)
        self.assertIn("You have no subscriptions yet", text)

    def test_drafts_are_nobody_elses_business(self):
        draft = self._draft()
        _status, text = self._read(PAGE)
        self.assertNotIn(draft.name, text)

    def test_the_page_shows_state_invoices_and_what_comes(self):
        status, text = self._read(self.url)
        self.assertEqual(status, 200)
        self.assertIn(self.invoice.name, text)
        self.assertIn("Pay now", text)
        self.assertIn("02/01/2024", text)

    def test_a_colleague_of_the_same_company_sees_it(self):
        self._portal_user("colleague", self.partner_a)
        self.assertEqual(self._read(self.url, "colleague")[0], 200)

    def test_with_the_link_one_needs_no_account(self):
        token = self.subscription._portal_ensure_token()
        self.assertEqual(self._read(f"{self.url}?access_token={token}", None)[0], 200)

    # === somebody else's === #

    @mute_logger("odoo.http")
    def test_no_page_of_somebody_elses(self):
        other = self._subscription(partner_id=self.partner_b.id)
        wrong = other._portal_ensure_token()
        for path in ("", "/payment_method", "/cancel", "/pause", "/change"):
            for login in ("stranger", None):
                for query in ("", f"?access_token={wrong}", "?access_token="):
                    with self.subTest(path=path, login=login, query=query):
                        status, text = self._read(f"{self.url}{path}{query}", login)
                        self.assertEqual(status, 404)
                        self.assertNotIn(self.subscription.name, text)
        self.assertEqual(self._read(f"{PAGE}/999999", "customer")[0], 404)

    @mute_logger("odoo.http")
    def test_no_form_of_somebody_elses(self):
        self.subscription.payment_token_id = self.token
        for path in (
            "cancel/confirm",
            "pause/confirm",
            "change/confirm",
            "undo",
            "resume",
            "renew",
            "remove_method",
        ):
            with self.subTest(path):
                response = self._send(
                    f"{self.url}/{path}", "stranger", amount_shown="0.0", date="2024-01-10"
                )
                self.assertEqual(response.status_code, 404)
        self.assertEqual(self.subscription.state, "active")
        self.assertFalse(self.subscription.cancel_date)
        self.assertEqual(self.subscription.payment_token_id, self.token)

    def _rpc(self, path, login="customer", **params):
        """Return the result of a call, or the name of its error."""
        self.authenticate(login, login)
        response = self.url_open(
            f"{self.url}/{path}", json={"jsonrpc": "2.0", "params": params}
        ).json()
        error = response.get("error")
        return error["data"]["name"] if error else response.get("result")

    def _validation(self, **values):
        return {
            "provider_id": self.provider.id,
            "payment_method_id": self.payment_method_id,
            "token_id": None,
            "amount": None,
            "flow": "direct",
            "tokenization_requested": True,
            "landing_route": "https://example.com",
            "is_validation": True,
            **values,
        }

    @mute_logger("odoo.http")
    def test_no_method_for_somebody_elses(self):
        for login in ("stranger", None):
            for path in ("transaction/one", "transaction/all"):
                answer = self._rpc(path, login, **self._validation())
                self.assertIn("NotFound", str(answer))
        theirs = self._token(self.partner_b)
        self.assertIn("NotFound", str(self._rpc("use_method/one", token_id=theirs.id)))
        answer = self._rpc("use_method/one", "stranger", token_id=theirs.id)
        self.assertIn("NotFound", str(answer))
        self.assertFalse(self.subscription.payment_token_id)

    @mute_logger("odoo.http")
    def test_nothing_but_a_validation_can_be_made(self):
        charged = self._rpc(
            "transaction/one", **self._validation(flow="token", token_id=self.token.id)
        )
        self.assertIn("UserError", charged)
        injected = self._rpc("transaction/one", **self._validation(invoice_ids=[1]))
        self.assertIn("BadRequest", injected)
        self.provider.allow_tokenization = False
        useless = self._rpc("transaction/one", **self._validation())
        self.assertIn("UserError", useless)

    def test_customers_have_no_rights_on_the_records(self):
        for model in (
            "subscription.subscription",
            "subscription.line",
            "subscription.period",
            "subscription.plan",
            "subscription.dunning.case",
        ):
            self.assertFalse(self.env[model].with_user(self.user).has_access("read"))

    # === a payment method === #

    def _register(self, which="one", login="customer", **values):
        """Register a method as the browser does; return the transaction."""
        answer = self._rpc(f"transaction/{which}", login, **self._validation(**values))
        self.assertIn("reference", answer)
        transaction = self._get_tx(answer["reference"])
        self.assertEqual((transaction.operation, transaction.amount), ("validation", 0.0))
        transaction.token_id = self._token(transaction.partner_id)
        transaction._set_done()
        transaction._post_process()
        return transaction

    def test_a_method_is_registered_without_money(self):
        status, text = self._read(f"{self.url}/payment_method")
        self.assertEqual(status, 200)
        self.assertIn("No money is taken now", text)
        transaction = self._register()
        self.assertEqual(self.subscription.payment_token_id, transaction.token_id)
        self.assertFalse(self.server.charged)
        # What is open is collected with it.
        self._collect("2024-01-10")
        self.assertEqual(self.invoice.payment_state, "paid")

    def test_by_the_link_it_is_the_customers(self):
        token = self.subscription._portal_ensure_token()
        transaction = self._register(login=None, access_token=token)
        self.assertEqual(transaction.partner_id, self.subscription.partner_invoice_id)
        self.assertEqual(self.subscription.payment_token_id, transaction.token_id)

    def test_it_moves_the_others_if_the_customer_says_so(self):
        other = self._collected()
        stranger = self._subscription(partner_id=self.partner_b.id)
        self._register()
        self.assertEqual(other.payment_token_id, self.token)
        transaction = self._register("all")
        both = self.subscription | other
        self.assertEqual(both.payment_token_id, transaction.token_id)
        self.assertFalse(stranger.payment_token_id)

    def test_a_stored_method_is_chosen(self):
        token = self._token(self.user.partner_id)
        self.assertTrue(self._rpc("use_method/one", token_id=token.id))
        self.assertEqual(self.subscription.payment_token_id, token)

    def test_it_is_removed(self):
        self.subscription.payment_token_id = self.token
        response = self._send(f"{self.url}/remove_method")
        self.assertEqual(response.status_code, 200)
        self.assertFalse(self.subscription.payment_token_id)
        self.assertTrue(self.subscription.activity_ids)

    def test_a_trial_registers_one_too(self):
        trial = self._collected(
            plan_id=self._plan(invoice_mode="collect", trial_days=30).id,
            payment_token_id=False,
            start="2024-01-10",
        )
        self.url = f"{PAGE}/{trial.id}"
        self._register()
        self.assertTrue(trial.payment_token_id)

    # === what they do alone === #

    def _shown(self, text):
        return dict(re.findall(r'name="(amount_shown|date)"\s+value="([^"]*)"', text))

    def test_cancelling_shows_what_follows_and_can_be_undone(self):
        status, text = self._read(f"{self.url}/cancel")
        self.assertEqual(status, 200)
        self.assertIn("01/31/2024", text)
        self._send(f"{self.url}/cancel/confirm", reason="Moved", **self._shown(text))
        self.assertEqual(self.subscription.cancel_date, date(2024, 2, 1))
        self.assertEqual(self.subscription.cancel_reason, "Moved")
        self._send(f"{self.url}/undo")
        self.assertFalse(self.subscription.cancel_date)

    def test_pausing_credits_what_was_shown(self):
        _status, text = self._read(f"{self.url}/pause")
        shown = self._shown(text)
        self.assertAlmostEqual(float(shown["amount_shown"]), -21.29)
        self._send(f"{self.url}/pause/confirm", resume="2024-01-20", **shown)
        self.assertEqual(self.subscription.state, "paused")
        self.assertEqual(self.subscription.date_resume, date(2024, 1, 20))
        self.assertAlmostEqual(self.subscription.charge_ids.amount, -21.29)
        self._send(f"{self.url}/resume")
        self.assertEqual(self.subscription.state, "active")

    def test_changing_the_plan_shows_what_it_costs(self):
        better = self._plan(price=60.0, name="Better", invoice_mode="collect")
        self.plan.portal_plan_ids = better
        _status, text = self._read(f"{self.url}/change?plan_id={better.id}")
        self.assertIn("Better", text)
        shown = self._shown(text)
        self._send(f"{self.url}/change/confirm", plan_id=better.id, **shown)
        self.assertEqual(self.subscription.plan_id, better)
        pending = sum(self.subscription.charge_ids.mapped("amount"))
        self.assertAlmostEqual(pending, float(shown["amount_shown"]))

    def test_only_the_plans_offered_can_be_chosen(self):
        self.plan.portal_plan_ids = self._plan(price=60.0, name="Better")
        secret = self._plan(price=1.0, name="For staff")
        _status, text = self._read(f"{self.url}/change?plan_id={secret.id}")
        self.assertNotIn("For staff", text)
        shown = self._shown(text)
        self._send(f"{self.url}/change/confirm", plan_id=secret.id, **shown)
        self.assertNotEqual(self.subscription.plan_id, secret)

    def test_what_was_shown_is_what_follows(self):
        """A page that is old, or tampered with, changes nothing."""
        for shown in (
            {"amount_shown": "-500.0", "date": "2024-01-10"},
            {"amount_shown": "-21.29", "date": "2024-01-09"},
            {"amount_shown": "x", "date": "2024-01-10"},
            {},
        ):
            with self.subTest(shown):
                response = self._send(f"{self.url}/pause/confirm", **shown)
                self.assertEqual(response.status_code, 200)
                self.assertIn("alert-danger", response.text)
                self.assertEqual(self.subscription.state, "active")

    def test_a_plan_says_what_is_allowed(self):
        self.plan.write({"portal_cancel": False, "portal_pause": False})
        _status, text = self._read(self.url)
        self.assertNotIn("o_rental_cancel", text)
        self.assertNotIn("o_rental_pause", text)
        for action in ("cancel", "pause"):
            shown = {"amount_shown": "0.0", "date": "2024-01-10"}
            response = self._send(f"{self.url}/{action}/confirm", **shown)
            self.assertIn("alert-danger", response.text)
        response = self._send(f"{self.url}/undo")
        self.assertIn("alert-danger", response.text)
        self.assertEqual(self.subscription.state, "active")

    def test_a_term_is_renewed(self):
        plan = self._plan(term_count=1, name="Term")
        subscription = self._subscription(plan_id=plan.id)
        self._send(f"{PAGE}/{subscription.id}/renew")
        self.assertEqual(subscription.date_end, date(2024, 3, 1))
