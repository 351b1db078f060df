from odoo.tests import freeze_time

from ..common import PrepaidCommon


@freeze_time("2024-01-10 12:00:00")
class TestPrepaidJobs(PrepaidCommon):
    """Expiry, claims whose time is up, and the nightly comparison (PK8)."""

    def _run(self, method, day):
        with freeze_time(f"{day} 12:00:00"):
            self._job("subscription.prepaid.job", method, self._day(day))

    def _outstanding(self):
        """Return (ours, ledger, without a reason) of the liability in January."""
        closings = self.env["subscription.closing"]
        closing = closings._get_for(self.company, self._day("2024-01-31"))
        closing.action_count()
        row = closing.figure_ids.filtered(
            lambda row: row.code == f"prepaid_{self.liability.id}"
        )
        return row.amount, row.booked, row.unexplained

    def test_what_is_over_expires_the_day_after_its_last(self):
        self.pack_at_use.write({"validity_count": 1, "validity_unit": "month"})
        pack = self._sell(self.pack_at_use)
        self.assertEqual(str(pack.date_expiry), "2024-02-09")
        self._run("_expire_prepaids", "2024-02-09")
        self.assertEqual(pack.left, 10)
        for _ in range(2):
            self._run("_expire_prepaids", "2024-02-10")
        self.assertEqual((pack.left, pack.state), (0, "expired"))
        self.assertBooked(self.liability, 0.0)
        self.assertEqual(self._balance(self.breakage), 220.0)

    def test_a_claim_ends_unless_its_draft_is_there(self):
        pack = self._sell(self.pack_at_use)
        invoice = self._invoice(self.massage, post=False)
        invoice.action_use_prepaid()
        pack._hold_for("pol,1", 2, self.company._subscription_today())
        self._run("_expire_prepaids", "2024-01-10")
        self.assertEqual(pack.held, 3)
        self._run("_expire_prepaids", "2024-01-11")
        self.assertEqual(pack.held, 1)

    def test_the_accounts_are_compared_and_a_difference_is_told_and_settled(self):
        pack = self._sell(self.pack_at_use)
        self._run("_compare_accounts", "2024-01-10")
        journal = self.company.rental_prepaid_journal_id
        self.assertFalse(journal.activity_ids)
        self.assertEqual(self._outstanding(), (220.0, 220.0, 0.0))
        stray = self.env["account.move"].create(
            {
                "move_type": "entry",
                "line_ids": [
                    (0, 0, {"account_id": self.liability.id, "balance": 7.0}),
                    (0, 0, {"account_id": self.sales.id, "balance": -7.0}),
                ],
            }
        )
        stray.action_post()
        self._run("_compare_accounts", "2024-01-11")
        note = journal.activity_ids.note
        self.assertIn("213.00", note)
        self.assertIn("220.00", note)
        self.assertEqual(self._outstanding(), (220.0, 213.0, 7.0))
        stray._reverse_moves(cancel=True)
        self._run("_compare_accounts", "2024-01-12")
        self.assertFalse(journal.activity_ids)
        self.assertEqual(pack.amount_left, 220.0)
