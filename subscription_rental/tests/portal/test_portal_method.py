from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..common_portal import PAGE, PortalCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestPortalMethod(PortalCommon):
    """The customer's own payment method (LC7, SE5)."""

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
        other = self.env["payment.method"].search(
            [("id", "not in", self.provider.payment_method_ids.ids)], limit=1
        )
        for method in ("x", [self.payment_method_id], {}, None, other.id):
            refused = self._rpc(
                "transaction/one", **self._validation(payment_method_id=method)
            )
            self.assertIn("UserError", refused)
        self.assertFalse(self.env["payment.transaction"].search([]))
        self.provider.allow_tokenization = False
        useless = self._rpc("transaction/one", **self._validation())
        self.assertIn("UserError", useless)

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

    def test_a_refused_method_is_told_and_the_former_one_is_not_called_new(self):
        self.subscription.payment_token_id = self.token
        answer = self._rpc("transaction/one", **self._validation())
        transaction = self._get_tx(answer["reference"])
        transaction._set_error("The card has expired")
        _status, text = self._read(transaction.landing_route)
        self.assertIn("The card has expired", text)
        self.assertNotIn("is registered", text)

    def test_by_the_link_it_is_the_customers(self):
        token = self.subscription._portal_ensure_token()
        transaction = self._register(login=None, access_token=token)
        self.assertEqual(transaction.partner_id, self.subscription.partner_invoice_id)
        self.assertEqual(self.subscription.payment_token_id, transaction.token_id)

    @mute_logger("odoo.http")
    def test_a_link_of_one_does_not_reach_the_others(self):
        """B6: by one link a stranger's card got five subscriptions of the customer."""
        other = self._collected()
        link = {"access_token": self.subscription._portal_ensure_token()}
        for login in (None, "stranger"):
            with self.subTest(login):
                answer = self._rpc("transaction/all", login, **self._validation(), **link)
                self.assertIn("UserError", answer)
                query = f"which=all&access_token={link['access_token']}"
                _status, text = self._read(f"{self.url}/payment_method?{query}", login)
                self.assertNotIn("which=all", text)
                self.assertIn("transaction/one", text)
        self.assertEqual(other.payment_token_id, self.token)

    def test_the_customer_is_told_of_a_change(self):
        link = self.subscription._portal_ensure_token()
        self._register(login=None, access_token=link)
        told = f"Your payment method for {self.subscription.name} was changed"
        self.assertEqual(self._mails(self.subscription).count(told), 1)
        self._send(f"{self.url}/remove_method")
        self.assertEqual(self._mails(self.subscription).count(told), 2)

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
