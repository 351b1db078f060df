from odoo.tests import tagged

from odoo.addons.subscription_rental.tests.common_payment import PaymentCommon

from ..common import PrepaidShopCommon


@tagged("post_install", "-at_install")
class TestPrepaidTours(PrepaidShopCommon):
    """A customer buys a pack, finds it, and buys a massage with it (PK1, PK3)."""

    def setUp(self):
        # Odoo's simulated provider answers here, not the one of our tests.
        super(PaymentCommon, self).setUp()

    def test_a_pack_is_bought_found_and_used(self):
        installed = self.env["ir.module.module"]._get("payment_demo").state
        if installed != "installed":
            self.skipTest("The simulated provider, payment_demo, is not installed.")
        self.provider.state = "disabled"
        self._prepare_provider("demo", update_values={"is_published": True})
        self.massage.name = "Massage for one"
        page = self.pack_at_use.product_id.website_url
        self.start_tour(page, "subscription_rental_website_prepaid", login="ann")
        pack = self._packs_of(self.ann)
        self.assertEqual((pack.left, pack.held), (10, 1))
        orders = self.env["sale.order"].search([("partner_id", "=", self.ann.id)])
        self.assertEqual(set(orders.mapped("state")), {"sale"})
        self.assertEqual(len(orders), 2)
