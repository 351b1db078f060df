from odoo.tests import HttpCase, tagged

from odoo.addons.account.tests.common import AccountTestInvoicingHttpCommon


@tagged("post_install", "-at_install")
class TestTours(AccountTestInvoicingHttpCommon, HttpCase):
    """The main journeys, in a real browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["product.product"].create(
            {"name": "Tour bike", "type": "service", "list_price": 40.0}
        )
        cls.env["res.partner"].create({"name": "Tour customer"})
        manager = cls.env.ref("subscription_rental.group_manager")
        cls.env.user.write({"login": "tourist", "password": "tourist"})
        cls.env.user.group_ids += manager

    def test_a_manager_makes_a_plan_subscribes_a_customer_and_bills(self):
        self.start_tour(
            "/odoo/subscription-plans", "subscription_rental_first_bill", login="tourist"
        )
        invoice = self.env["account.move"].search(
            [("line_ids.product_id.name", "=", "Tour bike")]
        )
        self.assertEqual(invoice.state, "posted")
        self.assertEqual(invoice.amount_untaxed, 25.0)
        self.assertEqual(len(invoice.rental_subscription_ids.period_ids), 1)
