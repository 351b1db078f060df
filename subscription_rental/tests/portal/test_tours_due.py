from datetime import timedelta

from odoo.tests import HttpCase, tagged

from odoo.addons.account_payment.tests.common import AccountPaymentCommon

from ..common_due import DueCommon


@tagged("post_install", "-at_install")
class TestDueTours(DueCommon, AccountPaymentCommon, HttpCase):
    """A customer renews what is due soon, in a real browser (DD8)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        installed = cls.env["ir.module.module"]._get("payment_demo").state
        if installed != "installed":
            cls.skipTest(cls, "The simulated provider, payment_demo, is not installed.")
        cls.dummy_provider.state = "disabled"
        cls._prepare_provider("demo", update_values={"is_published": True})
        cls._portal_user("customer", cls.partner_a)
        today = cls.company._subscription_today()
        cls.due = today + timedelta(days=10)
        start = cls.due - timedelta(days=365)
        cls.row = cls._due(start, date_due=cls.due)

    def test_who_is_reminded_renews_and_sees_the_new_due_date(self):
        path = self.row._get_renew_url()
        self.env.flush_all()
        self.start_tour(path, "subscription_rental_renew_due_date", login="customer")
        self.env.invalidate_all()
        following = self.row.next_ids
        self.assertEqual(following.date_start, self.due)
        self.assertEqual(self.row.state, "renewed")
        self.assertEqual(following.paid_move_id.payment_state, "paid")
        self.assertEqual(self.row.quote_id.state, "sale")
