from datetime import date

from .common_closing import ClosingCommon
from .common_dunning import DunningCommon

LATE = "2024-06-30"


class WriteOffCommon(ClosingCommon, DunningCommon):
    """Invoices that nobody pays, and a company that may write them off."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.loss = cls.env["account.account"].create(
            {"name": "Bad debts", "code": "659900", "account_type": "expense"}
        )
        cls.company.write(
            {
                "subscription_write_off_account_id": cls.loss.id,
                "subscription_write_off_old_days": 0,
                "subscription_write_off_terminated": True,
                "subscription_use_credit": False,
            }
        )
        cls.today = date.fromisoformat(LATE)
        cls.tax = cls.company.account_sale_tax_id

    def _invoice(self, start="2024-01-01", *, is_over=True, **values):
        """Return the unpaid invoice of a subscription that is over, or goes on."""
        plan = self._plan(**{"invoice_mode": "post"} | values.pop("plan", {}))
        rental = self._subscription(start, plan_id=plan.id, **values)
        invoice = self._bill(rental.with_company(rental.company_id), start)
        if is_over:
            rental._cancel(date.fromisoformat(start), with_fee=False)
        return invoice

    def _propose(self, company=None, today=None):
        """Bring the list up to date; return it."""
        rows = self.env["subscription.write.off"]
        rows._propose(company or self.company, today or self.today)
        return rows.search([("company_id", "=", (company or self.company).id)])

    def _ask(self, rows, **values):
        """Return the dialog that writes these rows off."""
        dialogs = rows.env["subscription.write.off.dialog"]
        return dialogs.with_context(active_ids=rows.ids).create(values)

    def _write_off(self, invoice, **values):
        """Write this invoice off; return its row."""
        row = self._propose(invoice.company_id).filtered(lambda one: one.move_id == invoice)
        self._ask(row, **values).action_write_off()
        return row

    def _amounts(self, entry):
        """Return {account: balance} of this entry."""
        sums = {}
        for line in entry.line_ids:
            sums[line.account_id] = round(sums.get(line.account_id, 0) + line.balance, 2)
        return sums

    def assertOwed(self, invoice, amount):
        """Check that so much is owed of this invoice, and that nothing is booked of it."""
        self.assertAlmostEqual(invoice.amount_residual, amount)
        self.assertIn(invoice.payment_state, ("not_paid", "partial"))
