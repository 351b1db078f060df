from odoo import Command

from odoo.addons.account_payment.tests.common import AccountPaymentCommon

from . import payment_provider
from .common import SubscriptionCommon


class PaymentCommon(SubscriptionCommon, AccountPaymentCommon):
    """Subscriptions that are collected through a provider that can fail."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = payment_provider.Provider()
        cls.addClassCleanup(cls.server.stop)
        cls.provider.company_id = cls.company
        cls.term_now = cls.env.ref("account.account_payment_term_immediate")
        cls.partner_a.property_payment_term_id = cls.term_now
        cls.partner_a.email = "a@example.com"
        cls.plan = cls._plan(invoice_mode="collect", name="Collected")
        cls.plan._approve_sending(cls.company)
        cls.token = cls._token()

    def setUp(self):
        super().setUp()
        self.server.charged.clear()
        self.server.behaviour = "done"
        for patcher in payment_provider.speak(self.registry, lambda: self.server.url):
            self.startPatcher(patcher)

    @classmethod
    def _token(cls, partner=None, **values):
        """Return a stored method of the customer."""
        return (
            cls.env["payment.token"]
            .sudo()
            .create(
                {
                    "provider_id": cls.provider.id,
                    "payment_method_id": cls.payment_method_id,
                    "partner_id": (partner or cls.partner_a).id,
                    "payment_details": "1234",
                    "provider_ref": "customer-1",
                    **values,
                }
            )
        )

    @classmethod
    def _collected(cls, start="2024-01-01", **values):
        """Return an active subscription with a stored method."""
        values = {"payment_token_id": cls.token.id, **values}
        return cls._subscription(start, **values)

    def _job(self, name, method, *arguments, plain=False):
        """Run one of the jobs' own loops, which commit.

        :param plain: as the cron does, without a company
        """
        company = self.company
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cursor:
            env = self.env(cr=cursor, su=True)
            job = env[name].with_company(company)
            getattr(job, method)(*([] if plain else [company.with_env(env)]), *arguments)
        self.env.invalidate_all()

    def _press(self, records, button):
        """Press a button that commits; return what it returns."""
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cursor:
            action = getattr(records.with_env(self.env(cr=cursor)), button)()
        self.env.invalidate_all()
        return action

    def _collect(self, day):
        """Collect what is due on that day; return the charges, latest last."""
        self._job("subscription.collection.job", "_collect_company", self._day(day))
        return (
            self.env["payment.transaction"]
            .sudo()
            .search([("rental_outcome", "!=", False)], order="id")
        )

    def _dun(self, day):
        """Let the dunning job look at that day."""
        self._job("subscription.dunning.job", "_dun_company", self._day(day))

    def _day(self, day):
        return type(self.env.cr.now()).fromisoformat(day).date()

    def _pay(self, invoice, day="2024-01-10"):
        """Let the customer pay by transfer."""
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({"payment_date": day})._create_payments()
        self.env.flush_all()

    def _mails(self, record):
        """Return the subjects of what was mailed for this record, oldest first."""
        mails = (
            self.env["mail.mail"]
            .sudo()
            .search([("model", "=", record._name), ("res_id", "=", record.id)], order="id")
        )
        return mails.mapped("subject")

    def _policy(self, *steps, **values):
        """Return a policy of these steps: (days, action)."""
        return self.env["subscription.dunning.policy"].create(
            {
                "name": "Test",
                "step_ids": [
                    Command.create({"days": days, "action": action})
                    for days, action in steps
                ],
                **values,
            }
        )
