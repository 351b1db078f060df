from datetime import timedelta

from odoo import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.account_payment.tests.common import AccountPaymentCommon

from ..common import SubscriptionCommon


@tagged("post_install", "-at_install")
class TestPayingTours(SubscriptionCommon, AccountPaymentCommon, HttpCase):
    """Registering a method, paying by link, retrying, paying what is missing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        installed = cls.env["ir.module.module"]._get("payment_demo").state
        if installed != "installed":
            cls.skipTest(cls, "The simulated provider, payment_demo, is not installed.")
        cls.dummy_provider.state = "disabled"
        cls.provider = cls._prepare_provider("demo", update_values={"is_published": True})
        cls.env["ir.config_parameter"].set_param(
            "account_payment.enable_portal_payment", "True"
        )
        cls.today = cls.company._subscription_today()
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Tour customer",
                "email": "tour@example.com",
                "country_id": cls.env.ref("base.be").id,
                "property_payment_term_id": cls.env.ref(
                    "account.account_payment_term_immediate"
                ).id,
            }
        )
        cls.env.user.write({"login": "tourist", "password": "tourist"})
        cls.env.user.group_ids += cls.env.ref("base.group_system")
        cls.product.taxes_id = [Command.clear()]
        cls.plan = cls._plan(price=25.0, name="Tour plan", invoice_mode="collect")
        cls.plan._approve_sending(cls.company)
        cls.company.subscription_dunning_policy_id = cls.env.ref(
            "subscription_rental.dunning_policy_default"
        )
        cls.rental = cls._subscription(
            cls.today, plan_id=cls.plan.id, partner_id=cls.customer.id
        )
        cls.invoice = cls._bill(cls.rental, cls.today.isoformat())

    def _token(self, state):
        return self.env["payment.token"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.provider.payment_method_ids[:1].id,
                "partner_id": self.customer.id,
                "payment_details": "4242",
                "provider_ref": "simulated",
                "demo_simulated_state": state,
            }
        )

    def _job(self, name, method, day):
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cursor:
            env = self.env(cr=cursor, su=True)
            job = env[name].with_company(self.company)
            getattr(job, method)(self.company.with_env(env), day)
        self.env.invalidate_all()

    def _fail(self):
        """Let the first collection fail, and its case be opened."""
        self.rental.payment_token_id = self._token("error")
        self._job("subscription.collection.job", "_collect_company", self.today)
        self._job("subscription.dunning.job", "_dun_company", self.today)
        self.assertEqual(self.rental.dunning_case_ids.trigger, "failed")

    def _tour(self, path, name, login="tourist"):
        self.env.flush_all()
        self.start_tour(path, f"subscription_rental_{name}", login=login)
        self.env.invalidate_all()

    def test_a_method_is_registered_behind_a_qr_code(self):
        self._tour(f"/odoo/subscriptions/{self.rental.id}", "ask_method")
        self.assertEqual(self.rental.payment_token_id.payment_details, "4242")
        self.assertEqual(self.invoice.payment_state, "not_paid")

    def test_an_invoice_is_paid_by_a_link(self):
        self._tour(f"/odoo/subscriptions/{self.rental.id}", "pay_link")
        self.assertEqual(self.invoice.payment_state, "paid")

    def test_a_customer_without_an_account_registers_a_method(self):
        link = self.rental._get_method_url()
        path = link.removeprefix(self.rental.get_base_url())
        self._tour(path, "register", login=None)
        self.assertEqual(self.rental.payment_token_id.payment_details, "1881")

    def test_a_payment_that_failed_is_tried_again_and_paid(self):
        self._fail()
        self.rental.payment_token_id.demo_simulated_state = "done"
        self._tour("/odoo/dunning", "retry")
        self.assertEqual(self.invoice.payment_state, "paid")

    def test_a_suspended_customer_pays_and_goes_on(self):
        self._fail()
        for days in range(1, 16):
            day = self.today + timedelta(days=days)
            self._job("subscription.dunning.job", "_dun_company", day)
            self._job("subscription.collection.job", "_collect_company", day)
        self.assertEqual(self.rental.state, "suspended")
        path = self.rental.get_portal_url()
        self._tour(path, "pay_missing", login=None)
        self.assertEqual(self.invoice.payment_state, "paid")
        self._job("subscription.dunning.job", "_dun_company", day)
        self.assertEqual(self.rental.state, "active")
        self._tour(path, "active_again", login=None)
