from odoo.tests import freeze_time, tagged

from ..common import TillCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestEntries(TillCommon):
    """The books of a closed till, for both kinds of VAT (PK8)."""

    def test_vat_at_use_is_booked_at_the_use_from_the_liability(self):
        pack = self._sell_at_till(self.pack_at_use)[1]
        self._use_at_till(pack)
        entry = self._close()
        tickets = self.company.account_default_pos_receivable_account_id
        receivable = self.ann.property_account_receivable_id
        self.assertEntry(
            entry,
            (tickets, 220.0),
            (self.liability, -220.0),
            (self.sales, -18.18),
            (self.due_vat, -3.82),
            (receivable, 22.0),
        )
        use = pack.movement_ids[:1]
        self.assertEntry(use.move_id, (self.liability, 22.0), (receivable, -22.0))
        self.assertEqual(use.move_id.line_ids.partner_id, self.ann)
        self.assertBooked(self.liability, 198.0)
        lines = self.env["account.move.line"].search(
            [("account_id", "=", receivable.id), ("partner_id", "=", self.ann.id)]
        )
        self.assertTrue(all(lines.mapped("reconciled")), "nothing is left open")

    def test_vat_at_sale_is_booked_at_the_sale_and_the_income_with_each_use(self):
        pack = self._sell_at_till(self.pack_at_sale)[1]
        self._use_at_till(pack)
        entry = self._close()
        tickets = self.company.account_default_pos_receivable_account_id
        self.assertEqual(self._balance(self.due_vat), 38.18)
        self.assertEqual(self._balance(self.sales), 18.18)
        self.assertBooked(self.deferred, 163.64)
        booked = {line.account_id: line.balance for line in entry.line_ids if line.balance}
        self.assertEqual(
            booked, {tickets: 220.0, self.deferred: -181.82, self.due_vat: -38.18}
        )

    def test_an_invoiced_use_is_paid_from_the_liability(self):
        pack = self._sell_at_till(self.pack_at_use)[1]
        order = self._use_at_till(pack, to_invoice=True)
        invoice = order.account_move
        self.assertEqual((invoice.amount_total, invoice.payment_state), (22.0, "paid"))
        self._close()
        self.assertBooked(self.liability, 198.0)
        self.assertEqual(self._balance(self.sales), 18.18)
        self.assertEqual(self._balance(self.due_vat), 3.82)
        self.assertEqual(self._balance(self.ann.property_account_receivable_id), 0.0)

    def test_two_liabilities_are_each_paid_from_their_own(self):
        other = self.liability.copy({"code": "460200"})
        second = self._offer(
            "Five", 100.0, vat_kind="at_use", sessions=5, liability_account_id=other.id
        )
        packs = [self._sell_at_till(offer)[1] for offer in (self.pack_at_use, second)]
        lines, total = [], 0
        for pack in packs:
            uuid, told = self._claim(pack)
            total += told["amount"]
            lines.append(
                self._line(
                    self.massage, told["amount"], uuid=uuid, rental_prepaid_id=pack.id
                )
            )
        self._send(self._ticket(*lines, payments=[(self.method, total)]))
        self._close()
        self.assertBooked(self.liability, 198.0)
        self.assertBooked(other, 80.0)

    def test_what_expires_of_a_pack_of_the_till_becomes_income(self):
        pack = self._sell_at_till(self.pack_at_use)[1]
        self._use_at_till(pack)
        self._close()
        pack._expire(pack.batch_ids, pack.left, self.company._subscription_today())
        self.assertBooked(self.liability, 0.0)
        self.assertEqual(self._balance(self.breakage), 198.0)

    def test_ledger_and_accounts_agree_while_tills_are_open(self):
        steps = []
        for offer in (self.pack_at_use, self.pack_at_sale):
            sale, pack = self._sell_at_till(offer)
            use = self._use_at_till(pack)
            self._assert_agreed()
            steps += [(sale, pack, use)]
        _sale, pack, _use = steps[0]
        self._use_at_till(pack, to_invoice=True)
        self._sell_at_till(self.pack_at_use, to_invoice=True)
        unused, _pack = self._sell_at_till(self.pack_at_use)
        self._assert_agreed()
        self._close()
        self._assert_agreed()
        self.opened = self._open(self.till)
        self._refund(unused)
        self._refund(steps[0][2])
        self._refund(steps[1][2])
        self._assert_agreed()
        self._close()
        self._assert_agreed()

    def _assert_agreed(self):
        self.env.flush_all()
        journal = self.company.rental_prepaid_journal_id
        self.assertEqual(journal._get_prepaid_differences(), [])

    def test_cashiers_do_not_count_what_packs_have_paid(self):
        rows = self.opened.get_closing_control_data()["non_cash_payment_methods"]
        self.assertNotIn(self.method.id, [row["id"] for row in rows])
        self.assertIn(self.bank.id, [row["id"] for row in rows])
