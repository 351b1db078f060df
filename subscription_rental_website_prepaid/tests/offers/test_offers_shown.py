import json
import re

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..common import PrepaidShopCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestOffersShown(PrepaidShopCommon):
    """What the shop says of packs, and when it does not sell them (PK1)."""

    def _read(self, product):
        return self.url_open(product.product_tmpl_id.website_url).text

    def _sentence(self, product):
        text = self._read(product)
        found = re.search(r"o_rental_prepaid_sentence[^>]*>([^<]*)<", text).group(1)
        return found.replace("\N{NO-BREAK SPACE}", " ")

    def test_a_page_says_how_many_of_what_for_how_much(self):
        self.pack_at_sale.write({"validity_count": 12, "validity_unit": "month"})
        self.authenticate(None, None)
        self.assertEqual(
            self._sentence(self.pack_at_sale.product_id),
            "10 sessions of Massage for $ 220.00, $ 22.00 less than one by one; valid for "
            "12 months from the payment.",
        )

    def test_prices_are_shown_without_taxes_where_the_shop_does(self):
        self.website.show_line_subtotals_tax_selection = "tax_excluded"
        self.assertIn(
            "$ 181.82, $ 18.18 less", self._sentence(self.pack_at_sale.product_id)
        )
        # It has no tax yet, so it is compared with the price that has.
        self.assertIn("$ 220.00, $ 22.00 less", self._sentence(self.pack_at_use.product_id))

    def test_what_saves_nothing_claims_no_saving(self):
        self.pack_at_use.product_id.list_price = 300.0
        self.assertEqual(
            self._sentence(self.pack_at_use.product_id),
            "10 sessions of Massage for $ 300.00; they do not expire.",
        )

    def test_the_list_says_it_too(self):
        text = self.url_open("/shop").text
        self.assertEqual(text.count("10 sessions of Massage for"), 2)

    def test_search_engines_read_the_price_as_ever(self):
        text = self._read(self.pack_at_sale.product_id)
        found = re.findall(r'application/ld\+json">(.*?)</script>', text, re.DOTALL)
        known = [json.loads(part) for part in found]
        [product] = [
            one
            for part in known
            for one in (part if isinstance(part, list) else [part])
            if one["@type"] == "Product"
        ]
        self.assertEqual(product["offers"]["price"], 220.0)

    def test_withdrawn_offers_are_not_sold(self):
        product = self.pack_at_sale.product_id
        cart = self._fill(product)
        self.assertEqual(cart.order_line.product_id, product)
        self.pack_at_sale.active = False
        self.assertIn("is not sold any more", self._read(product))
        self.assertIn("is not sold any more", self._add(product))
        self.assertIn("is not sold any more", self.url_open("/shop/cart").text)
        page = self._page()
        self.assertIn("is not sold any more", page)
        answer, transaction = self._pay_online(cart)
        self.assertIn("is not sold any more", answer)
        self.assertFalse(transaction)

    def test_quantities_are_whole_and_sensible(self):
        cart = self._fill(self.pack_at_sale.product_id, quantity=1000)
        line = cart.order_line
        self.assertEqual(line.product_uom_qty, 100)
        with mute_logger("odoo.http"):
            for wrong in ("x", None, "1e400"):
                self._rpc("/shop/cart/update", line_id=line.id, quantity=wrong)
                self.assertEqual(line.product_uom_qty, 100)
        self._rpc("/shop/cart/update", line_id=line.id, quantity=2.9)
        self.assertEqual(line.product_uom_qty, 2)

    def test_another_companys_pack_is_not_sold(self):
        self.website.company_id = self.env["res.company"].create({"name": "Other"})
        self.authenticate(None, None)
        self.assertIn("is not sold in this shop", self._add(self.pack_at_sale.product_id))

    def test_another_currency_is_refused(self):
        cart = self._fill(self.pack_at_sale.product_id)
        euro = self.env.ref("base.EUR")
        euro.active = True
        prices = self.env["product.pricelist"].create(
            {"name": "Euro", "currency_id": euro.id, "company_id": self.company.id}
        )
        cart.pricelist_id = prices
        self.env.flush_all()
        answer, transaction = self._pay_online(cart)
        self.assertIn("is sold in USD only", answer)
        self.assertFalse(transaction)
