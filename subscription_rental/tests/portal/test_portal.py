import re
from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..common_portal import PAGE, PortalCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestPortal(PortalCommon):
    """The customer's own pages, and nobody else's (PO1, PO3, PL8, SE5)."""

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

    def test_the_page_says_prices_that_follow_and_the_season(self):
        plan = self._plan(name="Summer", closed_in_2=True)
        plan.line_ids.phases = "2 x free; 1 x 9.90"
        rental = self._subscription(plan_id=plan.id)
        _status, text = self._read(f"{PAGE}/{rental.id}")
        text = text.replace("\N{NO-BREAK SPACE}", " ")
        # The second free month is March.
        self.assertRegex(text, r"free up to 03/31/2024, then .*11\.39.* up to 04/30/2024")
        self.assertIn("Billed only in: January, March", text)

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
        for path in ("", "/payment_method", "/cancel", "/pause", "/change", "/renew"):
            for login in ("stranger", None):
                for query in ("", f"?access_token={wrong}", "?access_token="):
                    with self.subTest(path=path, login=login, query=query):
                        status, text = self._read(f"{self.url}{path}{query}", login)
                        self.assertEqual(status, 404)
                        self.assertNotIn(self.subscription.name, text)
        self.assertEqual(self._read(f"{PAGE}/999999", "customer")[0], 404)

    @mute_logger("odoo.http")
    def test_whatever_a_visitor_sends_gets_a_page(self):
        """D2: a link with an emoji, or a NUL in a text, was a server error."""
        self.subscription._portal_ensure_token()
        for token in ("%F0%9F%9A%B2", "%00", "%ED%A0%80"):
            url = f"{self.url}?access_token={token}"
            with self.subTest(token):
                self.assertEqual(self._read(url, None)[0], 404)
        shown = {"amount_shown": "0.0", "date": "2024-01-10"}
        for values in (
            {"amount_shown": "nan"},
            {"amount_shown": "-inf"},
            {"amount_shown": "1e400"},
            {"date": "9999-12-31"},
            {"resume": "9999-12-31"},
            {"date": "0001-01-01"},
        ):
            with self.subTest(values):
                response = self._send(f"{self.url}/pause/confirm", **{**shown, **values})
                self.assertEqual(response.status_code, 200)
                self.assertIn("alert-danger", response.text)
        self.assertEqual(self.subscription.state, "active")
        reason = {"reason": "Moved\x00 away", "when": "period"}
        self._send(f"{self.url}/cancel/confirm", **shown, **reason)
        self.assertEqual(self.subscription.cancel_reason, "Moved away")

    def test_methods_of_somebody_else_tell_nothing(self):
        """B5: the subscriptions paid with any method were told to any customer."""
        self.subscription.payment_token_id = self.token
        for user in (self.stranger, self.env.ref("base.public_user")):
            with self.subTest(user=user.id), self.assertRaises(AccessError):
                self.token.with_user(user).get_linked_records_info()
        own = self.token.with_user(self.user).get_linked_records_info()
        self.assertIn(self.subscription.display_name, [one["name"] for one in own])

    @mute_logger("odoo.http")
    def test_no_form_of_somebody_elses(self):
        self.subscription.payment_token_id = self.token
        for path in (
            "cancel/confirm",
            "pause/confirm",
            "change/confirm",
            "renew/confirm",
            "undo",
            "resume",
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

    def test_customers_have_no_rights_on_the_records(self):
        for model in (
            "subscription.subscription",
            "subscription.line",
            "subscription.period",
            "subscription.plan",
            "subscription.dunning.case",
        ):
            self.assertFalse(self.env[model].with_user(self.user).has_access("read"))

    # === what they do alone === #

    def _shown(self, text):
        return dict(
            re.findall(r'name="(amount_shown|date|end_shown)"\s+value="([^"]*)"', text)
        )

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
        # A consumer is shown it with taxes: 15 % on 21.29.
        self.assertAlmostEqual(float(shown["amount_shown"]), -24.48)
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
        pending = self.subscription.charge_ids
        taxed = self.subscription._get_tax_totals(
            [charge._prepare_base_line(charge.amount) for charge in pending]
        )[1]
        self.assertAlmostEqual(float(taxed), float(shown["amount_shown"]))

    def test_plans_to_change_to_stand_side_by_side(self):
        better = self._plan(price=60.0, name="Better")
        best = self._plan(price=90.0, name="Best", term_count=12)
        self.plan.portal_plan_ids = better | best
        _status, text = self._read(f"{self.url}/change?plan_id={better.id}")
        self.assertIn(f"change?plan_id={best.id}", text)
        self.assertNotIn(f"change?plan_id={better.id}", text)
        for said in ("Your plan", "69.00", "103.50", "Then it ends by itself."):
            with self.subTest(said):
                self.assertIn(said, text)

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
        url = f"{PAGE}/{subscription.id}/renew"
        _status, text = self._read(url)
        self.assertIn("02/29/2024", text)
        shown = self._shown(text)
        # A consumer is shown what is paid, with taxes (A22).
        self.assertAlmostEqual(float(shown["amount_shown"]), subscription.recurring_total)
        old = {**shown, "amount_shown": "1.0"}
        self.assertIn("alert-danger", self._send(f"{url}/confirm", **old).text)
        self.assertEqual(subscription.date_end, date(2024, 2, 1))
        without = {name: value for name, value in shown.items() if name != "end_shown"}
        self.assertIn("alert-danger", self._send(f"{url}/confirm", **without).text)
        self.assertEqual(subscription.date_end, date(2024, 2, 1))
        # A15: the same form, posted again, renewed it again.
        for _ in range(3):
            response = self._send(f"{url}/confirm", **shown)
            self.assertEqual(subscription.date_end, date(2024, 3, 1))
        self.assertIn("open it again", response.text)

    def test_a_suspended_or_paused_one_can_be_cancelled(self):
        for stop, end in (("action_pause", date(2024, 1, 10)), ("action_suspend", None)):
            with self.subTest(stop):
                subscription = self._collected(payment_token_id=False)
                self._bill(subscription, "2024-01-01")
                getattr(subscription, stop)()
                url = f"{PAGE}/{subscription.id}/cancel"
                _status, text = self._read(url)
                self._send(f"{url}/confirm", **self._shown(text))
                self.assertEqual(subscription.cancel_date, end or date(2024, 2, 1))

    def test_what_is_being_charged_is_not_paid_again(self):
        self.subscription.payment_token_id = self.token
        self.server.behaviour = "pending"
        self.invoice.invoice_date_due = date(2024, 1, 5)
        self._collect("2024-01-10")
        self.assertEqual(self.invoice.rental_collection, "pending")
        self.partner_a.child_ids = self.user.partner_id
        self.authenticate("customer", "customer")
        # Nothing is left there to pay: it leads to the list.
        page = self.url_open("/my/invoices/overdue")
        self.assertTrue(page.url.endswith("/my/invoices"))
        before = len(self.invoice.transaction_ids)
        params = {
            "access_token": self.invoice._portal_ensure_token(),
            "provider_id": self.provider.id,
            "payment_method_id": self.payment_method_id,
            "token_id": None,
            "amount": self.invoice.amount_residual,
            "flow": "direct",
            "tokenization_requested": False,
            "landing_route": "/my",
        }
        route = f"/invoice/transaction/{self.invoice.id}"
        with mute_logger("odoo.http"):
            answer = self.url_open(route, json={"jsonrpc": "2.0", "params": params}).json()
        self.assertIn("need not pay again", answer["error"]["data"]["message"])
        self.assertEqual(len(self.invoice.transaction_ids), before)
