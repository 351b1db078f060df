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

    def test_a_manager_subscribes_a_customer_bills_credits_and_bills_again(self):
        self.start_tour(
            "/odoo/subscription-plans", "subscription_rental_first_bill", login="tourist"
        )
        invoices = self.env["account.move"].search(
            [("line_ids.product_id.name", "=", "Tour bike")], order="id"
        )
        self.assertEqual(
            invoices.mapped("move_type"), ["out_invoice", "out_refund", "out_invoice"]
        )
        self.assertEqual(set(invoices.mapped("state")), {"posted"})
        slot = invoices.rental_subscription_ids.period_ids
        self.assertEqual((len(slot), slot.amount_invoiced), (1, 25.0))

    def test_a_manager_gets_started_with_an_empty_company(self):
        self.env["subscription.plan"].search([]).active = False
        self.env["subscription.plan.line"].search([]).unlink()
        self.env.company.write({"street": False, "subscription_require_address": False})
        self.env.company.country_id = self.env.ref("base.us")
        customer = self.env["res.partner"].search([("name", "=", "Tour customer")])
        customer.email = "tour@example.com"
        self.start_tour(
            "/odoo/subscriptions-today", "subscription_rental_get_started", login="tourist"
        )
        rental = self.env["subscription.subscription"].search(
            [("partner_id", "=", customer.id)]
        )
        self.assertEqual((rental.state, rental.recurring_amount), ("active", 49.0))
        self.assertEqual(rental.plan_id.invoice_lead_days, 7)
