from odoo.tests import freeze_time

from ..common import GoodsCommon


@freeze_time("2024-01-01 12:00:00")
class TestFound(GoodsCommon):
    """A lost unit that is found again, after its value was invoiced (RG5)."""

    def setUp(self):
        super().setUp()
        self.phone.rental_replacement_value = 640.0
        self.rental = self._ordered()
        self._ship(self.rental, "P1")
        self._bill(self.rental, "2024-01-01")
        self.incident = self.env["subscription.incident"].create(
            {"assignment_id": self.rental.assignment_ids.id, "kind": "lost"}
        )
        self.incident.action_decide()
        self.invoices = self._bill(self.rental, "2024-02-01")
        self.lost = self.rental.charge_ids.move_line_id

    def _find(self):
        with freeze_time("2024-02-10 12:00:00"):
            self.incident.action_found()

    def test_while_unpaid_its_invoice_is_credited_at_once(self):
        invoice = self.lost.move_id
        self._find()
        self.assertEqual(set(self.rental.charge_ids.mapped("state")), {"invoiced"})
        self.assertEqual(invoice.reversal_move_ids.payment_state, "paid")
        left = invoice.amount_total - self.lost.price_total
        self.assertAlmostEqual(invoice.amount_residual, left, 2)

    def test_once_it_was_paid_the_next_bill_gives_it_back(self):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=self.invoices.ids
        ).create({"group_payment": True})._create_payments()
        self._find()
        self.assertEqual(self.rental._get_pending_charges().kind, "credit")
