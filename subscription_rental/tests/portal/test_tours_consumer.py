from odoo.tests import HttpCase, tagged

from ..common import SubscriptionCommon


@tagged("post_install", "-at_install")
class TestConsumerTours(SubscriptionCommon, HttpCase):
    """Consumers end their contracts in a real browser (PO4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.fr")
        cls._portal_user("customer", cls.partner_a)
        cls.plan.write({"portal_cancel": False, "invoice_mode": "post"})
        today = cls.company._subscription_today()
        cls.rental = cls._subscription(today)
        cls.invoice = cls._bill(cls.rental, today.isoformat())

    def _tour(self, name):
        url = self.rental.access_url
        self.start_tour(url, f"subscription_rental_{name}", login="customer")

    def test_who_withdraws_gets_everything_back(self):
        self._tour("withdraw")
        self.assertEqual(self.rental.state, "cancelled")
        self.assertEqual(self.rental.declaration_ids.declared_by, "Ada")
        note = self.rental._get_notes()
        self.assertEqual(note.amount_total, self.invoice.amount_total)
        self.assertEqual(self.invoice.payment_state, "reversed")

    def test_who_cancels_does_although_the_plan_says_no(self):
        self._tour("consumer_cancel")
        self.assertTrue(self.rental.cancel_date)
        self.assertEqual(self.rental.declaration_ids.declared_reason, "I move")
