import io
from datetime import date, timedelta

from odoo.tests import freeze_time

from ..sepa import pain008
from .common import SepaCommon

BACK = "2024-05"  # the month whose debit comes back
NOTICE, BACK_AFTER = timedelta(days=5), timedelta(days=3)
AGAIN_AFTER = timedelta(days=4)
# Booked by debit until then, in one entry for each collection afterwards.
CHANGED = date(2024, 3, 1)


class TestYear(SepaCommon):
    """A year of a customer by direct debit, day by day, with one return (BI6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "subscription_tz": "UTC",
                "subscription_sepa_notice_days": NOTICE.days,
                "subscription_sepa_marks_first": True,
                "subscription_dunning_policy_id": cls.env.ref(
                    "subscription_rental.dunning_policy_default"
                ).id,
            }
        )

    def test_twelve_months_with_one_return(self):
        self.files, self.told = [], []
        with freeze_time("2024-01-01 12:00:00") as clock:
            subscription = self._draft(partner_id=self.partner_a.id)
            subscription.action_activate()
            self._active(subscription)
            day = date(2024, 1, 1)
            while day <= date(2025, 1, 31):
                clock.move_to(f"{day} 12:00:00")
                if day == CHANGED:
                    self.company.subscription_sepa_booking = "collection"
                if self._has_work(subscription, day):
                    self._live(day)
                if day == date(2024, 12, 20):
                    subscription._cancel(day, "Moves away")
                day += timedelta(days=1)
        self._check_debits(subscription)
        self._check_books(subscription)

    def _has_work(self, subscription, day):
        """Return whether jobs, or the bank, may have to do something on that day."""
        debits = self._debits()
        flying = debits.filtered(lambda one: one.state == "pending")
        owed = debits.rental_invoice_id.filtered(
            lambda move: move.payment_state == "not_paid"
        )
        return bool(
            (subscription.next_billing_date or date.max) <= day
            or owed - flying.rental_invoice_id
            or flying.filtered(lambda one: not one.rental_collection_id)
            or debits.filtered(
                lambda one: one.state == "done" and not one.is_post_processed
            )
            or any(
                day in (one.day, one.day + BACK_AFTER)
                or (one.state == "draft" and one.file_day <= day)
                for one in debits.rental_collection_id
            )
        )

    # === day by day === #

    def _live(self, day):
        """Run the jobs of that day; then the bank, and who matches its statement."""
        with self.enter_registry_test_mode(), self.registry.cursor() as cursor:
            env = self.env(cr=cursor, su=True)
            company = self.company.with_env(env)
            for name, method in (
                ("billing", "_bill_company"),
                ("collection", "_collect_company"),
                ("sepa", "_collect_by_files"),
                ("dunning", "_dun_company"),
                # Its cron is woken by what the ladder asks for.
                ("collection", "_collect_company"),
            ):
                job = env[f"subscription.{name}.job"].with_company(company)
                getattr(job, method)(company, day)
        self.env.invalidate_all()
        self._bank(day)

    def _bank(self, day):
        """Give the bank what it wants today, and read in what it says today."""
        collections = self.env["subscription.sepa.collection"]
        for one in collections.search([("state", "in", ["draft", "sent"])]):
            if one.state == "draft" and one.file_day <= day:
                one.action_export()
                pain008.check(io.BytesIO(one.attachment_id.raw), one.version)
                self.files.append(self._file(one))
                one.action_sent()
            elif one.state == "sent" and one.day == day:
                self._read_in(self._camt(self._credit(one)))
                self._enter(one.exported_total)
        paid = self._debits().filtered(lambda one: one.state == "done")
        for debit in paid if not self.told else ():
            due = debit.rental_debit_day
            if str(due).startswith(BACK) and due + BACK_AFTER == day:
                self._read_in(self._camt(self._return(debit, "AM04")))
                self.told.append(debit)
                self._enter(-debit.amount)

    def _enter(self, amount):
        """Enter a line of the bank's statement, to be matched in the end."""
        self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.sepa.journal_id.id,
                "date": self.company._subscription_today(),
                "payment_ref": "The bank's own words",
                "amount": amount,
            }
        )

    # === in the end === #

    def _check_debits(self, subscription):
        invoices = subscription.period_ids.move_line_ids.move_id
        self.assertEqual(len(invoices), 12)
        self.assertEqual(set(invoices.mapped("payment_state")), {"paid"})
        debits = self._debits()
        self.assertEqual(len(self.told), 1)
        back = self.told[0]
        self.assertEqual(debits.filtered(lambda one: one.state != "done"), back)
        self.assertEqual(len(debits), 13)
        again = debits.filtered(lambda one: one.rental_invoice_id == back.rental_invoice_id)
        self.assertEqual(len(again), 2)
        # The next day's job opens the case; three days later it is charged again.
        self.assertEqual(again[1].create_date.date(), back.rental_returned_on + AGAIN_AFTER)
        notice = again[1].rental_debit_day - again[1].rental_told_on
        self.assertGreaterEqual(notice, NOTICE)
        sequences = [file["SeqTp"] for file in self.files]
        self.assertEqual(sequences, [["FRST"], *12 * [["RCUR"]]])
        named = [file["EndToEndId"] for file in self.files]
        self.assertEqual(sorted(named), sorted([f"RS{one.id}"] for one in debits))
        self.assertEqual(subscription.dunning_case_ids.mapped("state"), ["paid"])
        notices = self.env["mail.mail"].search([("subject", "like", "will be debited on")])
        self.assertEqual(len(notices), 13)

    def _check_books(self, subscription):
        """Match the bank's lines; nothing is owed, and nothing is outstanding."""
        outstanding = self.sepa._get_outstanding_account()
        lines = self.env["account.bank.statement.line"].search([], order="date, id")
        self.assertEqual(len(lines), 14)
        for line in lines:
            row = line._seek_for_lines()[1]
            row.account_id = outstanding
        rows = self._find_rows(outstanding)
        rows.filtered(lambda one: not one.reconciled).reconcile()
        self.assertEqual(sum(rows.mapped("balance")), 0)
        self.assertTrue(all(lines.mapped("is_reconciled")))
        invoices = subscription.period_ids.move_line_ids.move_id
        receivable = invoices.line_ids.filtered(
            lambda one: one.display_type == "payment_term"
        )
        owed = self._find_rows(receivable.account_id)
        self.assertEqual(sum(owed.mapped("balance")), 0)
        self.assertTrue(all(owed.mapped("reconciled")))
        bank = self._find_rows(self.sepa.journal_id.default_account_id)
        self.assertEqual(sum(bank.mapped("balance")), 12 * 29)

    def _find_rows(self, account):
        return self.env["account.move.line"].search(
            [
                ("account_id", "=", account.id),
                ("parent_state", "=", "posted"),
                ("partner_id", "in", [self.partner_a.id, False]),
            ]
        )
