from odoo.tests import freeze_time

from ..common import GoodsCommon


@freeze_time("2024-01-01 12:00:00")
class TestValuation(GoodsCommon):
    """Rented units stay the company's: valued goods, or assets without value (RG7)."""

    def _rent_and_return(self, product, *names):
        """Yield the values before, during and after a rental of two of these units."""
        self._receive(product, *names)
        plan = self._goods_plan(product)
        yield self._values(product)
        subscription = self._ordered(2.0, plan_id=plan.id)
        self._ship(subscription, *names[:2])
        self.assertHeld(subscription, *names[:2])
        yield self._values(product)
        self._return(subscription)
        yield self._values(product)

    def test_goods_keep_their_value_while_out(self):
        for method in ("standard", "average", "fifo"):
            for by_lot in (False, True):
                with self.subTest(method, by_lot=by_lot):
                    category = self._category(property_cost_method=method)
                    product = self._goods(method, category=category, lot_valuated=by_lot)
                    names = [f"{method}{by_lot}{n}" for n in range(3)]
                    for values in self._rent_and_return(product, *names):
                        self.assertEqual(values, (300.0, 300.0))

    def test_all_units_out_are_worth_as_much(self):
        subscription = self._ordered(3.0)
        self._ship(subscription, "P1", "P2", "P3")
        self.assertEqual(self._values(self.phone), (300.0, 300.0))

    def test_assets_have_none(self):
        category = self._category(rental_valuation="asset")
        product = self._goods("Asset", category=category)
        for values in self._rent_and_return(product, "A1", "A2", "A3"):
            self.assertEqual(values, (0.0, 0.0))
        moves = self.env["stock.move"].search([("product_id", "=", product.id)])
        self.assertEqual(set(moves.mapped("value")), {0.0})
        self.assertEqual(product.valuation, "periodic")

    def test_what_is_rented_is_not_on_hand(self):
        subscription = self._ordered(2.0)
        self._ship(subscription, "P1", "P2")
        self.assertEqual(self.phone.qty_available, 1.0)
        self.assertEqual(self.phone.virtual_available, 1.0)

    def test_no_journal_entry_for_a_rental(self):
        before = self.env["account.move"].search_count([("move_type", "=", "entry")])
        subscription = self._ordered(1.0)
        self._ship(subscription, "P1")
        self._return(subscription)
        after = self.env["account.move"].search_count([("move_type", "=", "entry")])
        self.assertEqual(before, after)
