from odoo.tests import freeze_time, tagged

from odoo.addons.subscription_rental_website.tests.common_checkout import CheckoutCommon

from .metered import MeteredTogether


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestMeteredInTheShop(MeteredTogether, CheckoutCommon):
    """What use costs is told, accepted and billed as it was in the shop (PL15, SE6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._meter(cls.monthly, cls.bike, cls.tax)
        cls.template.rental_deposit = 0.0

    def _order(self, cart):
        """Order this cart as its last page asks for it; return (that page, the next)."""
        page = self._page()
        answer, transaction = self._pay(cart, rental_accepted=self._shown(page))
        self.assertTrue(transaction, answer)
        self._succeed(transaction)
        self.assertEqual(cart.state, "sale")
        return page, self.url_open("/shop/confirmation").text

    def test_what_is_shown_is_billed(self):
        self.authenticate(None, None)
        self.assertIn(self.said, self._text(self.url_open(self.template.website_url).text))
        cart = self._fill()
        self.assertIn(self.said, self._text(self.url_open("/shop/cart").text))
        shown, (row,) = cart.amount_total, cart._get_rental_totals()
        before, after = map(self._text, self._order(cart))
        self.assertIn(self.said, before)
        self.assertIn(self.said, after)
        rented = cart.rental_subscription_ids
        self.assertEqual(rented.line_ids.tariff_id, self.tariff)
        first = rented.period_ids._get_invoices()
        self.assertEqual((first.amount_total, first.state), (shown, "posted"))
        self.assertUseIsBilled(rented, row["total"])

    def test_with_taxes_it_is_told_as_it_is_billed(self):
        """20 % on top: what is shown as 0.024 and 0.012 each comes to 18.00."""
        self._show_taxes("included")
        said = "1,000 rides a month included, then $ 0.024 each, beyond 1,500 $ 0.012 each"
        self.authenticate(None, None)
        self.assertIn(said, self._text(self.url_open(self.template.website_url).text))
        cart = self._fill()
        self.assertIn(said, self._text(self.url_open("/shop/cart").text))
        (row,) = cart._get_rental_totals()
        before, _after = map(self._text, self._order(cart))
        self.assertIn(said, before)
        self.assertNotIn("$ 0.02 each", before)
        line = self.assertUseIsBilled(cart.rental_subscription_ids, row["total"])
        self.assertAlmostEqual(line.price_total, 500 * 0.024 + 500 * 0.012)

    def test_another_tariff_is_not_what_was_accepted(self):
        cart = self._fill()
        page = self._page()
        cart.order_line.filtered("rental_tariff_id").rental_tariff_id = self.tariff.copy()
        cart.order_line.rental_tariff_id.tier_ids.price_unit = 0.03
        answer, transaction = self._pay(cart, rental_accepted=self._shown(page))
        self.assertFalse(transaction, answer)
        self.assertEqual(cart.state, "draft")
