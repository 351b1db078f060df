from odoo.addons.subscription_rental.tests.common_matrix import MatrixCommon
from odoo.addons.subscription_rental.tests.common_ways import AXES, SIZE

from ..common import GoodsCommon


class TestMatrixGoods(MatrixCommon, GoodsCommon):
    """The core's matrix, of goods: the handover starts what is billed (PL10, RG2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls._goods("Bike", tracking="none")
        cls._receive(cls.product, quantity=10.0)

    def test_signed_paid_and_invoiced_agree(self):
        axes = {**AXES, "start": ("handover", "paid handover")}
        self.check_matrix(axes, int(SIZE or 10))

    def hand_over(self, subscription):
        self.assertEqual(subscription.state, "scheduled")
        self._ship(subscription)
        self.assertEqual(subscription.state, "active")
