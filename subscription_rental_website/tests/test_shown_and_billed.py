from odoo.tests import freeze_time, tagged

from .common_checkout import CheckoutCommon

# Terms, how many, and whether with a cover.
CARTS = {
    "with cover": ({"setup_fee": 10.0}, 1, True),
    "three with cover": ({"setup_fee": 7.77}, 3, True),
    "yearly": ({"interval_unit": "year", "setup_fee": 7.77}, 1, False),
    "trial": ({"trial_days": 14, "setup_fee": 9.99}, 1, True),
    "term": ({"term_count": 3}, 2, False),
    "at first": ({"at_first": "1 x -50%", "setup_fee": 7.77}, 3, True),
    "free at first": ({"at_first": "1 x free"}, 1, True),
    "arrears": ({"billing_timing": "arrears", "setup_fee": 4.99}, 1, False),
    "calendar": (
        {"alignment": "calendar", "alignment_day": 1, "setup_fee": 3.33},
        3,
        False,
    ),
}


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestShownAndBilled(CheckoutCommon):
    """What the cart says of today and of later is what the invoices come to (SE6)."""

    def _get_bills(self):
        customer = self.user.partner_id
        domain = [("move_type", "!=", "entry"), ("partner_id", "=", customer.id)]
        return self.env["account.move"].search(domain)

    def _order(self, cart):
        """Order this cart as its page asks for it; return the page."""
        page = self._page()
        values = {"rental_accepted": self._shown(page)}
        if cart.currency_id.is_zero(cart.amount_total):
            values |= {"route": "rental/method", "amount": None, "is_validation": True}
        answer, transaction = self._pay(cart, **values)
        self.assertTrue(transaction, answer)
        self._succeed(transaction)
        self.assertEqual(cart.state, "sale")
        return page

    def _check(self, terms, quantity, covered):
        """Order a cart like that; check its first invoices and the next one."""
        terms = dict(terms)
        at_first = terms.pop("at_first", False)
        plan = self._shop_plan("Sold", 29.99, invoice_mode="collect", **terms)
        plan.line_ids.phases = at_first
        plan._approve_sending(self.company)
        cart = self._fill(plan, quantity=quantity, rental_with_cover=covered)
        today, (row,) = cart.amount_total, cart._get_rental_totals()
        later, before = cart._get_shop_later(), self._get_bills()
        page = self._order(cart)
        rented = cart.rental_subscription_ids
        first = self._get_bills() - before
        self.assertAlmostEqual(sum(first.mapped("amount_total")), today)
        (second,) = self._bill(rented, str(rented.next_billing_date))
        self.assertAlmostEqual(second.amount_total, row["total"] + later)
        self.assertEqual(bool(later), "Once, with the first invoice" in page)
        self.assertEqual(bool(at_first), "First, for" in page)

    def _check_all(self):
        for name, cart in CARTS.items():
            with self.subTest(name):
                self._check(*cart)

    def test_with_taxes_on_top(self):
        self._check_all()

    def test_with_taxes_that_prices_include(self):
        self._show_taxes("included")
        self.tax.price_include_override = "tax_included"
        self.template.rental_deposit = 0.0
        self._check_all()

    def test_of_customers_abroad(self):
        position = self.env["account.fiscal.position"].create(
            {
                "name": "Abroad",
                "auto_apply": True,
                "country_id": self.env.ref("base.be").id,
            }
        )
        self.env["account.tax"].create(
            {
                "name": "6 % abroad",
                "amount": 6.0,
                "fiscal_position_ids": position.ids,
                "original_tax_ids": self.tax.ids,
            }
        )
        self._check_all()
