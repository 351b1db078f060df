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

    def _visit_page(self, tour):
        """Walk through a tour as a guest; return the last order."""
        self.start_tour(self.template.website_url, f"subscription_rental_website_{tour}")
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

    def test_a_guest_begins_a_trial_with_nothing_due(self):
        self.monthly.is_published = False
        self.template.rental_deposit = 0.0
        trial = self._shop_plan("Trial", 30.0, trial_days=14, invoice_mode="collect")
        trial._approve_sending(self.company)
        order = self._visit_page("trial")
        rented = self._check_rented(order)
        self.assertEqual((order.amount_total, order.state), (0.0, "sale"))
        self.assertFalse(rented.period_ids._get_invoices())

    def test_a_visitor_changes_the_plan_in_the_cart(self):
        self._shop_plan("Yearly", 300.0, interval_unit="year")
        order = self._visit_page("change")
        self.assertEqual(order.order_line.rental_plan_id, self.monthly)


@tagged("post_install", "-at_install")
class TestShopToursOnPhones(TestShopTours):
    """The same journeys on a small screen."""

    browser_size = "360x740"
    touch_enabled = True
