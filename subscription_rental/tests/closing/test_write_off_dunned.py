from odoo.tests import freeze_time

from ..common_write_off import WriteOffCommon


class TestWriteOffDunned(WriteOffCommon):
    """BI7, BI16: what a dunning policy writes off is booked as accountants book it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.is_write_off = True

    def _terminated(self):
        """Return the case of a subscription that was terminated and may be revived."""
        _subscription, case = self._failed()
        self._live(4, 6, 8, 11, 15, 22, 31)
        self.assertEqual(case.state, "terminated")
        return case

    def _get_row(self, case):
        rows = self.env["subscription.write.off"]
        return rows.search([("move_id", "=", case.move_id.id)])

    def _said(self, case):
        """Return what the timeline says of the end of this case."""
        return case.event_ids.sorted("id")[-1].note

    def test_the_loss_is_an_entry_and_no_credit_note_and_is_undone_alike(self):
        case = self._terminated()
        move = case.move_id
        self._live(46)
        row = self._get_row(case)
        self.assertEqual((case.state, row.state), ("ended", "booked"))
        self.assertEqual(self._said(case), row.entry_id.name)
        self.assertEqual(str(row.entry_id.date), "2024-02-15")
        self.assertEqual(self._amounts(row.entry_id)[self.loss], 34.5)
        self.assertEqual((move.amount_residual, move.payment_state), (0, "reversed"))
        self.assertFalse(move.reversal_move_ids)
        self.assertEqual(case.subscription_ids.state, "cancelled")
        # Once, however often the job runs.
        self._live(47, 48)
        self.assertAlmostEqual(self._balance(self.loss, "2024-02-29"), 34.5)
        with freeze_time("2024-02-18 12:00:00"):
            row.action_undo()
        self.assertEqual((row.state, case.state), ("kept", "held"))
        self.assertOwed(move, 34.5)

    def test_the_rest_of_what_was_paid_in_part_is_lost(self):
        case = self._terminated()
        self._pay_part(case.move_id, 11.5)
        self._live(46)
        self.assertEqual(self._amounts(self._get_row(case).entry_id)[self.loss], 23.0)
        self.assertFalse(case.activity_ids)

    def _pay_part(self, move, amount):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=move.ids
        ).create({"amount": amount, "payment_date": "2024-02-01"})._create_payments()

    def test_what_an_accountant_keeps_stays_owed(self):
        case = self._terminated()
        rows = self.env["subscription.write.off"]
        values = case.move_id._get_write_off_row(self.company, "terminated", self.today)
        rows._insert_proposals([values])
        self._get_row(case).action_keep()
        self._live(46)
        self.assertEqual((case.state, self._get_row(case).state), ("ended", "kept"))
        self.assertIn("an accountant keeps the claim", self._said(case))
        self.assertOwed(case.move_id, 34.5)

    def test_what_may_still_be_paid_is_not_booked(self):
        case = self._terminated()
        case.move_id.payment_state = "blocked"
        self._live(46)
        self.assertFalse(self._get_row(case))
        self.assertIn("something may still come of it", self._said(case))
        self.assertIn("Write off the rest", case.activity_ids.mapped("summary"))

    def test_without_an_account_it_is_credited_as_ever(self):
        self.company.subscription_deferral_journal_id = False
        self.assertFalse(self.company._books_losses())
        case = self._terminated()
        self._live(46)
        self.assertEqual(case.move_id.reversal_move_ids.move_type, "out_refund")
        self.assertFalse(self._get_row(case))

    def test_ended_cases_keep_nothing_off_the_list(self):
        """What was suspended for it once is no service that goes on."""
        self.policy.is_write_off = False
        case = self._terminated()
        self.assertTrue(case.suspended_ids)
        self._live(46)
        self.assertEqual(case.state, "ended")
        self.assertEqual(self._propose().move_id, case.move_id)
