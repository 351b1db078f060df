from odoo.tests import HttpCase, tagged

from ..common import GoodsCommon


@tagged("post_install", "-at_install")
class TestFleetTours(GoodsCommon, HttpCase):
    """From a model to a unit and its invoice: in a browser (RG8)."""

    def test_the_owner_finds_the_unit_behind_a_figure(self):
        self.env.user.write({"login": "tourist", "password": "tourist"})
        phone = self._goods("Tour phone")
        unit = self._receive(phone, "TOUR-1")
        unit.rental_cost = 62.0
        rental = self._ordered(plan_id=self._goods_plan(phone).id)
        self._ship(rental, "TOUR-1")
        self._bill(rental, self.company._subscription_today().isoformat())
        self.start_tour(
            "/odoo/fleet-analysis", "subscription_rental_stock_fleet", login="tourist"
        )
