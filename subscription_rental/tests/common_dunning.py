from datetime import date

from odoo.tests import freeze_time

from .common_payment import PaymentCommon


class DunningCommon(PaymentCommon):
    """Failed payments, and days that go by."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env.ref("subscription_rental.dunning_policy_default")
        cls.company.subscription_dunning_policy_id = cls.policy

    def _failed(self, **values):
        """Return (subscription, case) after a first payment that failed."""
        self.server.behaviour = "declined"
        subscription = self._collected(**values)
        self._bill(subscription, "2024-01-01")
        self._collect("2024-01-01")
        self._dun("2024-01-01")
        return subscription, subscription.dunning_case_ids

    def _on_account(self, amount, **values):
        """Let the customer pay so much by transfer, for no invoice."""
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.partner_a.id,
                "amount": amount,
                "date": "2024-01-01",
                "journal_id": self.company_data["default_journal_bank"].id,
                **values,
            }
        )
        payment.action_post()
        return payment

    def _live(self, *days):
        """Let all jobs run on these days of January, or up to a day given as a range."""
        for day in days:
            moment = date(2024, 1, 1).toordinal() + day - 1
            iso = date.fromordinal(moment).isoformat()
            with freeze_time(f"{iso} 12:00:00"):
                self._collect(iso)
                self._dun(iso)
                self._collect(iso)

    def _happened(self, case):
        """Return what happened: (day of the year, what)."""
        return [(event.date.timetuple().tm_yday, event.name) for event in case.event_ids]
