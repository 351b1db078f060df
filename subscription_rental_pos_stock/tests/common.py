from odoo.addons.subscription_rental_pos.tests.common_subscribing import SubscribingCommon
from odoo.addons.subscription_rental_stock.tests.common import GoodsCommon


class HandingCommon(SubscribingCommon, GoodsCommon):
    """A till that rents phones with serial numbers, P1 to P3, and cables without."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.phone.available_in_pos = True
        cls.phones = cls._phone_plan("Monthly phone")

    @classmethod
    def _phone_plan(cls, name, *others, **values):
        values = {"start_on_payment": True, "start_on_handover": False, **values}
        return cls._goods_plan(cls.phone, *others, name=name, **values)

    def _rent_phones(self, quantity=1, plan=None):
        """Return (ticket, subscription) of phones that a cashier rents out for cash."""
        asked = self._choose(plan or self.phones, quantity, self.phone)
        return self._rent(asked)

    def _find_rows(self, ticket):
        return self.till.with_user(self.cashier).rental_find_handovers(ticket.id)

    def _hand_over(self, ticket, *serials):
        """Hand over what a cashier scanned; return what is left."""
        till = self.till.with_user(self.cashier)
        left = till.rental_hand_over(ticket.id, list(serials))
        self.env.invalidate_all()
        return left
