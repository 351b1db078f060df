from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from ..common_portal import PortalCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestEntered(PortalCommon):
    """A clerk types the customer's method into the provider's own form (SE5)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.subscription_clerk_enters = True
        cls.clerk = cls._user("entering", "subscription_rental.group_user_own")
        cls.other = cls.setup_other_company(name="Elsewhere")["company"]
        cls._user("employee", "base.group_user")
        cls._user("elsewhere", "subscription_rental.group_manager", cls.other)
        cls.colleague = cls._user("colleague", "subscription_rental.group_user_own")
        cls.subscription.user_id = cls.clerk
        cls.page = f"/subscriptions/{cls.subscription.id}/enter_method"

    @classmethod
    def _user(cls, login, group, company=None):
        company = company or cls.company
        return new_test_user(
            cls.env,
            login=login,
            groups=group,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    def _dialog(self):
        """Return the dialog *Ask the Customer*, opened by the clerk."""
        action = self.subscription.with_user(self.clerk).action_ask_for_method()
        dialogs = self.env[action["res_model"]].with_user(self.clerk)
        return dialogs.browse(action["res_id"])

    def _answer(self, login="entering", **values):
        """Return the answer to the form's request for a transaction."""
        self.authenticate(login, login)
        params = {
            "provider_id": self.provider.id,
            "payment_method_id": self.payment_method_id,
            "token_id": None,
            "amount": None,
            "flow": "direct",
            "tokenization_requested": True,
            "landing_route": "https://example.com",
            "is_validation": True,
            "access_token": "",
            **values,
        }
        return self.url_open(
            f"{self.page}/transaction", json={"jsonrpc": "2.0", "params": params}
        ).json()

    def _transaction(self, **values):
        answer = self._answer(**values)
        return self._get_tx(answer["result"]["reference"])

    def test_the_dialog_opens_the_providers_form(self):
        dialog = self._dialog()
        self.assertTrue(dialog.can_enter)
        action = dialog.action_enter()
        self.assertEqual((action["url"], action["target"]), (self.page, "new"))
        status, text = self._read(self.page, "entering")
        self.assertEqual(status, 200)
        self.assertIn(f'data-transaction-route="{self.page}/transaction"', text)
        self.assertIn(self.partner_a.name, text)

    def test_the_method_is_the_customers_and_the_dialog_is_told(self):
        dialog = self._dialog()
        # Whatever the browser says, it is the customer's, and lands here.
        transaction = self._transaction()
        self.assertEqual(transaction.partner_id, self.partner_a)
        landing = f"{self.page}?done=1&tried={transaction.id}"
        self.assertEqual(transaction.landing_route, landing)
        self.assertEqual((transaction.operation, transaction.amount), ("validation", 0.0))
        self.assertFalse(dialog.is_done)
        transaction.token_id = self._token(transaction.partner_id)
        transaction._set_done()
        transaction._post_process()
        self.env.invalidate_all()
        self.assertEqual(self.subscription.payment_token_id, transaction.token_id)
        self.assertEqual(transaction.token_id.partner_id, self.partner_a)
        self.assertEqual((dialog.is_done, dialog.is_failed), (True, False))
        self.assertIn("1234", dialog.result)
        _status, text = self._read(landing, "entering")
        self.assertIn("is registered, and the customer is told", text)
        told = f"Your payment method for {self.subscription.name} was changed"
        self.assertIn(told, self._mails(self.subscription))
        self.assertFalse(self.server.charged)

    def test_a_clerk_who_is_a_contact_of_the_customer_stores_it_for_the_customer(self):
        self.clerk.partner_id.parent_id = self.partner_a
        self.assertEqual(self._transaction().partner_id, self.partner_a)

    def test_the_customers_own_page_is_as_it_was(self):
        """Its routes and the clerk's are served by one controller."""
        self.authenticate("customer", "customer")
        text = self.url_open(f"{self.url}/payment_method").text
        self.assertIn(f'data-transaction-route="{self.url}/transaction/one"', text)
        partner = self.user.partner_id.id
        self.assertIn(f'data-partner-id="{partner}"', text)

    def test_what_the_provider_refuses_is_shown(self):
        self.subscription.payment_token_id = self.token
        dialog = self._dialog()
        transaction = self._transaction()
        transaction._set_error("The card number is wrong")
        self.env.invalidate_all()
        self.assertEqual((dialog.is_done, dialog.is_failed), (False, True))
        self.assertEqual(dialog.result, "The card number is wrong")
        self.assertEqual(self.subscription.payment_token_id, self.token)
        _status, text = self._read(transaction.landing_route, "entering")
        self.assertIn("The card number is wrong", text)
        self.assertNotIn("is registered", text)
        self.assertIn("data-transaction-route", text)
        # Another's transaction, and nonsense, tell nothing.
        other = self._subscription(partner_id=self.partner_b.id)
        transaction._write_kept({"rental_subscription_id": other.id})
        for tried in (transaction.id, 10**40, "x"):
            _status, text = self._read(f"{self.page}?done=1&tried={tried}", "entering")
            self.assertNotIn("The card number is wrong", text)

    @mute_logger("odoo.http")
    def test_it_is_off_by_default(self):
        self.assertFalse(self.other.subscription_clerk_enters)
        dialog = self._dialog()
        self.company.subscription_clerk_enters = False
        self.env.invalidate_all()
        self.assertFalse(dialog.can_enter)
        with self.assertRaisesRegex(UserError, "Clerks enter no payment methods"):
            dialog.action_enter()
        status, text = self._read(self.page, "entering")
        self.assertEqual(status, 200)
        self.assertIn("Clerks enter no payment methods", text)
        self.assertNotIn("data-transaction-route", text)
        self.assertIn("Clerks enter no payment", str(self._answer()["error"]))

    @mute_logger("odoo.http")
    def test_nobody_else_reaches_it(self):
        before = self.env["payment.transaction"].sudo().search_count([])
        for login in ("elsewhere", "employee", "colleague", "customer", "stranger"):
            with self.subTest(login):
                self.assertEqual(self._read(self.page, login)[0], 404)
                self.assertIn("NotFound", str(self._answer(login)["error"]))
        _status, text = self._read(self.page, None)
        self.assertIn("/web/login", text)
        self.assertNotIn("data-transaction-route", text)
        self.assertIn("error", self._answer(None))
        after = self.env["payment.transaction"].sudo().search_count([])
        self.assertEqual(after, before)
        self.assertEqual(self._read("/subscriptions/0/enter_method", "entering")[0], 404)

    @mute_logger("odoo.http")
    def test_nothing_but_a_validation_can_be_made(self):
        self.assertIn("error", self._answer(flow="token", token_id=self.token.id))
        self.assertIn("error", self._answer(invoice_ids=[1]))
        self.assertIn("error", self._answer(partner_id=self.partner_b.id))
        self.provider.allow_tokenization = False
        self.assertIn("error", self._answer())

    def test_the_page_shows_no_stored_method_and_no_link(self):
        self._token(self.partner_a, payment_details="9876")
        _status, text = self._read(self.page, "entering")
        self.assertNotIn("9876", text)
        self.assertNotIn(self.subscription._portal_ensure_token(), text)

    def test_an_invoice_is_not_paid_this_way(self):
        action = self.invoice.action_rental_pay_link()
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        self.assertFalse(dialog.can_enter)
        with self.assertRaisesRegex(UserError, "by themselves"):
            dialog.action_enter()

    def test_what_has_ended_takes_no_method(self):
        self.subscription.action_cancel()
        with self.assertRaisesRegex(UserError, "has ended"):
            self.subscription.with_user(self.clerk)._check_entering()
