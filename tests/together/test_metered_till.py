from odoo.tests import freeze_time, tagged

from odoo.addons.subscription_rental_pos.tests.common_subscribing import SubscribingCommon

from .metered import MeteredTogether


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestMeteredAtTheTill(MeteredTogether, SubscribingCommon):
    """What use costs is told, printed and billed as it was at the till (PL15, SE10)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._meter(cls.monthly, cls.bike, cls.bike.taxes_id)
        # This till shows prices with 21 %.
        cls.said = "1,000 rides a month included, then $ 0.0242 each, beyond 1,500 $ 0.0121"

    def test_what_is_shown_is_billed(self):
        asked = {"partner_id": self.ann.id, "product_id": self.bike.id, "quantity": 1}
        [offer] = self.till.with_user(self.cashier).rental_find_plans(asked)["offers"]
        self.assertIn(self.said, self._text(offer["sentence"]))
        ticket, rented = self._rent()
        line = ticket.lines.filtered(lambda one: one.product_id == self.bike)
        self.assertIn(self.said, self._text(line.rental_terms))
        self.assertEqual(rented.line_ids.tariff_id, self.tariff)
        first = rented.period_ids._get_invoices() | rented.deposit_move_id
        self.assertAlmostEqual(sum(first.mapped("amount_total")), ticket.amount_paid)
        self.assertEqual(set(first.mapped("payment_state")), {"paid"})
        # 39 + 21 %
        line = self.assertUseIsBilled(rented, 47.19)
        self.assertAlmostEqual(line.price_total, 500 * 0.0242 + 500 * 0.0121)

    def test_a_till_without_taxes_in_its_prices_tells_it_so(self):
        self._close()
        self.till.iface_tax_included = "subtotal"
        asked = {"partner_id": self.ann.id, "product_id": self.bike.id, "quantity": 1}
        [offer] = self.till.with_user(self.cashier).rental_find_plans(asked)["offers"]
        self.assertIn("then $ 0.02 each", self._text(offer["sentence"]))

    def test_three_have_three_times_as_much_included(self):
        ticket, rented = self._rent(self._choose(quantity=3))
        line = ticket.lines.filtered(lambda one: one.product_id == self.bike)
        self.assertIn("3,000 rides a month included", self._text(line.rental_terms))
        self.assertIn("beyond 4,500", rented.line_ids.use_sentence)
