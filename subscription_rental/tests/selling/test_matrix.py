from ..common_matrix import MatrixCommon
from ..common_ways import AXES, SIZE


class TestMatrix(MatrixCommon):
    """Order to last invoice: what is signed, paid and invoiced agree to the cent."""

    def test_signed_paid_and_invoiced_agree(self):
        self.check_matrix(AXES, int(SIZE or 30))
