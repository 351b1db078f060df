import contextlib
from unittest.mock import patch

from odoo.tests import freeze_time
from odoo.tools import mute_logger

from .common import JOB, LOGS, MollieCommon

AT = "2024-01-10 12:00:00"
SOON, LATE = "2024-01-10 12:20:00", "2024-01-10 14:00:00"
UNKNOWN = "Was it paid?"
BASE = "odoo.addons.subscription_rental.models.collection.subscription_collection_job"


class Died(BaseException):
    """The process is gone: nothing is caught, nothing is committed."""


@freeze_time(AT)
class TestLost(MollieCommon):
    """Answers, calls and processes that get lost: charged once, and known in the end."""

    def _die_before_commit(self):
        """Let the process die when Mollie has answered, and nothing is written down."""

        def die(*_arguments):
            raise Died

        transactions = self.registry["payment.transaction"]
        # Odoo's `assertRaises` would undo what was committed before, too.
        with (
            patch.object(transactions, "_take_mollie_payment", die),
            contextlib.suppress(Died),
        ):
            self._job()
            self.fail("It lives.")
        self.env.invalidate_all()

    def _charge(self):
        return self.env["payment.transaction"].search([("operation", "=", "offline")])

    def test_a_process_that_died_before_its_commit_charges_once(self):
        for when in (SOON, LATE):
            for method, outcome in (("card", "done"), ("ideal", "pending")):
                with self.subTest(when, method=method):
                    subscription, invoice = self._billed(method)
                    self._die_before_commit()
                    charge = invoice.rental_charge_ids
                    self.assertEqual(charge.rental_outcome, "asked")
                    self.assertFalse(charge.provider_reference)
                    self.assertEqual(self.server.charged(charge.reference), 1)
                    with freeze_time(when):
                        self._collect()
                    self.assertEqual(self.server.charged(charge.reference), 1)
                    self.assertEqual(len(invoice.rental_charge_ids), 1)
                    self.assertEqual(charge.rental_outcome, outcome)
                    paid = {"done": "paid", "pending": "not_paid"}[outcome]
                    self.assertEqual(invoice.payment_state, paid)
                    self.assertNotIn(UNKNOWN, subscription.activity_ids.mapped("summary"))

    @mute_logger(*LOGS, BASE)
    def test_an_answer_that_was_lost_is_asked_for(self):
        for trouble, when in (
            ("dropped", SOON),
            ("dropped", LATE),
            ("lost", SOON),
            ("broken", SOON),
            ("silent", SOON),
            ("running", SOON),
        ):
            with self.subTest(trouble, when=when):
                subscription, invoice = self._billed("card")
                self.server.troubles[:] = [trouble]
                charge = self._collect()[-1]
                self.assertEqual(charge.rental_outcome, "unknown")
                self.assertIn(UNKNOWN, subscription.activity_ids.mapped("summary"))
                with freeze_time(when):
                    self._collect()
                self.assertEqual(charge.rental_outcome, "done")
                self.assertEqual(self.server.charged(charge.reference), 1)
                self.assertEqual(invoice.payment_state, "paid")
                self.assertNotIn(UNKNOWN, subscription.activity_ids.mapped("summary"))

    @mute_logger(*LOGS, BASE)
    def test_what_never_got_there_is_charged_anew_and_once(self):
        _subscription, invoice = self._billed("card")
        self.server.troubles[:] = ["silent"]
        lost = self._collect()
        with freeze_time(LATE):
            charges = self._collect()
        self.assertEqual(charges.mapped("rental_outcome"), ["unreached", "done"])
        self.assertEqual(self.server.charged(lost.reference), 0)
        self.assertEqual(self.server.charged(charges[1].reference), 1)
        self.assertEqual(invoice.payment_state, "paid")

    @mute_logger(*LOGS, BASE)
    def test_while_mollie_does_not_answer_nothing_is_charged_anew(self):
        subscription, invoice = self._billed("card")
        self.server.troubles[:] = ["dropped"]
        charge = self._collect()
        for when, troubles in (
            ("2024-01-10 12:15:00", ["busy"]),
            ("2024-01-10 12:30:00", ["broken"]),
            ("2024-01-10 13:30:00", ["broken"]),
            ("2024-01-10 16:30:00", ["silent"]),
        ):
            with freeze_time(when):
                self.server.troubles[:] = troubles
                self.assertEqual(self._collect(), charge)
            self.assertEqual(charge.rental_outcome, "unknown")
            self.assertFalse(self.server.troubles)
        told = subscription.activity_ids.mapped("summary")
        self.assertEqual(told.count(UNKNOWN), 1)
        with freeze_time("2024-01-11 12:00:00"):
            self.assertEqual(self._collect("2024-01-11"), charge)
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(self.server.charged(charge.reference), 1)

    @mute_logger(*LOGS, BASE)
    def test_not_reached_it_is_asked_for_in_the_next_run(self):
        _subscription, invoice = self._billed("card")
        self.server.troubles[:] = ["busy"]
        self.assertEqual(self._collect()[-1].rental_outcome, "unreached")
        self._collect()
        self.assertEqual(invoice.payment_state, "paid")

    def test_a_call_brings_what_a_lost_answer_did_not(self):
        subscription, invoice = self._billed("ideal")
        with mute_logger(*LOGS, BASE):
            self.server.troubles[:] = ["dropped"]
            charge = self._collect()
        self.assertFalse(charge.provider_reference)
        payment = next(reversed(self.server.payments))
        self.server.pay(payment)
        self._hear(2)
        self._collect()
        self.assertEqual(charge.provider_reference, payment)
        self.assertEqual(invoice.payment_state, "paid")
        self.assertNotIn(UNKNOWN, subscription.activity_ids.mapped("summary"))

    def test_a_call_that_never_comes_is_not_needed(self):
        _subscription, invoice = self._billed("ideal")
        charge = self._collect()
        begun = self._begun("ideal")
        self.server.pay(charge.provider_reference)
        self.server.pay(begun.provider_reference)
        self.server.calls.clear()
        with freeze_time("2024-01-10 12:05:00"):
            self._collect()
        self.assertEqual(charge.rental_outcome, "pending")
        with freeze_time("2024-01-11 12:00:00"):
            self._collect("2024-01-11")
        self.assertEqual(charge.rental_outcome, "done")
        self.assertEqual(invoice.payment_state, "paid")
        self.assertTrue(begun.token_id)
        # What is over is asked about no more.
        before = len(self.server.requests)
        with freeze_time("2024-01-12 12:00:00"):
            self._collect("2024-01-12")
        self.assertEqual(len(self.server.requests), before)

    def test_calls_in_the_wrong_order_tell_what_is_true_now(self):
        _subscription, invoice = self._billed("ideal")
        charge = self._collect()
        self.server.pay(charge.provider_reference)
        self.server.take_back(charge.provider_reference, "29.00", "AM04")
        # *Paid* was never heard before it came back.
        self._hear(2)
        self._collect()
        self.assertEqual(charge.rental_outcome, "declined")
        self.assertEqual(charge.rental_refusal, "few")
        self.assertEqual(invoice.payment_state, "not_paid")
        self.assertFalse(charge.payment_id)

    def test_a_mandate_that_mollie_makes_later_is_stored_later(self):
        subscription = self._subscription("2024-01-10")
        begun = self._begun("ideal", rental_subscription_id=subscription.id)
        self.server.pay(begun.provider_reference)
        mandate = self.server.payments[begun.provider_reference].pop("mandateId")
        self._hear()
        begun._post_process()
        self.assertEqual((begun.state, begun.token_id.id), ("done", False))
        self.server.payments[begun.provider_reference]["mandateId"] = mandate
        with freeze_time("2024-01-10 12:30:00"):
            self._collect()
        self.assertTrue(begun.token_id)
        begun._post_process()
        self.assertEqual(subscription.payment_token_id, begun.token_id)
        self.assertEqual(len(begun.child_transaction_ids), 1, "one cent back, once")

    @mute_logger(*LOGS, BASE)
    def test_a_person_may_ask_at_any_time(self):
        self._billed("card")
        self.server.troubles[:] = ["dropped"]
        charge = self._collect()
        charge.with_user(self.env.user).action_rental_look_up()
        self.assertEqual(charge.rental_outcome, "done")
        self.assertEqual(self.server.charged(charge.reference), 1)

    @mute_logger(*LOGS, BASE)
    def test_one_that_mollie_does_not_answer_for_holds_up_no_other(self):
        self._billed("ideal")
        self._billed("ideal")
        one, two = self._collect()
        for charge in (one, two):
            self.server.pay(charge.provider_reference)
        with freeze_time(SOON):
            self.server.troubles[:] = ["broken"]
            self._collect()
        self.assertEqual((one | two).mapped("state"), ["pending", "done"])

    def test_a_copy_of_the_database_asks_and_charges_nothing(self):
        self._billed("card")
        guard = self.registry["subscription.collection.guard"]
        before = len(self.server.requests)
        with patch.object(guard, "_claim_database", lambda _guard: False):
            self.env[JOB]._cron_collect()
        self.assertEqual(len(self.server.requests), before)
