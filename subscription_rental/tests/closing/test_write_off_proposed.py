from odoo.exceptions import ValidationError
from odoo.tests import freeze_time

from ..common_write_off import LATE, WriteOffCommon


@freeze_time(f"{LATE} 12:00:00")
class TestWriteOffProposed(WriteOffCommon):
    """BI16: what nobody pays is proposed by rule."""

    def test_each_reason_proposes_and_nothing_else_does(self):
        self.company.subscription_write_off_amount = 5.0
        over = self._invoice()
        self._invoice(is_over=False)
        small = self._invoice(is_over=False, plan={"price": 4.0})
        self._invoice("2024-06-01")
        found = self._propose()
        self.assertEqual(
            {row.move_id: row.ground for row in found}, {over: "terminated", small: "small"}
        )
        self.assertEqual(found.filtered(lambda one: one.move_id == over).amount, 34.5)
        self.company.subscription_write_off_old_days = 181
        self.assertEqual(len(self._propose()), 3)
        self.company.subscription_write_off_account_id = False
        self.assertFalse(self._propose())

    def test_what_may_still_be_paid_is_not_proposed(self):
        self.company.subscription_use_credit = True
        held, flying, paying = (self._invoice() for _number in range(3))
        self.assertEqual(self._propose().move_id, held | flying | paying)
        cases = self.env["subscription.dunning.case"].sudo()
        case = cases._open_case(held, "overdue", self.today, self.today)
        case._hold("They dispute it", self.today)
        flying.payment_state = "blocked"
        paying.sudo().transaction_ids = self.env["payment.transaction"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.payment_method_id,
                "amount": 34.5,
                "currency_id": paying.currency_id.id,
                "partner_id": self.partner_a.id,
                "reference": "pending-1",
                "state": "pending",
            }
        )
        self.assertFalse(self._propose())
        case.action_go_on()
        self.assertEqual(self._propose().move_id, held)
        self._on_account(10.0)
        self.assertFalse(self._propose())

    def test_service_that_is_stopped_for_it_is_ended_first(self):
        self.company.subscription_write_off_old_days = 100
        invoice = self._invoice(is_over=False)
        rental = invoice.line_ids.rental_subscription_id
        self.assertEqual(self._propose().move_id, invoice)
        rental._stop("suspended", self.today)
        self.assertFalse(self._propose())

    def test_who_keeps_a_claim_is_not_asked_again(self):
        invoice = self._invoice()
        row = self._propose()
        row.action_keep()
        self.assertEqual(self._propose().state, "kept")
        row.action_propose()
        self.assertEqual((row.state, row.ground), ("proposed", "terminated"))
        self._pay(invoice, LATE)
        self.assertFalse(self._propose())

    def test_bad_rules_are_refused(self):
        for name in ("days", "old_days", "amount"):
            with self.subTest(name), self.assertRaisesRegex(ValidationError, "not below 0"):
                self.company[f"subscription_write_off_{name}"] = -1

    def test_many_claims_are_looked_at_in_one_go(self):
        self.env["subscription.write.off"]._propose(self.company, self.today)
        for _number in range(2):
            self._invoice()
        few = self._count(self._propose)
        for _number in range(8):
            self._invoice()
        self.assertLessEqual(self._count(self._propose), few + 8)

    def _count(self, work):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        return self.env.cr.sql_log_count - before
