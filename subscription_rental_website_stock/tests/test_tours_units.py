from odoo.tests import HttpCase, tagged

from .common import UnitsCommon


@tagged("post_install", "-at_install")
class TestUnitsTour(UnitsCommon, HttpCase):
    """The product page in a browser: quantities and buttons follow the units (SE6)."""

    def test_a_visitor_takes_all_there_are(self):
        self.start_tour(self.handset.website_url, "subscription_rental_website_stock_units")
        order = self.env["sale.order"].search([], order="id desc", limit=1)
        self.assertEqual(order.cart_quantity, 3)
