from odoo import Command
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from .common import LOGS, MollieCommon

AT = "2024-01-10 12:00:00"


@freeze_time(AT)
class TestReturned(MollieCommon):
    """Money that goes back: refunds of ours and of others, and what banks take (BI9)."""

    def _paid(self, method="card"):
        """Return a subscription, its invoice, and the charge that has paid it."""
        subscription, invoice = self._billed(method)
        charge = self._collect()[-1]
        if charge.state != "done":
            self.server.pay(charge.provider_reference)
            self._hear()
            self._collect()
        self.assertEqual(invoice.payment_state, "paid")
        return subscription, invoice, charge

    def _note(self, invoice, share=1):
        """Return a credit note of a share of an invoice, posted."""
        note = invoice._reverse_moves([{"invoice_date": "2024-01-10"}])
        note.invoice_line_ids.price_unit *= share
        note.action_post()
        return note

    def _refund(self, charge, note):
        """Refund a credit note; the base commits."""
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cursor:
            env = self.env(cr=cursor, su=True)
            refund = charge.with_env(env)._refund_for(note.with_env(env)).id
        self.env.invalidate_all()
        return charge.browse(refund)

    def test_a_refund_is_booked_when_it_has_arrived(self):
        _subscription, invoice, charge = self._paid()
        # Also where the customer removed the method meanwhile.
        charge.token_id.active = False
        note = self._note(invoice, 0.5)
        refund = self._refund(charge, note)
        self.assertEqual((refund.state, refund.amount), ("pending", -14.5))
        named = self.server.refunds[charge.provider_reference][0]
        self.assertEqual(refund.provider_reference, named["id"])
        self.server.end_refund(charge.provider_reference)
        self._hear(2)
        self._collect()
        self.assertEqual(refund.state, "done")
        self.assertEqual(note.payment_state, "paid")
        self.assertEqual(refund.payment_id.amount, 14.5)
        self.assertEqual(invoice.payment_state, "paid")
        # A bank that sends it back later: it is not given back any more.
        self.server.end_refund(charge.provider_reference, "failed")
        self._hear()
        self.assertEqual(refund.state, "error")

    @mute_logger(*LOGS)
    def test_a_refund_whose_answer_was_lost_is_made_once(self):
        for trouble in ("dropped", "silent"):
            _subscription, invoice, charge = self._paid()
            note = self._note(invoice)
            self.server.troubles[:] = [trouble]
            refund = self._refund(charge, note)
            self.assertEqual(refund.rental_outcome, "unknown")
            with freeze_time("2024-01-10 12:20:00"):
                self._collect()
            self.assertEqual(refund.rental_outcome, "pending")
            self.assertEqual(len(self.server.refunds[charge.provider_reference]), 1)
            self.server.end_refund(charge.provider_reference)
            # Nothing is heard of it: the job asks.
            self.server.calls.clear()
            with freeze_time("2024-01-11 12:00:00"):
                self._collect("2024-01-11")
            self.assertEqual(refund.state, "done")
            self.assertEqual(note.payment_state, "paid")

    @mute_logger(*LOGS)
    def test_an_hour_later_a_lost_refund_is_looked_for(self):
        for trouble, state in (("dropped", "pending"), ("silent", "error")):
            _subscription, invoice, charge = self._paid()
            self.server.troubles[:] = [trouble]
            refund = self._refund(charge, self._note(invoice))
            with freeze_time("2024-01-10 14:00:00"):
                self._collect()
            self.assertEqual(refund.state, state)
        self.assertEqual(self._sent("POST", "/refunds"), 2)

    def test_what_was_given_back_in_mollies_dashboard_is_booked_and_told(self):
        subscription, _invoice, charge = self._paid()
        self.server.refund(charge.provider_reference, "9.00", status="refunded")
        self.server.call(charge.provider_reference)
        self._hear(2)
        refund = charge.child_transaction_ids
        self.assertEqual((refund.state, refund.amount), ("done", -9))
        refund._post_process()
        self.assertEqual(refund.payment_id.payment_type, "outbound")
        told = subscription.activity_ids.filtered(lambda one: "Mollie" in one.summary)
        self.assertEqual(len(told), 1)
        self.assertEqual(charge.state, "done")

    def test_a_refund_that_is_not_written_down_yet_is_not_made_twice(self):
        _subscription, _invoice, charge = self._paid()
        payment = charge.provider_reference
        self.server.refund(payment, "9.00", f"R-{charge.reference}", status="refunded")
        self.server.call(payment)
        self._hear()
        self.assertFalse(charge.child_transaction_ids)

    def test_what_the_bank_takes_back_is_unpaid_again_and_on_its_ladder(self):
        self._policy((0, "retry"), (5, "remind"))
        subscription, invoice, charge = self._paid("ideal")
        self._dun()
        self.assertFalse(subscription.dunning_case_ids)
        with freeze_time("2024-02-20 12:00:00"):
            self.server.take_back(charge.provider_reference, "29.00", "MD06")
            # It comes again, and Mollie calls the payment paid all the time.
            self._hear(3)
            self._collect("2024-02-20")
            self._dun("2024-02-20")
            self._hear()
        self.assertEqual(self.server.payments[charge.provider_reference]["status"], "paid")
        self.assertEqual(charge.state, "error")
        self.assertEqual(str(charge.rental_returned_on), "2024-02-20")
        self.assertIn("MD06", charge.state_message)
        # The payer wants it back: a person talks to them, nothing is charged again.
        self.assertEqual(charge.rental_refusal, "stop")
        self.assertEqual(invoice.payment_state, "not_paid")
        self.assertEqual(subscription.dunning_case_ids.state, "held")
        self.assertEqual(len(self._collect()), 1)
        self.assertEqual(self._sent("GET", "/chargebacks"), 1)

    def test_a_dispute_that_was_won_is_told_once(self):
        subscription, invoice, charge = self._paid()
        self.server.take_back(charge.provider_reference, "29.00")
        self._hear()
        self.server.give_again(charge.provider_reference)
        self._hear(2)
        told = subscription.activity_ids.mapped("summary")
        self.assertEqual(told.count("The bank gave it again"), 1)
        self.assertEqual(invoice.payment_state, "not_paid")

    def test_a_part_that_was_taken_back_is_told_once(self):
        subscription, invoice, charge = self._paid()
        for value, count in (("10.00", 1), ("10.00", 1), ("12.00", 2)):
            self.server.take_back(charge.provider_reference, value)
            self._hear()
            told = subscription.activity_ids.mapped("summary")
            self.assertEqual(told.count("Partly taken back"), count)
        self.assertEqual(charge.rental_charged_back, 12)
        self.assertEqual(invoice.payment_state, "paid")

    def test_taken_back_in_a_locked_period_it_is_undone_by_another_payment(self):
        _subscription, invoice, charge = self._paid()
        with freeze_time("2024-03-20 12:00:00"):
            self.company.fiscalyear_lock_date = "2024-02-29"
            self.server.take_back(charge.provider_reference, "29.00", "MD01")
            self._hear(2)
        self.assertEqual(invoice.payment_state, "not_paid")
        self.assertEqual(str(charge.rental_return_id.date), "2024-03-20")
        self.assertEqual(charge.rental_refusal, "halt")

    # === what belongs to no subscription === #

    def _sold(self, method="card"):
        """Return an ordinary invoice, and the payment by which its customer paid it."""
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.partner_a.id,
                "invoice_date": "2024-01-10",
                "invoice_user_id": self._clerk().id,
                "invoice_line_ids": [
                    Command.create({"name": "Helmet", "price_unit": 40.0, "tax_ids": False})
                ],
            }
        )
        invoice.action_post()
        payment = self._begun(
            method,
            amount=40,
            operation="online_redirect",
            invoice_ids=[Command.set(invoice.ids)],
        )
        self.server.pay(payment.provider_reference)
        self._hear()
        payment._post_process()
        self.assertEqual(invoice.payment_state, "paid")
        return invoice, payment

    def test_a_chargeback_of_a_sale_is_unpaid_again_and_its_seller_is_asked(self):
        invoice, payment = self._sold()
        booked = payment.payment_id
        self.server.take_back(payment.provider_reference, "40.00", "MD06")
        self._hear(3)
        self.assertEqual((payment.state, booked.state), ("error", "canceled"))
        self.assertEqual(invoice.payment_state, "not_paid")
        asked = invoice.activity_ids
        self.assertEqual((len(asked), asked.user_id), (1, invoice.invoice_user_id))
        self.assertEqual(asked.summary, "The bank took it back")
        self.assertIn("MD06", asked.note)
        # A dispute that is won is for the same person.
        self.server.give_again(payment.provider_reference)
        self._hear(2)
        self.assertEqual(len(invoice.activity_ids), 2)
        self.assertEqual(invoice.payment_state, "not_paid")

    def test_in_a_locked_period_a_sale_is_unpaid_by_another_payment(self):
        invoice, payment = self._sold()
        with freeze_time("2024-03-20 12:00:00"):
            self.company.fiscalyear_lock_date = "2024-02-29"
            self.server.take_back(payment.provider_reference, "40.00")
            self._hear(2)
        back = payment.rental_return_id
        self.assertEqual((back.payment_type, str(back.date)), ("outbound", "2024-03-20"))
        self.assertEqual(invoice.payment_state, "not_paid")
        self.assertEqual(len(invoice.activity_ids), 1)

    def test_a_chargeback_before_it_was_booked_books_nothing(self):
        other = self._begun("ideal", amount=40, operation="online_redirect")
        self.server.pay(other.provider_reference)
        self._hear()
        self.assertEqual((other.state, other.is_post_processed), ("done", False))
        self.server.take_back(other.provider_reference, "40.00")
        self._hear(2)
        other._post_process()
        self.assertEqual((other.state, len(other.payment_id)), ("error", 0))

    def test_a_refund_that_comes_back_in_a_locked_period_is_owed_again(self):
        _subscription, invoice, charge = self._paid()
        note = self._note(invoice)
        refund = self._refund(charge, note)
        self.server.end_refund(charge.provider_reference)
        self._hear()
        self._collect()
        self.assertEqual(note.payment_state, "paid")
        with freeze_time("2024-03-20 12:00:00"):
            self.company.fiscalyear_lock_date = "2024-02-29"
            self.server.end_refund(charge.provider_reference, "failed")
            self._hear(2)
        self.assertEqual(refund.rental_return_id.payment_type, "inbound")
        self.assertEqual(note.payment_state, "not_paid")

    def test_whoever_calls_and_whatever_was_booked_since_it_is_taken_back(self):
        """The payment is not the last one of its journal, and a webhook has no rights."""
        invoice, payment = self._sold()
        _other, later = self._paid()[1:]
        self.assertTrue(later.payment_id)
        self.server.take_back(payment.provider_reference, "40.00", "MD06")
        self._hear()
        self.assertEqual(invoice.payment_state, "not_paid")
        self.assertEqual(payment.payment_id.state, "canceled")
        self.assertEqual(payment.payment_id.move_id.state, "cancel")
