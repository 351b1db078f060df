from odoo.tests import freeze_time
from odoo.tools import mute_logger

from .common import LOGS, MollieCommon

AT = "2024-01-10 12:00:00"


@freeze_time(AT)
class TestCharges(MollieCommon):
    """Mandates at Mollie are charged by the collection job, like any method (BI5)."""

    def test_a_card_is_charged_at_once_and_a_debit_is_in_flight_for_days(self):
        _one, paid = self._billed("card")
        _two, waits = self._billed("ideal")
        charges = self._collect()
        self.assertEqual(charges.mapped("rental_outcome"), ["done", "pending"])
        self.assertEqual((paid.payment_state, waits.payment_state), ("paid", "not_paid"))
        self.assertTrue(waits._is_being_paid())
        self.assertFalse(waits._has_to_be_paid())
        # Days later it is still on its way, and nothing is charged twice.
        for day in ("2024-01-11", "2024-01-13"):
            with freeze_time(f"{day} 12:00:00"):
                self._collect(day)
                self._dun(day)
        self.assertEqual(len(self._collect()), 2)
        self.assertFalse(waits.line_ids.rental_subscription_id.dunning_case_ids)
        with freeze_time("2024-01-15 12:00:00"):
            self.server.pay(charges[1].provider_reference)
            # Whatever Mollie says twice, or in whatever order, is done once.
            self.assertEqual(self._hear(3), 1)
            self._collect("2024-01-15")
        self.assertEqual(waits.payment_state, "paid")
        self.assertEqual(len(waits.transaction_ids.payment_id), 1)

    def test_what_a_bank_says_decides_what_follows(self):
        for method, details, outcome, refusal, keeps in (
            ("ideal", {"bankReasonCode": "AM04"}, "declined", "few", True),
            ("ideal", {"bankReasonCode": "AC04"}, "declined", "method", False),
            ("ideal", {"bankReasonCode": "MD07"}, "declined", "halt", False),
            ("ideal", {"bankReasonCode": "MS02"}, "declined", "method", False),
            ("ideal", {}, "declined", "retry", True),
        ):
            with self.subTest(**details):
                subscription, invoice = self._billed(method)
                charge = self._collect()[-1]
                self.server.fail(charge.provider_reference, **details)
                self._hear(2)
                self.assertEqual(charge.rental_outcome, outcome)
                self.assertEqual(charge.rental_refusal, refusal)
                self.assertEqual(bool(subscription.payment_token_id), keeps)
                self.assertEqual(invoice.payment_state, "not_paid")
                code = details.get("bankReasonCode", "")
                self.assertIn(code, charge.state_message)

    def test_a_bank_that_wants_the_customer_is_no_refusal(self):
        _subscription, invoice = self._billed("ideal")
        charge = self._collect()[-1]
        reason = "authentication_required"
        self.server.fail(charge.provider_reference, failureReason=reason)
        self._hear()
        self.assertEqual(charge.rental_outcome, "authenticate")
        self.assertTrue(invoice._has_to_be_paid())

    def test_the_ladder_charges_again_and_ends_when_it_is_paid(self):
        self._policy((0, "retry"), (3, "retry"))
        subscription, invoice = self._billed("ideal")
        first = self._collect()
        self.server.fail(first.provider_reference, bankReasonCode="AM04")
        self._hear()
        self._dun()
        self.assertEqual(subscription.dunning_case_ids.state, "open")
        with freeze_time("2024-01-13 12:00:00"):
            self._dun("2024-01-13")
            second = self._collect("2024-01-13")[-1]
            self.assertNotEqual(second, first)
            self.server.pay(second.provider_reference)
            self._hear()
            self._collect("2024-01-13")
            self._dun("2024-01-13")
        self.assertEqual(invoice.payment_state, "paid")
        self.assertNotEqual(subscription.dunning_case_ids.state, "open")

    @mute_logger(*LOGS)
    def test_a_lost_mandate_is_noticed_and_another_is_asked_for(self):
        for lose in (
            lambda mandate: mandate.update(status="invalid"),
            lambda mandate: self.server.mandates.pop(mandate["id"]),
        ):
            subscription, invoice = self._billed("ideal")
            token = subscription.payment_token_id
            lose(self._get_mandate(token))
            charge = self._collect()[-1]
            self.assertEqual(charge.rental_outcome, "declined")
            self.assertEqual(charge.rental_refusal, "method")
            self.assertFalse(token.active)
            self.assertFalse(token.rental_to_revoke)
            self.assertTrue(subscription.needs_method)
            self.assertIn(
                "Payment method removed", subscription.activity_ids.mapped("summary")
            )
            self.assertFalse(invoice._get_collecting_token())

    @mute_logger(*LOGS)
    def test_a_mandate_that_waits_for_its_bank_is_charged_tomorrow(self):
        subscription, invoice = self._billed("paypal", status="pending")
        charge = self._collect()[-1]
        self.assertEqual(charge.rental_outcome, "unreached")
        self.assertEqual(str(invoice.rental_collect_date), "2024-01-11")
        self.assertTrue(subscription.payment_token_id)
        self._get_mandate(subscription.payment_token_id)["status"] = "valid"
        self.assertEqual(len(self._collect()), 1)
        with freeze_time("2024-01-11 12:00:00"):
            self.assertEqual(self._collect("2024-01-11")[-1].rental_outcome, "done")

    @mute_logger(*LOGS)
    def test_more_than_mollie_debits_is_refused_with_its_words(self):
        self.plan.line_ids.price_unit = 2000
        _subscription, _invoice = self._billed("ideal")
        charge = self._collect()[-1]
        self.assertEqual(charge.rental_outcome, "declined")
        self.assertIn("higher than the maximum", charge.state_message)
        self.assertTrue(charge.token_id.active)
        # What is over is asked about no more, and never sent again.
        with freeze_time("2024-01-10 12:30:00"):
            self._collect()
        self.assertEqual(self._sent("POST", "/payments"), 1)

    @mute_logger(*LOGS)
    def test_a_removed_method_is_revoked_at_mollie(self):
        token, other = self._token(), self._token()
        shared = self._token()
        token.copy({"provider_ref": shared.provider_ref})
        (token | shared).mapped(lambda one: one.write({"active": False}))
        mandate = self._get_mandate(token)["id"]
        self.server.troubles[:] = ["broken"]
        self._job()
        self.assertIn(mandate, self.server.mandates)
        self._job()
        self.assertNotIn(mandate, self.server.mandates)
        # Another method stands for the same mandate; another one was not removed.
        self._get_mandate(shared)
        self._get_mandate(other)
        self.assertFalse((token | shared).filtered("rental_to_revoke"))

    def test_what_is_printed_of_a_mandate_is_what_the_bank_knows(self):
        payment = self._begun("ideal")
        self.server.pay(payment.provider_reference)
        self._hear()
        token = payment.token_id
        told = token._get_mandate_vals()
        self.assertEqual(told["reference"], self._get_mandate(token)["mandateReference"])
        self.assertEqual(str(told["signed_on"]), "2024-01-10")
        self.assertFalse(told["creditor_identifier"])
        self.assertTrue(told["iban"].endswith("4300"))
        self.assertFalse(token.rental_expiry)
        card = self._begun("card")
        self.server.pay(card.provider_reference)
        self._hear()
        self.assertEqual(str(card.token_id.rental_expiry), "2030-03-31")
