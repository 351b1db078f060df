from datetime import date
from unittest.mock import patch

from odoo.tests import freeze_time
from odoo.tools import mute_logger

from .common import SepaCommon

TERM = "account.account_payment_term_30days"


class TestDebits(SepaCommon):
    """A due invoice becomes a debit in flight, and the customer is told in time (BI6)."""

    def _invoice(self, **values):
        """Return the invoice of 1 January of a subscription with a mandate."""
        subscription = self._subscription(**values)
        self._active(subscription)
        return self._bill(subscription, "2024-01-01")

    def _mails(self):
        return self.env["mail.mail"].search([("model", "=", "payment.transaction")])

    @freeze_time("2024-01-01 12:00:00")
    def test_due_at_once_it_is_debited_when_the_notice_is_over(self):
        invoice = self._invoice()
        debit = self._collect("2024-01-01")
        self.assertEqual((debit.state, debit.rental_outcome), ("pending", "pending"))
        self.assertEqual(debit.rental_debit_day, date(2024, 1, 15))
        self.assertEqual(invoice.rental_collection, "pending")
        self.assertTrue(invoice._is_being_paid())

    def test_due_later_it_is_debited_on_its_day(self):
        self.partner_a.property_payment_term_id = self.env.ref(TERM)
        with freeze_time("2024-01-01 12:00:00"):
            self._invoice()
        for day, made in (("2024-01-15", 0), ("2024-01-16", 0), ("2024-01-17", 1)):
            with freeze_time(f"{day} 12:00:00"):
                self.assertEqual(len(self._collect(day)), made)
        self.assertEqual(self._debits().rental_debit_day, date(2024, 1, 31))

    @freeze_time("2024-01-01 12:00:00")
    def test_the_customer_is_told_of_what_the_scheme_wants(self):
        invoice = self._invoice()
        debit = self._collect("2024-01-01")
        mail = self._mails()
        for said in ("29.00", "01/15/2024", debit.rental_mandate_id.reference):
            self.assertIn(said, f"{mail.subject} {mail.body_html}")
        self.assertIn("DE98ZZZ09999999999", mail.body_html)
        self.assertNotIn("NL91ABNA", mail.body_html)
        self.assertFalse(mail.auto_delete)
        self.assertEqual(debit.rental_told_on, date(2024, 1, 1))
        self.assertIn("ada@example.com", "".join(invoice.message_ids.mapped("body")))

    @freeze_time("2024-01-01 12:00:00")
    def test_the_invoice_may_be_the_notice(self):
        self.company.subscription_sepa_notice_by = "invoice"
        invoice = self._invoice()
        self.assertEqual(invoice.rental_debit_day, date(2024, 1, 15))
        invoice.is_move_sent = True
        with freeze_time("2024-01-05 12:00:00"):
            debit = self._collect("2024-01-05")
        self.assertEqual(debit.rental_debit_day, date(2024, 1, 15))
        self.assertEqual(debit.rental_told_on, date(2024, 1, 1))
        self.assertFalse(self._mails())
        report = self.env["ir.actions.report"]
        html = report._render_qweb_html("account.report_invoice", invoice.ids)[0]
        for said in (b"01/15/2024", debit.rental_mandate_id.reference.encode()):
            self.assertIn(said, html)

    @freeze_time("2024-01-01 12:00:00")
    def test_an_invoice_that_was_not_sent_is_no_notice(self):
        self.company.subscription_sepa_notice_by = "invoice"
        self._invoice().is_move_sent = False
        self._collect("2024-01-01")
        self.assertTrue(self._mails())

    @freeze_time("2024-01-01 12:00:00")
    def test_one_that_broke_off_waits_and_nobody_has_to_look_it_up(self):
        """Nothing has left the house: it is not a charge of unknown outcome."""
        invoice = self._invoice()
        transactions = self.registry["payment.transaction"]
        with (
            mute_logger(
                "odoo.addons.subscription_rental.models.collection."
                "subscription_collection_job"
            ),
            patch.object(transactions, "_mail_notice", side_effect=ValueError("broken")),
        ):
            debit = self._collect("2024-01-01")
        self.assertEqual(debit.rental_outcome, "pending")
        self.assertFalse(debit.rental_told_on)
        self.assertFalse(invoice.line_ids.rental_subscription_id.activity_ids)
        self.assertIn("e-mail address: 1", self._gather("2024-01-10").warning)

    @freeze_time("2024-01-01 12:00:00")
    def test_it_is_made_once(self):
        self._invoice()
        for _time in range(2):
            self.assertEqual(len(self._collect("2024-01-01")), 1)

    @freeze_time("2024-01-01 12:00:00")
    @mute_logger("odoo.sql_db")
    def test_sql_lets_an_invoice_have_one_live_debit(self):
        self._invoice()
        debit = self._collect("2024-01-01")
        with self.assertRaises(Exception) as caught, self.env.cr.savepoint():
            second = debit.copy({"reference": "second", "state": "pending"})
            second._write_kept({"rental_invoice_id": debit.rental_invoice_id.id})
            self.env.flush_all()
        self.assertIn("one_open_charge", str(caught.exception))

    @freeze_time("2024-01-01 12:00:00")
    def test_by_hand_it_is_debited_no_earlier_than_due_and_told(self):
        self.partner_a.property_payment_term_id = self.env.ref(TERM)
        invoice = self._invoice()
        with self.enter_registry_test_mode(), self.registry.cursor() as cursor:
            invoice.with_env(self.env(cr=cursor)).action_rental_retry()
        self.env.invalidate_all()
        self.assertEqual(self._debits().rental_debit_day, date(2024, 1, 31))

    @freeze_time("2024-01-01 12:00:00")
    def test_other_payments_by_mandate_are_refused(self):
        mandate = self._active(self._subscription())
        other = self.env["payment.transaction"].create(
            {
                "provider_id": self.sepa.id,
                "payment_method_id": mandate.token_id.payment_method_id.id,
                "token_id": mandate.token_id.id,
                "operation": "offline",
                "amount": 10,
                "currency_id": self.euro.id,
                "partner_id": self.partner_a.id,
                "reference": "other",
            }
        )
        other._charge_with_token()
        self.assertEqual(other.state, "error")
        self.assertIn("subscriptions only", other.state_message)

    def test_a_mandate_that_would_be_dead_by_then_makes_no_debit(self):
        subscription = self._subscription("2027-01-01")
        with freeze_time("2024-01-10 12:00:00"):
            mandate = self._active(subscription)
        with freeze_time("2027-01-01 12:00:00"):
            self._bill(subscription, "2027-01-01")
            self.assertFalse(self._collect("2027-01-01"))
        self.assertEqual(mandate.state, "lapsed")
