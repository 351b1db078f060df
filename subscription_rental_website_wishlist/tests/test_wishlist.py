from odoo.tests import HttpCase, tagged

from odoo.addons.subscription_rental_website.tests.common import ShopCommon


@tagged("post_install", "-at_install")
class TestWishlist(ShopCommon, HttpCase):
    """What visitors wish for keeps its plan, up to the cart (SE6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.yearly = cls._shop_plan("Yearly", 300.0, interval_unit="year")
        cls.hidden = cls._plan(20.0, name="For friends")
        cls.customer = cls._portal_user("wisher", cls.partner_a)

    def _wish(self, product, **choice):
        """Wish for `product` as whoever is logged in; return the wish."""
        self._choose(product, **choice)
        self.make_jsonrpc_request("/shop/wishlist/add", {"product_id": product.id})
        wishes = self.env["product.wishlist"].sudo()
        return wishes.search([("product_id", "=", product.id)], order="id desc", limit=1)

    def _choose(self, product, **choice):
        """Tell the plan of a product, as its page does."""
        wanted = {"product_id": product.id, **choice}
        self.make_jsonrpc_request("/shop/wishlist/plan", wanted)

    def test_a_wish_keeps_the_plan_and_the_cover(self):
        self.authenticate("wisher", "wisher")
        wish = self._wish(self.bike, plan_id=self.monthly.id, with_cover=True)
        self.assertEqual(wish.rental_plan_id, self.monthly)
        self.assertTrue(wish.rental_with_cover)
        # Chosen once more, on the same page.
        self._choose(self.bike, plan_id=self.yearly.id)
        self.assertEqual(wish.rental_plan_id, self.yearly)
        self.assertFalse(wish.rental_with_cover)

    def test_what_the_shop_does_not_offer_is_not_kept(self):
        self.authenticate("wisher", "wisher")
        wish = self._wish(self.bike)
        for forged in (self.hidden.id, 999_999_999, -1, False, None, "1"):
            with self.subTest(plan=forged):
                wish.rental_plan_id = self.monthly
                self._choose(self.bike, plan_id=forged)
                self.assertFalse(wish.rental_plan_id)

    def test_nobody_changes_the_wish_of_somebody_else(self):
        wish = self.env["product.wishlist"].create(
            {
                "partner_id": self.partner_b.id,
                "product_id": self.bike.id,
                "website_id": self.website.id,
                "rental_plan_id": self.monthly.id,
            }
        )
        # As a guest, and as another customer.
        self._choose(self.bike, plan_id=self.yearly.id)
        self.authenticate("wisher", "wisher")
        self._choose(self.bike, plan_id=self.yearly.id)
        self.assertEqual(wish.rental_plan_id, self.monthly)

    def test_the_list_shows_the_plan_and_its_price(self):
        self.authenticate("wisher", "wisher")
        self._show_taxes("included")
        self._wish(self.bike, plan_id=self.yearly.id)
        page = self.url_open("/shop/wishlist").text
        self.assertIn("Yearly", page)
        self.assertIn("360.00", page)
        # What is offered no more gives way to what is.
        self.yearly.is_published = False
        page = self.url_open("/shop/wishlist").text
        self.assertNotIn("360.00", page)
        self.assertIn("36.00", page)

    def test_what_is_bought_has_no_plan(self):
        self.template.rental_shop_mode = "both"
        self.authenticate("wisher", "wisher")
        wish = self._wish(self.bike)
        offers = [{"id": self.monthly.id}]
        both = {"rental_offers": offers, "rental_only": False}
        self.assertIsNone(wish._get_rental_offer(both))
        # Wished for from a list, where nobody chooses a plan.
        rented = both | {"rental_only": True}
        self.assertEqual(wish._get_rental_offer(rented), offers[0])
        self.assertIsNone(wish._get_rental_offer({}))

    def test_a_guest_wishes_and_puts_it_into_the_cart(self):
        self.start_tour(self.template.website_url, "subscription_rental_website_wish")
        order = self.env["sale.order"].search([], order="id desc", limit=1)
        rented = order.order_line.filtered(lambda line: line.product_id == self.bike)
        self.assertEqual(rented.rental_plan_id, self.yearly)
