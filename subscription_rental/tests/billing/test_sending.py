from contextlib import contextmanager
from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user

from ..common import SubscriptionCommon


class SendingCommon(SubscriptionCommon):
    """A plan that sends, and a customer who wants e-mail."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.partner_a.write({"email": "customer@example.com", "lang": "fr_FR"})
        cls.partner_a.invoice_sending_method = "email"
        template = cls.env.ref("account.email_template_edi_invoice").sudo()
        template.with_context(lang="fr_FR").subject = "Facture {{ object.name }}"
        cls.plan = cls._plan(invoice_mode="send")
        cls.plan._approve_sending(cls.company)

    def _send(self):
        with self.enter_registry_test_mode():
            self.env.ref("account.ir_cron_account_move_send").method_direct_trigger()
        self.env.invalidate_all()


class TestSending(SendingCommon):
    """Invoices leave by the customer's own method, in the customer's language (BI4)."""

    def test_the_invoice_is_posted_and_sent_by_mail(self):
        invoice = self._bill(self._subscription(), "2024-01-01")
        self.assertEqual(invoice.state, "posted")
        self.assertTrue(invoice.is_being_sent)
        self._send()
        self.assertFalse(invoice.is_being_sent)
        self.assertTrue(invoice.is_move_sent)
        message = invoice.message_ids.filtered("partner_ids")
        self.assertEqual(message.partner_ids, self.partner_a)
        self.assertIn("Facture", message.subject)
        self.assertTrue(message.attachment_ids)

    def test_who_wants_no_mail_gets_none(self):
        self.partner_a.invoice_sending_method = "manual"
        invoice = self._bill(self._subscription(), "2024-01-01")
        self._send()
        self.assertFalse(invoice.message_ids.filtered("partner_ids"))

    def test_a_customer_without_an_address_is_billed_and_the_owner_told(self):
        self.partner_a.email = False
        subscription = self._subscription()
        invoice = self._bill(subscription, "2024-01-01")
        self.assertEqual(invoice.state, "posted")
        self.assertFalse(invoice.is_being_sent)
        activity = subscription.activity_ids
        self.assertEqual(activity.summary, "Invoice not sent")
        self.assertIn("no e-mail address", activity.note)
        self.assertEqual(activity.user_id, subscription.user_id)


class TestUnsent(SendingCommon):
    """What cannot be printed stops no other; its owner is told, until it is sent (BI4)."""

    def setUp(self):
        super().setUp()
        self.partner_b.write(
            {"email": "other@example.com", "invoice_sending_method": "email"}
        )
        self.subscription = self._subscription()
        self.invoice = self._bill(self.subscription, "2024-01-01")
        self.other = self._bill(
            self._subscription(partner_id=self.partner_b.id), "2024-01-01"
        )

    @contextmanager
    def _no_paper_for(self, invoice):
        """Let the printer fail whenever it is to print `invoice`."""
        reports = self.registry["ir.actions.report"]
        printing = reports._pre_render_qweb_pdf

        def fail(report, report_ref, res_ids=None, data=None):
            if invoice.id in res_ids:
                raise UserError(report.env._("Unable to find Wkhtmltopdf"))
            return printing(report, report_ref, res_ids=res_ids, data=data)

        with patch.object(reports, "_pre_render_qweb_pdf", fail):
            yield

    def _fail(self):
        with freeze_time("2024-01-01 12:00:00"), self._no_paper_for(self.invoice):
            self._send()

    def test_the_others_leave_and_the_owner_is_told_once(self):
        self._fail()
        self.assertTrue(self.other.is_move_sent)
        self.assertFalse(self.invoice.is_move_sent)
        activity = self.subscription.activity_ids
        self.assertEqual(activity.summary, "Invoice not sent")
        self.assertIn("Unable to find Wkhtmltopdf", activity.note)
        self.assertEqual(activity.user_id, self.subscription.user_id)
        self.invoice._send_rental_invoices()
        self._fail()
        self.assertEqual(self.subscription.activity_ids, activity)

    def test_it_is_tried_again_on_the_next_day_until_it_is_sent(self):
        self._fail()
        self._run_job("2024-01-01")
        self.assertFalse(self.invoice.is_being_sent)
        self._run_job("2024-01-02")
        self.assertTrue(self.invoice.is_being_sent)
        self._send()
        self.assertTrue(self.invoice.is_move_sent)
        self.assertFalse(self.invoice.rental_unsent_on)
        self.assertFalse(self.subscription.activity_ids)

    def test_who_sends_it_by_hand_reads_the_reason(self):
        wizard = self.env["account.move.send.wizard"].with_context(
            active_model="account.move", active_ids=self.invoice.ids
        )
        dialog = wizard.create({})
        with (
            self._no_paper_for(self.invoice),
            self.assertRaisesRegex(UserError, "Unable to find Wkhtmltopdf"),
        ):
            dialog.action_send_and_print()


class TestApproval(SubscriptionCommon):
    """A person looks at the first run that sends, before anything leaves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner_a.write(
            {"email": "customer@example.com", "invoice_sending_method": "email"}
        )
        cls.sending = cls._plan(invoice_mode="send")
        cls.quiet = cls._subscription()
        cls.loud = cls._subscription(plan_id=cls.sending.id)
        cls.runs = cls.env["subscription.billing.run"]

    def _approve(self, run):
        with self.enter_registry_test_mode(), self.registry.cursor() as cursor:
            run.with_env(self.env(cr=cursor)).action_approve()
        self.env.invalidate_all()

    def test_the_first_run_waits_and_stops_no_other(self):
        self._run_job("2024-01-01")
        self.assertBilled(self.quiet, "2024-01-01")
        self.assertBilled(self.loud)
        run = self.runs.search([("is_waiting", "=", True)])
        self.assertEqual((run.state, run.due_count), ("waiting", 1))
        self.assertEqual(run.plan_ids, self.sending)
        self.assertIn("30.00", run.preview_html)
        preview = self.env["subscription.billing.preview.dialog"]
        rows = preview._get_billing_rows(self.company, date(2024, 1, 1))
        self.assertEqual([row["note"] for row in rows], ["Waits for approval"])
        self.assertFalse(any(row["counts"] for row in rows))
        self.assertEqual(len(self.sending.activity_ids), 1)

    def test_it_goes_on_waiting_and_asks_once(self):
        self._run_job("2024-01-01")
        self._run_job("2024-02-01")
        run = self.runs.search([("is_waiting", "=", True)])
        self.assertEqual(str(run.date), "2024-02-01")
        self.assertEqual(len(self.sending.activity_ids), 1)

    def test_once_approved_it_bills_and_later_runs_do_not_ask(self):
        today = self.company._subscription_today()
        loud = self._subscription(str(today), plan_id=self.sending.id)
        self.loud._cancel(date(2024, 1, 1))
        self._run_job(str(today))
        run = self.runs.search([("is_waiting", "=", True)])
        self._approve(run)
        self.assertEqual((run.state, run.user_id), ("done", self.env.user))
        self.assertBilled(loud, str(today))
        self.assertFalse(self.sending.activity_ids)
        later = self._subscription(str(today), plan_id=self.sending.id)
        self._run_job(str(today))
        self.assertBilled(later, str(today))

    def test_only_an_administrator_approves(self):
        self._run_job("2024-01-01")
        run = self.runs.search([("is_waiting", "=", True)])
        clerk = new_test_user(
            self.env, "sending clerk", "subscription_rental.group_user_all"
        )
        with self.assertRaises(AccessError):
            run.with_user(clerk).action_approve()

    def test_another_mode_ends_the_waiting(self):
        self._run_job("2024-01-01")
        self.sending.invoice_mode = "post"
        self._run_job("2024-01-02")
        self.assertBilled(self.loud, "2024-01-01")
        self.assertFalse(self.runs.search([("is_waiting", "=", True)]))

    def test_switching_back_asks_again(self):
        self.sending._approve_sending(self.company)
        self.sending.invoice_mode = "post"
        self.sending.invoice_mode = "send"
        self._run_job("2024-01-01")
        self.assertBilled(self.loud)

    def test_each_company_approves_for_itself(self):
        other = self.setup_other_company()["company"]
        self.sending._approve_sending(other)
        self._run_job("2024-01-01")
        self.assertBilled(self.loud)

    def test_who_bills_one_by_hand_has_looked_at_it(self):
        self._bill(self.loud, "2024-01-01")
        self.assertBilled(self.loud, "2024-01-01")

    def test_a_run_is_compared_with_the_last_one(self):
        self.sending.invoice_mode = "post"
        first = self._run_job("2024-01-01")
        self.loud._cancel(date(2024, 1, 15))
        second = self._run_job("2024-02-01")
        self.assertEqual(second.previous_run_id, first)
        self.assertEqual((first.amount_change, second.amount_change), (0.0, -30.0))
