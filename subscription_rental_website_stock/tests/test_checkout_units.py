from odoo.tests import freeze_time, tagged

from odoo.addons.subscription_rental_website.tests.common_checkout import CheckoutCommon

from .common import UnitsCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestCheckoutUnits(UnitsCommon, CheckoutCommon):
    """From the product page to a handover that waits, over HTTP (SE6, PL10)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carrier = cls._carrier("By post")
        address = ("street", "city", "zip", "country_id", "phone")
        cls.stranger.partner_id.write({name: cls.user.partner_id[name] for name in address})

    @classmethod
    def _carrier(cls, name, **values):
        """Return a way of delivery for nothing that the shop offers."""
        cls.env["delivery.carrier"].sudo().search([]).active = False
        product = cls._product(name)
        return (
            cls.env["delivery.carrier"]
            .sudo()
            .create(
                {
                    "name": name,
                    "product_id": product.id,
                    "delivery_type": "fixed",
                    "fixed_price": 0.0,
                    "is_published": True,
                    **values,
                }
            )
        )

    def _fill_phones(self, quantity=1, plan=None, login="customer"):
        return self._fill(plan or self.renting, login, self.phone, quantity)

    def _order_phones(self, **options):
        """Order and pay phones; return the order."""
        cart = self._fill_phones(**options)
        _answer, transaction = self._pay(cart, rental_accepted=self._shown(self._page()))
        self._succeed(transaction)
        return cart

    def test_a_handover_waits_after_the_order(self):
        order = self._order_phones(quantity=2)
        rented = order.rental_subscription_ids
        self.assertEqual((order.state, rented.state), ("sale", "scheduled"))
        self.assertFalse(rented.billing_anchor)
        handover = rented.rental_picking_ids
        self.assertEqual((handover.state, handover.rental_kind), ("assigned", "out"))
        self.assertEqual(handover.carrier_id, self.carrier)
        self.assertEqual(sum(handover.move_ids.mapped("quantity")), 2.0)
        self.assertEqual(str(handover.scheduled_date.date()), "2024-01-10")
        self.assertFalse(order.order_line.filtered("rental_promised_on"))
        self.assertFalse(order.picking_ids)
        self._ship(rented, "P1", "P2")
        self.assertEqual(
            (rented.state, str(rented.billing_anchor)), ("active", "2024-01-10")
        )

    def test_all_pages_say_when_it_starts(self):
        page = self.url_open(self.handset.website_url).text
        self.assertIn("Starts when you have it", page)
        self.assertIn("Available now", page)
        cart = self._fill_phones()
        page = self._page()
        self.assertIn("Billing starts at the handover.", page)
        _answer, transaction = self._pay(cart, rental_accepted=self._shown(page))
        self._succeed(transaction)
        page = self.url_open("/shop/payment/validate").text
        self.assertIn("We ship it: By post.", page)
        self.assertIn("Billing starts at the handover.", page)
        self.assertNotIn("expected to be free", page)

    def test_shipped_goods_start_when_they_arrive(self):
        self.renting.start_at_delivery = True
        self._fill_phones()
        self.assertIn("Billing starts when it has arrived.", self._page())

    def test_it_is_said_how_the_goods_come(self):
        order = self._order_phones()
        (said, *_others) = order.rental_subscription_ids._get_shop_handover_sentences()
        self.assertEqual(said, "We ship it: By post.")
        order.carrier_id = False
        (said, *_others) = order.rental_subscription_ids._get_shop_handover_sentences()
        self.assertEqual(said, "We tell you how you get it.")

    def test_the_last_unit_is_sold_once(self):
        """Two carts, one unit: the second is refused, and nothing is charged (BI5)."""
        self._rent_out("P1")
        self._rent_out("P2")
        first = self._fill_phones()
        shown = self._shown(self._page())
        second = self._fill_phones(login="stranger")
        shown_second = self._shown(self._page())
        self.authenticate("customer", "customer")
        _answer, transaction = self._pay(first, rental_accepted=shown)
        self.assertTrue(transaction)
        # The first customer is still typing their card number.
        self.authenticate("stranger", "stranger")
        answer, refused = self._pay(second, rental_accepted=shown_second)
        self.assertIn("not enough of Phone to rent any more", answer)
        self.assertFalse(refused)
        self._succeed(transaction)
        self.assertEqual(first.state, "sale")
        answer, refused = self._pay(second, rental_accepted=shown_second)
        self.assertIn("not enough of Phone to rent any more", answer)
        self.assertFalse(refused)
        page = self.url_open("/shop/payment").text
        self.assertIn("not enough of Phone to rent any more", page)
        self.assertEqual(second.state, "draft")
        self.assertFalse(self.server.charged)

    def test_who_has_paid_is_not_sent_back(self):
        """A unit breaks while the provider is asked: the handover waits for another one."""
        self._rent_out("P1")
        self._rent_out("P2")
        cart = self._fill_phones()
        _answer, transaction = self._pay(cart, rental_accepted=self._shown(self._page()))
        transaction._set_pending()
        self._rent_out("P3")
        with self._visit():
            self.assertFalse(cart._get_rental_problems())
        self._succeed(transaction)
        self.assertEqual(cart.state, "sale")
        handover = cart.rental_subscription_ids.rental_picking_ids
        self.assertEqual(handover.state, "confirmed")

    def test_ordered_ahead_it_is_handed_over_then(self):
        self.handset.rental_order_ahead = True
        for serial in ("P1", "P2", "P3"):
            self._rent_out(serial, "2024-02-01")
        page = self.url_open(self.handset.website_url).text
        self.assertIn("Next free on 02/01/2024: order it now, and have it then", page)
        cart = self._fill_phones()
        self.assertIn("Next free on 02/01/2024", self.url_open("/shop/cart").text)
        page = self._page()
        self.assertIn("Phone on 02/01/2024", page)
        _answer, transaction = self._pay(cart, rental_accepted=self._shown(page))
        self._succeed(transaction)
        rented = cart.rental_subscription_ids
        self.assertEqual(rented.state, "scheduled")
        handover = rented.rental_picking_ids
        self.assertEqual(str(handover.scheduled_date.date()), "2024-02-01")
        (promised,) = cart.order_line.filtered("rental_promised_on")
        self.assertEqual(str(promised.rental_promised_on), "2024-02-01")
        page = self.url_open("/shop/payment/validate").text
        self.assertIn("expected to be free on 02/01/2024", page)

    def test_another_day_is_shown_before_it_is_ordered(self):
        self.handset.rental_order_ahead = True
        self._rent_out("P1", "2024-02-01")
        self._rent_out("P2", "2024-02-01")
        cart = self._fill_phones()
        shown = self._shown(self._page())
        self._rent_out("P3", "2024-03-01")
        answer, transaction = self._pay(cart, rental_accepted=shown)
        self.assertIn("have changed", answer)
        self.assertFalse(transaction)

    def test_rented_out_cannot_be_put_into_the_cart(self):
        for serial in ("P1", "P2", "P3"):
            self._rent_out(serial, "2024-02-01")
        page = self.url_open(self.handset.website_url).text
        self.assertIn("Next free on 02/01/2024", page)
        self.assertNotIn("order it now", page)
        cart = self._fill_phones(quantity=10**6)
        self.assertFalse(
            cart.order_line.filtered(lambda line: line.product_id == self.phone)
        )
