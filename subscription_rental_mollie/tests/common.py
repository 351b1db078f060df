from datetime import date
from unittest.mock import patch

from odoo import Command

from odoo.addons.subscription_rental.tests.common import SubscriptionCommon

from .mollie_server import KEY, Mollie

JOB = "subscription.collection.job"
SHOP = "https://shop.example.com"
LOG = "odoo.addons.subscription_rental_mollie.models.subscription_collection_job"
LOGS = ("odoo.addons.payment.models.payment_provider", LOG)


class MollieCommon(SubscriptionCommon):
    """A company in euro that collects by Mollie, and a Mollie of our own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.env.ref("base.EUR")
        cls.euro.active = True
        cls.company.currency_id = cls.euro
        cls._enable_mollie(cls.company, cls.company_data["default_journal_bank"])
        cls.partner_a.write(
            {
                "name": "Ada Lovelace",
                "email": "ada@example.com",
                "property_payment_term_id": cls.env.ref(
                    "account.account_payment_term_immediate"
                ).id,
            }
        )
        cls.plan = cls._plan(price=29.0, invoice_mode="collect", name="Collected")
        cls.product.taxes_id = False
        cls.plan._approve_sending(cls.company)
        cls.env["ir.config_parameter"].set_param("web.base.url", SHOP)

    @classmethod
    def _enable_mollie(cls, company, journal):
        """Let a company collect by Mollie, and customers register by four methods."""
        cls.server = Mollie()
        cls.addClassCleanup(cls.server.stop)
        cls.mollie = cls.env["payment.provider"].search(
            [("code", "=", "mollie"), ("company_id", "=", company.id)]
        )
        cls.mollie.write(
            {
                "mollie_api_key": KEY,
                "state": "test",
                "is_published": True,
                "allow_tokenization": True,
                "journal_id": journal.id,
            }
        )
        cls.methods = {
            code: cls.env.ref(f"payment.payment_method_{code}")
            for code in ("ideal", "bancontact", "card", "paypal")
        }
        for method in cls.methods.values():
            method.active = True

    def setUp(self):
        super().setUp()
        self.server.forget()
        self.startPatcher(
            patch.object(
                self.registry["payment.provider"],
                "_get_mollie_address",
                lambda _provider: self.server.url,
            )
        )

    # === customers === #

    def _token(self, method="ideal", **details):
        """Return a stored method with a mandate at our Mollie."""
        server = self.server
        customer = server.number("cst")
        server.customers[customer] = {}
        kind = {"card": "creditcard"}.get(method, method)
        mandate = server.make_mandate(customer, kind, **details)
        debit = self.env.ref("payment.payment_method_sepa_direct_debit")
        stored = debit if method == "ideal" else self.methods[method]
        return self.env["payment.token"].create(
            {
                "provider_id": self.mollie.id,
                "payment_method_id": stored.id,
                "partner_id": self.partner_a.id,
                "payment_details": "4300",
                "provider_ref": f"{customer}/{mandate}",
            }
        )

    def _billed(self, method="ideal", **details):
        """Return a subscription with a mandate, and its first invoice, due at once."""
        token = self._token(method, **details)
        subscription = self._subscription("2024-01-10", payment_token_id=token.id)
        return subscription, self._bill(subscription, "2024-01-10")

    def _begun(self, method="ideal", **values):
        """Return a payment that a customer began: by default a method is registered."""
        payment = self.env["payment.transaction"].create(
            {
                "provider_id": self.mollie.id,
                "payment_method_id": self.methods[method].id,
                "reference": f"V-{self.server.number('x')}",
                "amount": 0,
                "currency_id": self.euro.id,
                "partner_id": self.partner_a.id,
                "operation": "validation",
                **values,
            }
        )
        payment._get_processing_values()
        return payment

    def _get_mandate(self, token):
        return self.server.mandates[token.provider_ref.partition("/")[2]]

    # === jobs and webhooks === #

    def _job(self, day="2024-01-10", name=JOB, method="_collect_company"):
        """Run one of the jobs' own loops, which commit, on that day."""
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cursor:
            env = self.env(cr=cursor, su=True)
            job = env[name].with_company(self.company)
            getattr(job, method)(self.company.with_env(env), date.fromisoformat(day))
        self.env.invalidate_all()

    def _collect(self, day="2024-01-10"):
        """Collect what is due on that day; return all charges, oldest first."""
        self._job(day)
        return self.env["payment.transaction"].search(
            [("provider_id", "=", self.mollie.id), ("operation", "=", "offline")],
            order="id",
        )

    def _dun(self, day="2024-01-10"):
        self._job(day, "subscription.dunning.job", "_dun_company")

    def _hear(self, count=1):
        """Let Mollie call about all that happened, each so many times; return how many."""
        nobody = self.env(user=self.env.ref("base.public_user").id)
        calls = list(dict.fromkeys(self.server.calls))
        self.server.calls.clear()
        for payment, url in calls * count:
            data = {"id": payment, "ref": url.partition("?ref=")[2].replace("%2F", "/")}
            nobody["payment.transaction"].sudo()._hear_from_mollie(data)
        self.env.flush_all()
        return len(calls)

    def _sent(self, method, ending):
        """Return how many requests of a kind Mollie got."""
        return sum(
            one == method and path.partition("?")[0].endswith(ending)
            for one, path in self.server.requests
        )

    def _policy(self, *steps):
        """Let the company's dunning take these steps: (days, action)."""
        self.company.subscription_dunning_policy_id = self.env[
            "subscription.dunning.policy"
        ].create(
            {
                "name": "Test",
                "step_ids": [
                    Command.create({"days": days, "action": action})
                    for days, action in steps
                ],
            }
        )
