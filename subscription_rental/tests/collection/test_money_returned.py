from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from ..common_dunning import DunningCommon


@freeze_time("2024-01-01 12:00:00")
class TestMoneyReturned(DunningCommon):
    """Money that comes back, or may have: what the provider says counts (BI5, BI7, BI9)."""

    def _returns(self, charge):
        """Let the provider say, by its webhook, that the bank returned a debit."""
        charge._process("none", {"reference": charge.reference, "state": "returned"})
        self.env.flush_all()

    def _paid(self):
        invoice = self._bill(self._collected(), "2024-01-01")
        charge = self._collect("2024-01-01")
        self.assertEqual(invoice.payment_state, "paid")
        return invoice, charge

    def test_a_return_that_the_provider_reports_opens_a_case(self):
        invoice, charge = self._paid()
        with freeze_time("2024-01-25 12:00:00"):
            self._returns(charge)
        self.assertEqual(charge.rental_outcome, "declined")
        self.assertEqual(charge.payment_id.state, "canceled")
        self.assertEqual(invoice.payment_state, "not_paid")
        self._live(26)
        case = invoice.line_ids.rental_subscription_id.dunning_case_ids
        self.assertEqual((case.state, case.since), ("open", date(2024, 1, 26)))

    def test_said_twice_it_is_returned_once(self):
        invoice, charge = self._paid()
        self._returns(charge)
        self._returns(charge)
        self.assertEqual(len(invoice.rental_charge_ids), 1)
        self.assertEqual(invoice.amount_residual, invoice.amount_total)

    def test_what_the_customer_paid_online_comes_back_as_well(self):
        invoice = self._bill(self._subscription(), "2024-01-01")
        transaction = self.env["payment.transaction"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.payment_method_id,
                "operation": "online_redirect",
                "amount": invoice.amount_total,
                "currency_id": invoice.currency_id.id,
                "partner_id": self.partner_a.id,
                "reference": "online-1",
                "invoice_ids": [(6, 0, invoice.ids)],
            }
        )
        transaction._set_done()
        transaction._post_process()
        self.assertEqual(invoice.payment_state, "paid")
        self._returns(transaction)
        self.assertEqual(invoice.payment_state, "not_paid")

    # === after the books were locked === #

    def _locked_return(self, lock, day):
        """Return (invoice, charge) of money that came back into a locked period."""
        invoice, charge = self._paid()
        self.company.fiscalyear_lock_date = lock
        with freeze_time(f"{day} 12:00:00"):
            self._returns(charge)
        return invoice, charge

    def test_what_comes_back_into_a_locked_period_is_booked_today(self):
        invoice, charge = self._locked_return("2024-01-31", "2024-02-05")
        payment, back = charge.payment_id, charge.rental_return_id
        self.assertEqual(charge.rental_outcome, "declined")
        self.assertEqual(invoice.payment_state, "not_paid")
        self.assertEqual(payment.move_id.state, "posted")
        self.assertEqual((back.payment_type, back.date), ("outbound", date(2024, 2, 5)))
        self.assertEqual(back.outstanding_account_id, payment.outstanding_account_id)
        customer = (payment | back).move_id.line_ids.filtered(
            lambda line: line.account_id == payment.destination_account_id
        )
        self.assertEqual(set(customer.mapped("reconciled")), {True})
        subscription = invoice.line_ids.rental_subscription_id
        self.assertIn("came back", subscription.activity_ids.summary)
        self._live(37)
        self.assertEqual(subscription.dunning_case_ids.state, "open")

    def test_with_today_locked_as_well_it_is_booked_on_the_first_open_day(self):
        _invoice, charge = self._locked_return("2024-02-10", "2024-02-05")
        self.assertEqual(charge.rental_return_id.date, date(2024, 2, 11))

    def test_said_twice_into_a_locked_period_it_is_booked_once(self):
        invoice, charge = self._locked_return("2024-01-31", "2024-02-05")
        self._returns(charge)
        payments = self.env["account.payment"].search([("payment_type", "=", "outbound")])
        self.assertEqual(payments, charge.rental_return_id)
        self.assertEqual(invoice.amount_residual, invoice.amount_total)

    def test_what_a_person_takes_back_is_booked_so_too(self):
        invoice, charge = self._paid()
        self.company.fiscalyear_lock_date = "2024-01-31"
        with freeze_time("2024-02-05 12:00:00"):
            charge.with_user(self.env.user).action_rental_returned()
        self.assertTrue(charge.rental_return_id)
        self.assertEqual(invoice.payment_state, "not_paid")

    def test_called_paid_again_it_stays_returned(self):
        """Webhooks are repeated, and customers open the page of their payment again."""
        for lock in (False, "2024-01-31"):
            with self.subTest(lock=lock), self.env.cr.savepoint() as point:
                invoice, charge = self._locked_return(lock, "2024-02-05")
                charge._process("none", {"reference": charge.reference, "state": "done"})
                charge._post_process()
                self.assertEqual(charge.rental_outcome, "declined")
                self.assertEqual(invoice.payment_state, "not_paid")
                point.rollback()

    def test_a_charge_is_booked_though_today_is_locked(self):
        invoice = self._bill(self._collected(), "2024-01-01")
        self.company.fiscalyear_lock_date = "2024-01-03"
        charge = self._collect("2024-01-01")
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(charge.payment_id.date, date(2024, 1, 4))

    # === answers that are no refusals === #

    def test_our_own_mistakes_dun_nobody(self):
        for behaviour in ("unauthorised", "busy"):
            with self.subTest(behaviour):
                self.server.behaviour = behaviour
                invoice = self._bill(self._collected(), "2024-01-01")
                charge = self._collect("2024-01-01")[-1:]
                self.assertEqual(charge.rental_outcome, "unreached")
                self._dun("2024-01-01")
                self.assertFalse(invoice.line_ids.rental_subscription_id.dunning_case_ids)
                self.server.behaviour = "done"
                self._collect("2024-01-01")
                self.assertEqual(invoice.payment_state, "paid")

    def test_a_code_in_the_answer_asks_for_the_customer(self):
        """The sentence of some providers says nothing of it; their code does."""
        self.server.behaviour = "coded"
        invoice = self._bill(self._collected(), "2024-01-01")
        charge = self._collect("2024-01-01")
        self.assertEqual(charge.rental_outcome, "authenticate")
        self.assertTrue(self._mails(invoice))
        self._dun("2024-01-01")
        self.assertFalse(invoice.line_ids.rental_subscription_id.dunning_case_ids)

    def test_a_success_after_the_customer_confirmed_is_booked(self):
        transactions = self.registry["payment.transaction"]
        invoice = self._bill(self._collected(), "2024-01-01")
        with patch.object(transactions, "_send_payment_request", lambda _tx: None):
            charge = self._collect("2024-01-01")
        self.assertEqual(charge.rental_outcome, "authenticate")
        charge._set_done()
        charge._post_process()
        self.assertEqual(invoice.payment_state, "paid")

    # === refunds === #

    def _refund(self, invoice):
        """Press Refund; the provider does as its behaviour says."""
        wizard = self.env["subscription.refund.dialog"].create(
            {"move_id": invoice.id, "reason": "Broken"}
        )

        def answer(refund):
            refund._send_api_request("POST", "refund", json={"reference": "r", "amount": 1})
            refund._set_done()

        registry = self.registry
        self.payment_method.support_refund = "partial"
        with (
            patch.object(
                registry["payment.provider"],
                "_compute_feature_support_fields",
                lambda providers: providers.update({"support_refund": "partial"}),
            ),
            patch.object(registry["payment.transaction"], "_send_refund_request", answer),
        ):
            self.provider.invalidate_recordset(["support_refund"])
            return self._press(wizard, "action_refund")

    def test_a_refund_of_unknown_outcome_is_not_paid_again(self):
        invoice, charge = self._paid()
        self.server.behaviour = "dropped"
        action = self._refund(invoice)
        refund = charge.child_transaction_ids
        self.assertEqual((refund.state, refund.rental_outcome), ("pending", "unknown"))
        self.assertIn("did not say", action["params"]["message"])
        self.assertTrue(invoice.line_ids.rental_subscription_id.activity_ids)
        refund.with_user(self.env.user).action_rental_was_paid()
        self.assertEqual(invoice.reversal_move_ids.payment_state, "paid")

    def test_a_refused_refund_says_so(self):
        invoice, charge = self._paid()
        self.server.behaviour = "refused"
        action = self._refund(invoice)
        self.assertEqual(charge.child_transaction_ids.rental_outcome, "declined")
        self.assertIn("pay it by hand", action["params"]["message"])
        self.assertEqual(invoice.reversal_move_ids.payment_state, "not_paid")

    def test_a_copy_gives_no_money_back(self):
        invoice, charge = self._paid()
        guard = self.registry["subscription.collection.guard"]
        with (
            patch.object(guard, "_is_copy", lambda _guard: True),
            self.assertRaisesRegex(UserError, "a copy"),
        ):
            self._refund(invoice)
        self.assertFalse(charge.child_transaction_ids)
        self.assertFalse(invoice.reversal_move_ids)

    # === who may charge === #

    def test_readers_charge_nobody(self):
        self.partner_a.property_payment_term_id = self.env.ref(
            "account.account_payment_term_30days"
        )
        invoice = self._bill(self._collected(), "2024-01-01")
        reader = self._clerk()
        reader.group_ids = self.env.ref("subscription_rental.group_billing_reader")
        reader.group_ids += self.env.ref("account.group_account_readonly")
        with self.assertRaises(AccessError):
            invoice.with_user(reader).action_rental_retry()
        self.assertFalse(self.server.charged)

    def test_many_at_once_leaves_what_is_due_later_for_its_day(self):
        self.partner_a.property_payment_term_id = self.env.ref(
            "account.account_payment_term_30days"
        )
        subscription = self._collected()
        invoice = self._bill(subscription, "2024-01-01")
        bulk = self.env["subscription.bulk.dialog"].create({"action": "collect"})
        bulk._bulk_collect(subscription, date(2024, 1, 1))
        self._collect("2024-01-01")
        self.assertEqual(invoice.rental_collect_date, date(2024, 1, 31))
        self._collect("2024-01-31")
        self.assertEqual(invoice.payment_state, "paid")
