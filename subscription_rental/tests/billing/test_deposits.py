from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time

from ..common_selling import SellingCommon


@freeze_time("2024-01-10 12:00:00")
class TestDeposits(SellingCommon):
    """A deposit is held, kept for what is owed, and given back with a reason (RG10)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        plan = cls._plan(deposit=100.0)
        cls.rental = cls._draft("2024-01-10", plan_id=plan.id)
        cls.rental.action_activate()
        cls.receipt = cls.rental.deposit_move_id

    def _pay(self, move):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=move.ids
        ).create({})._create_payments()
        self.env.invalidate_all()

    def _ask(self, **values):
        return self.env["subscription.deposit.dialog"].create(
            {"subscription_id": self.rental.id, "reason": "All is back", **values}
        )

    def _held(self):
        account = self.company.subscription_deposit_account_id
        lines = self.env["account.move.line"].search(
            [("account_id", "=", account.id), ("parent_state", "=", "posted")]
        )
        return -sum(lines.mapped("balance"))

    def test_what_was_not_paid_is_not_held(self):
        self.assertEqual(self.rental.deposit_left, 0.0)
        with self.assertRaisesRegex(ValidationError, "is held"):
            self._ask(amount_back=50.0).action_give_back()

    def test_who_is_no_accountant_gives_it_back(self):
        self._pay(self.receipt)
        clerk = self._clerk()
        dialogs = self.env["subscription.deposit.dialog"].with_user(clerk)
        vals = {"subscription_id": self.rental.id, "reason": "All is back"}
        dialogs.create(vals).action_give_back()
        self.assertEqual(self.rental.deposit_left, 0.0)

    def test_given_back_in_full_nothing_is_owed(self):
        self._pay(self.receipt)
        self.assertEqual(self.rental.deposit_left, 100.0)
        self.assertEqual(self._held(), 100.0)
        self._ask().action_give_back()
        note = self.receipt.reversal_move_ids
        self.assertEqual((note.move_type, note.amount_total), ("out_refund", 100.0))
        self.assertEqual(note.ref, "All is back")
        self.assertEqual(self.rental.deposit_left, 0.0)
        self.assertEqual(self._held(), 0.0)

    def test_a_part_is_kept_for_what_is_open(self):
        self._pay(self.receipt)
        invoice = self._bill(self.rental, "2024-01-10")
        ask = self._ask()
        self.assertEqual(ask.amount_open, invoice.amount_residual)
        self.assertEqual(ask.amount_keep, 34.5)
        self.assertEqual(ask.amount_back, 65.5)
        ask.action_give_back()
        self.assertEqual(invoice.payment_state, "reversed")
        self.assertEqual(self.rental.deposit_left, 0.0)
        self.assertEqual(self._held(), 0.0)
        back = self.receipt.reversal_move_ids.filtered(lambda one: one.amount_residual)
        self.assertEqual(back.amount_residual, 65.5)

    def test_of_one_that_is_paid_in_part_the_kept_part_pays_what_is_open(self):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=self.receipt.ids
        ).create({"amount": 50.0})._create_payments()
        self.env.invalidate_all()
        invoice = self._bill(self.rental, "2024-01-10")
        self._ask(amount_keep=30.0, amount_back=0.0).action_give_back()
        self.assertEqual(invoice.amount_residual, 4.5)
        self.assertEqual(self.receipt.amount_residual, 50.0)
        self.assertEqual(self.rental.deposit_left, 20.0)

    def test_in_two_parts(self):
        self._pay(self.receipt)
        self._ask(amount_back=40.0).action_give_back()
        self.assertEqual(self.rental.deposit_left, 60.0)
        with self.assertRaisesRegex(ValidationError, "is held"):
            self._ask(amount_back=61.0).action_give_back()
        self._ask().action_give_back()
        self.assertEqual(self.rental.deposit_left, 0.0)

    def test_not_more_is_kept_than_is_open(self):
        self._pay(self.receipt)
        with self.assertRaisesRegex(ValidationError, "charge first"):
            self._ask(amount_keep=10.0, amount_back=0.0).action_give_back()

    def test_who_sees_their_own_only_does_not(self):
        self._pay(self.receipt)
        clerk = self._clerk()
        clerk.group_ids = self.env.ref("subscription_rental.group_user_own")
        with self.assertRaises(UserError):
            self._ask().with_user(clerk).action_give_back()
