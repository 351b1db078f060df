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

    def test_who_reads_french_is_told_in_french(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        addon = self.env["ir.module.module"]._get("subscription_rental")
        addon._update_translations(["fr_FR"])
        reader = self.env["res.users"].search([("login", "=", "customer")])
        (self.partner_a | reader.partner_id).lang = "fr_FR"
        plan = self._plan(name="Trimestre", interval_count=3, invoice_mode="post")
        today = self.company._subscription_today()
        self.rental = self._subscription(today, plan_id=plan.id)
        self._bill(self.rental, today.isoformat())
        self._tour("consumer_french")
        self.assertTrue(self.rental.cancel_date)
