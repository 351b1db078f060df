from odoo.tests import HttpCase, tagged

from odoo.addons.account_payment.tests.common import AccountPaymentCommon

from .common import ShopCommon


@tagged("post_install", "-at_install")
class TestShopTours(ShopCommon, AccountPaymentCommon, HttpCase):
    """Visitors rent: on a desktop, and on a phone (SE6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        installed = cls.env["ir.module.module"]._get("payment_demo").state
        if installed != "installed":
            cls.skipTest(cls, "The simulated provider, payment_demo, is not installed.")
        cls.dummy_provider.state = "disabled"
        cls.provider = cls._prepare_provider("demo", update_values={"is_published": True})
        cls.website.account_on_checkout = "optional"
        cls.website.show_line_subtotals_tax_selection = "tax_included"
        cls.monthly.write(
            {"invoice_mode": "collect", "contract_terms": "<p>Ride with care.</p>"}
        )
        cls.monthly._approve_sending(cls.company)

    def _visit_page(self, tour, login=None):
        """Walk through a tour, as a guest unless said; return the last order."""
        name = f"subscription_rental_website_{tour}"
        self.start_tour(self.template.website_url, name, login=login)
        return self.env["sale.order"].search([], order="id desc", limit=1)

    def _check_rented(self, order):
        rented = order.rental_subscription_ids
        self.assertEqual(rented.state, "active")
        self.assertTrue(rented.payment_token_id)
        self.assertEqual(rented.partner_id.name, "John Doe")
        return rented

    def test_a_guest_rents_a_bike_with_cover(self):
        order = self._visit_page("rent")
        rented = self._check_rented(order)
        self.assertEqual(rented.line_ids.product_id, self.bike | self.cover)
        invoice = rented.period_ids._get_invoices()
        self.assertEqual((invoice.state, invoice.amount_residual), ("posted", 0.0))
        self.assertEqual(rented.contract_version, self.monthly.contract_version)

    def test_a_guest_buys_one_and_rents_by_the_month_and_the_year(self):
        yearly = self._shop_plan(
            "Yearly", 300.0, interval_unit="year", invoice_mode="collect"
        )
        yearly._approve_sending(self.company)
        self.template.rental_shop_mode = "both"
        order = self._visit_page("mixed")
        rented = order.rental_subscription_ids
        self.assertEqual(rented.plan_id, self.monthly | yearly)
        self.assertEqual(set(rented.mapped("state")), {"active"})
        self.assertEqual(len(rented.payment_token_id), 1)


@tagged("post_install", "-at_install")
class TestShopToursOnPhones(TestShopTours):
    """The same journeys on a small screen, and those that most people make there."""

    browser_size = "360x740"
    touch_enabled = True

    def test_a_guest_begins_a_trial_with_nothing_due(self):
        self.monthly.is_published = False
        self.template.rental_deposit = 0.0
        trial = self._shop_plan("Trial", 30.0, trial_days=14, invoice_mode="collect")
        trial._approve_sending(self.company)
        order = self._visit_page("trial")
        rented = self._check_rented(order)
        self.assertEqual((order.amount_total, order.state), (0.0, "sale"))
        self.assertFalse(rented.period_ids._get_invoices())

    def test_who_is_declined_tries_again(self):
        order = self._visit_page("declined")
        self._check_rented(order)
        states = order.transaction_ids.sorted("id").mapped("state")
        self.assertEqual(states, ["error", "done"])

    def test_a_customer_orders_with_a_stored_method(self):
        customer = self._portal_user("customer", self.partner_a)
        self._fill_address(customer)
        token = self._create_token(
            partner_id=customer.partner_id.id, demo_simulated_state="done"
        )
        order = self._visit_page("stored", login=customer.login)
        self.assertEqual(order.rental_subscription_ids.payment_token_id, token)
        self.assertEqual(order.rental_subscription_ids.state, "active")

    def test_a_visitor_changes_the_plan_in_the_cart(self):
        self._shop_plan("Yearly", 300.0, interval_unit="year")
        order = self._visit_page("change")
        self.assertEqual(order.order_line.rental_plan_id, self.monthly)
