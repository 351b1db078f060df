from datetime import date, timedelta
from unittest.mock import patch

from odoo.tests import freeze_time

from .common import SubscriptionCommon


class RenewingCommon(SubscriptionCommon):
    """Terms of three months that are renewed for as long when the customer pays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.subscription_backlog_limit = 0
        cls.partner_a.email = "ada@example.com"
        cls.plan = cls._paid_plan()

    @classmethod
    def _paid_plan(cls, kind="quotation", **values):
        """Return a plan of three months, renewed when the customer pays."""
        return cls._plan(
            **{
                "term_count": 3,
                "renewal": "on_payment",
                "renewal_count": 3,
                "grace_days": 10,
                "renewal_offer_days": 20,
                "renewal_offer_kind": kind,
                **values,
            }
        )

    @classmethod
    def _rental(cls, kind="quotation", start="2024-01-01", **values):
        """Return a subscription of three months, billed to its end."""
        values.setdefault("plan_id", cls._paid_plan(kind).id)
        rental = cls._subscription(start, **values)
        cls._bill(rental, str(rental.date_end - timedelta(days=1)))
        return rental

    def _offer(self, rental, *days, killed=False):
        """Run the job's own loop, which commits, on each of these days.

        :param killed: its process ends before the first commit
        """
        self.env.flush_all()
        for day in days:
            with (
                freeze_time(f"{day} 12:00:00"),
                self.enter_registry_test_mode(),
                self.registry.cursor() as cursor,
            ):
                job = self.env(cr=cursor, su=True)["subscription.renewing.job"]
                company = self.company.with_env(job.env)
                job = job.with_company(company)
                if killed:
                    with patch.object(type(job), "_commit", side_effect=SystemExit):
                        job._offer_company(company, date.fromisoformat(day))
                else:
                    job._offer_company(company, date.fromisoformat(day))
        self.env.invalidate_all()
        # Odoo keeps the last number of an invoice until the end of a transaction.
        self.env.cr.precommit.data.pop("sequence.mixin", None)
        return rental.renewal_offer_ids

    def _pay(self, invoice, day, amount=None):
        """Register a payment of `invoice` on `day`; return it."""
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        values = {"payment_date": day} | ({"amount": amount} if amount else {})
        with freeze_time(f"{day} 12:00:00"):
            return register.create(values)._create_payments()

    def _return(self, payment):
        """Take a payment back, as a bank that returns a debit does."""
        payment.action_draft()
        payment.action_cancel()

    def _take_up(self, offer, day):
        """Let the customer pay an offer, or a clerk confirm it, on `day`."""
        with freeze_time(f"{day} 12:00:00"):
            if offer.kind == "quotation":
                offer.quotation_id.action_confirm()
        if offer.kind == "invoice":
            self._pay(offer.move_id, day)

    def _mails(self, rental):
        """Return the mails with offers in the conversation."""
        return rental.message_ids.filtered(
            lambda one: "Renew your subscription" in (one.subject or "")
        )

    def assertOffers(self, rental, *expected):
        """Check (end of the term, state) of all offers, oldest first."""
        offers = rental.renewal_offer_ids.sorted("id")
        found = [(str(one.term_end), one.state) for one in offers]
        self.assertEqual(found, list(expected))
