from datetime import date
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from ..common_payment import PaymentCommon


@freeze_time("2024-01-01 12:00:00")
class TestCollection(PaymentCommon):
    """Invoices are charged to the stored method: once, whatever the provider does (BI5)."""

    def _invoice(self, **values):
        return self._bill(self._collected(**values), "2024-01-01")

    def test_what_is_due_is_charged_booked_and_reconciled(self):
        invoice = self._invoice()
        self.assertEqual(invoice.rental_collect_date, date(2024, 1, 1))
        charge = self._collect("2024-01-01")
        self.assertEqual(charge.rental_outcome, "done")
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(invoice.amount_residual, 0.0)
        self.assertFalse(invoice.rental_collect_date)
        self.assertEqual(self.server.charged, [(charge.reference, invoice.amount_total)])

    def test_nothing_is_charged_before_it_is_due(self):
        self.partner_a.property_payment_term_id = self.env.ref(
            "account.account_payment_term_30days"
        )
        invoice = self._invoice()
        self.assertFalse(self._collect("2024-01-30"))
        self.assertTrue(self._collect("2024-01-31"))
        self.assertEqual(invoice.payment_state, "paid")

    def test_each_instalment_is_charged_when_it_is_due(self):
        self.partner_a.property_payment_term_id = self.env["account.payment.term"].create(
            {
                "name": "Two halves",
                "line_ids": [
                    (0, 0, {"value": "percent", "value_amount": 50, "nb_days": 0}),
                    (0, 0, {"value": "percent", "value_amount": 50, "nb_days": 10}),
                ],
            }
        )
        invoice = self._invoice()
        self._collect("2024-01-01")
        self.assertEqual(invoice.amount_residual, invoice.amount_total / 2)
        self.assertEqual(invoice.rental_collect_date, date(2024, 1, 11))
        self._collect("2024-01-11")
        self.assertEqual(invoice.amount_residual, 0.0)
        self.assertEqual(len(self.server.charged), 2)

    def test_run_twice_it_is_charged_once(self):
        self._invoice()
        self._collect("2024-01-01")
        self._collect("2024-01-02")
        self.assertEqual(len(self.server.charged), 1)

    def test_other_plans_are_not_collected(self):
        plan = self._plan(name="By transfer")
        invoice = self._invoice(plan_id=plan.id)
        self.assertFalse(invoice.rental_collect_date)
        self.assertFalse(self._collect("2024-01-01"))

    def test_without_a_method_nothing_is_charged(self):
        invoice = self._invoice(payment_token_id=False)
        self.assertFalse(self._collect("2024-01-01"))
        self.assertEqual(invoice.payment_state, "not_paid")

    def test_a_decline_is_known_and_can_be_tried_again(self):
        for behaviour in ("declined", "refused"):
            with self.subTest(behaviour):
                self.server.behaviour = behaviour
                invoice = self._invoice()
                charge = self._collect("2024-01-01")[-1:]
                self.assertEqual(charge.rental_outcome, "declined")
                self.assertEqual(invoice.rental_collection, "declined")
                self.server.behaviour = "done"
                invoice._ask_to_collect()
                self._collect("2024-01-01")
                self.assertEqual(invoice.payment_state, "paid")

    def test_in_flight_it_is_neither_paid_nor_failed(self):
        self.server.behaviour = "pending"
        invoice = self._invoice()
        charge = self._collect("2024-01-01")
        self.assertEqual(charge.rental_outcome, "pending")
        self.assertEqual(invoice.rental_collection, "pending")
        self.assertFalse(invoice._has_to_be_paid())
        invoice._ask_to_collect()
        self._collect("2024-01-05")
        self.assertEqual(len(self.server.charged), 1)
        charge._set_done()
        charge._post_process()
        self.assertEqual(invoice.payment_state, "paid")

    # === nobody knows === #

    def _unknown(self, behaviour):
        self.server.behaviour = behaviour
        invoice = self._invoice()
        charge = self._collect("2024-01-01")
        self.assertEqual(charge.rental_outcome, "unknown", behaviour)
        self.assertEqual(charge.state, "pending")
        return invoice, charge

    def _is_never_charged_again(self, invoice):
        self.server.behaviour = "done"
        before = len(self.server.charged)
        invoice._ask_to_collect()
        self._collect("2024-01-02")
        self.assertEqual(len(self.server.charged), before)
        self.assertFalse(invoice._has_to_be_paid())

    def test_a_dropped_line_leaves_it_unknown(self):
        invoice, _charge = self._unknown("dropped")
        self._is_never_charged_again(invoice)

    def test_an_error_of_the_provider_leaves_it_unknown(self):
        invoice, _charge = self._unknown("broken")
        self._is_never_charged_again(invoice)

    def test_a_provider_that_hangs_leaves_it_unknown(self):
        invoice, charge = self._unknown("hanging")
        self._is_never_charged_again(invoice)
        # It answers after all, by its webhook.
        charge._set_done()
        charge._post_process()
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(charge.rental_outcome, "done")

    def test_a_manager_says_what_became_of_it(self):
        invoice, charge = self._unknown("dropped")
        owner = invoice.line_ids.rental_subscription_id
        self.assertTrue(owner.activity_ids)
        with self.assertRaises(AccessError):
            charge.with_user(self._clerk()).action_rental_was_paid()
        charge.with_user(self.env.user).action_rental_was_paid()
        self.assertEqual(invoice.payment_state, "paid")
        self.assertFalse(owner.activity_ids)
        with self.assertRaises(UserError):
            charge.with_user(self.env.user).action_rental_was_not_paid()

    def test_not_paid_it_may_be_charged_again(self):
        invoice, charge = self._unknown("broken")
        charge.with_user(self.env.user).action_rental_was_not_paid()
        self.assertEqual(charge.rental_outcome, "declined")
        self.server.behaviour = "done"
        invoice._ask_to_collect()
        self._collect("2024-01-02")
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(len(self.server.charged), 1)

    def test_any_other_trouble_leaves_it_unknown(self):
        invoice = self._invoice()
        transactions = self.registry["payment.transaction"]
        with (
            patch.object(transactions, "_send_payment_request", side_effect=KeyError),
            mute_logger(
                "odoo.addons.subscription_rental.models.collection.subscription_collection_job"
            ),
        ):
            charge = self._collect("2024-01-01")
        self.assertEqual(charge.rental_outcome, "unknown")
        self._is_never_charged_again(invoice)

    def test_a_provider_that_is_not_reached_is_asked_again(self):
        invoice = self._invoice()
        port = self.server.server_port
        providers = self.registry["payment.provider"]
        nowhere = "http://127.0.0.1:9"
        with patch.object(providers, "_build_request_url", lambda *_a, **_k: nowhere):
            charge = self._collect("2024-01-01")
        self.assertTrue(port)
        self.assertEqual(charge.rental_outcome, "unreached")
        self.assertEqual(invoice.rental_collection, "unreached")
        self._collect("2024-01-01")
        self.assertEqual(invoice.payment_state, "paid")

    def test_a_bank_that_wants_the_customer_sends_a_link(self):
        self.server.behaviour = "authenticate"
        invoice = self._invoice()
        charge = self._collect("2024-01-01")
        self.assertEqual(charge.rental_outcome, "authenticate")
        self.assertIn("confirm", self._mails(invoice)[-1])
        self._dun("2024-01-01")
        self.assertFalse(self.env["subscription.dunning.case"].search([]))

    # === exactly once === #

    def test_two_open_charges_of_one_invoice_are_impossible(self):
        self.server.behaviour = "pending"
        invoice = self._invoice()
        charge = self._collect("2024-01-01")
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            charge.copy({"reference": "Again", "rental_invoice_id": invoice.id})
            self.env.flush_all()

    def test_a_charge_that_somebody_died_with_is_unknown(self):
        invoice = self._invoice()
        charge = invoice.sudo()._start_charge(date(2024, 1, 1))
        self.assertEqual(charge.rental_outcome, "asked")
        with freeze_time("2024-01-01 12:00:30"):
            self._collect("2024-01-01")
        self.assertEqual(charge.rental_outcome, "asked")
        with freeze_time("2024-01-01 12:02:00"):
            self._collect("2024-01-01")
        self.assertEqual(charge.rental_outcome, "unknown")
        self._is_never_charged_again(invoice)

    def test_what_was_paid_and_not_booked_is_booked(self):
        invoice = self._invoice()
        charge = invoice.sudo()._start_charge(date(2024, 1, 1))
        charge._set_done()
        self.assertEqual(invoice.payment_state, "not_paid")
        self._collect("2024-01-01")
        self.assertEqual(invoice.payment_state, "paid")
        self.assertFalse(self.server.charged)

    def test_a_customer_in_the_checkout_is_not_charged(self):
        invoice = self._invoice()
        self._create_transaction(
            "direct",
            amount=invoice.amount_residual,
            currency_id=invoice.currency_id.id,
            partner_id=self.partner_a.id,
            invoice_ids=[(6, 0, invoice.ids)],
        )
        self.assertFalse(self._collect("2024-01-01"))
        with freeze_time("2024-01-01 13:00:00"):
            self.assertTrue(self._collect("2024-01-01"))

    def test_one_bad_invoice_is_one_bad_invoice(self):
        bad, good = self._invoice(), self._invoice()
        moves = self.registry["account.move"]
        get_amount = moves._get_amount_due

        def fail(move, today):
            if move.id == bad.id:
                raise ZeroDivisionError
            return get_amount(move, today)

        with patch.object(moves, "_get_amount_due", fail):
            self._collect("2024-01-01")
        self.assertEqual(bad.payment_state, "not_paid")
        self.assertEqual(bad.rental_collect_date, date(2024, 1, 2))
        self.assertEqual(good.payment_state, "paid")

    def test_by_hand(self):
        self.server.behaviour = "declined"
        invoice = self._invoice()
        self._collect("2024-01-01")
        self.server.behaviour = "done"
        action = self._press(invoice, "action_rental_retry")
        self.assertEqual(action["params"]["type"], "success")
        self.assertEqual(invoice.payment_state, "paid")

    def test_a_returned_debit_is_unpaid_again(self):
        invoice = self._invoice()
        charge = self._collect("2024-01-01")
        charge.with_user(self.env.user).action_rental_returned()
        self.assertEqual(invoice.payment_state, "not_paid")
        self.assertEqual(charge.rental_outcome, "declined")
