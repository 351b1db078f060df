from odoo.tests import freeze_time

from ..common_dunning import DunningCommon


@freeze_time("2024-01-01 12:00:00")
class TestRefusals(DunningCommon):
    """Not every refusal is charged again: its reason says what follows (BI5, BI7)."""

    def _refused(self, code, **values):
        """Return (subscription, case) after a first charge that was refused so."""
        self.server.behaviour, self.server.code = "stopped", code
        subscription = self._collected(**values)
        self._bill(subscription, "2024-01-01")
        self._collect("2024-01-01")
        self._dun("2024-01-01")
        return subscription, subscription.dunning_case_ids

    def _count(self, case):
        return len(case.move_id.rental_charge_ids)

    def test_without_money_it_is_tried_again(self):
        _subscription, case = self._refused("insufficient_funds")
        self._live(*range(2, 9))
        self.assertEqual(
            case.move_id.rental_charge_ids.mapped("rental_refusal")[0], "retry"
        )
        self.assertEqual(self._count(case), 4)

    def test_a_stolen_card_is_asked_for_anew_and_not_charged(self):
        subscription, case = self._refused("stolen_card")
        self.assertEqual(case.move_id.rental_charge_ids.rental_refusal, "method")
        self.assertFalse(subscription.payment_token_id)
        self.assertTrue(subscription.needs_method)
        self.server.behaviour = "done"
        self._live(*range(2, 9))
        self.assertEqual(self._count(case), 1)
        self.assertFalse(self.server.charged)

    def test_no_other_invoice_is_charged_to_a_closed_account(self):
        subscription, _case = self._refused("AC04")
        self.server.behaviour = "done"
        self._bill(subscription, "2024-02-01")
        self._collect("2024-02-01")
        self.assertFalse(self.server.charged)

    def test_another_method_is_charged_at_once(self):
        subscription, case = self._refused("stolen_card")
        self.server.behaviour = "done"
        subscription._use_method(self._token(payment_details="9999"))
        self._live(2)
        self.assertEqual(case.move_id.payment_state, "paid")

    def test_no_cover_of_a_debit_is_tried_twice_more(self):
        _subscription, case = self._refused("AM04")
        self._live(*range(2, 9))
        self.assertEqual(self._count(case), 3)
        self.assertIn("Not charged again", "".join(case.event_ids.mapped("note")))

    # === money that the payer takes back === #

    def _returned(self, message):
        """Return (subscription, invoice) of a debit that came back with this reason."""
        subscription = self._collected()
        invoice = self._bill(subscription, "2024-01-01")
        charge = self._collect("2024-01-01")
        self._dun("2024-01-01")
        data = {"reference": charge.reference, "state": "returned", "message": message}
        charge._process("none", data)
        self.env.flush_all()
        self._live(2)
        return subscription, invoice

    def test_what_the_payer_wants_back_waits_for_a_person(self):
        subscription, invoice = self._returned("MD06 Refund request by end customer")
        case = subscription.dunning_case_ids
        self.assertEqual((case.state, case.hold_reason[:4]), ("held", "MD06"))
        self._live(*range(3, 20))
        self.assertEqual(len(invoice.rental_charge_ids), 1)
        self.assertEqual(subscription.state, "active")
        self.assertTrue(subscription.activity_ids)
        case.action_go_on()
        self._live(*range(20, 30))
        self.assertEqual(case.state, "open")
        self.assertEqual(len(invoice.rental_charge_ids), 1)

    def test_after_a_death_nothing_goes_on_by_itself(self):
        subscription, _invoice = self._returned("MD07 Debtor deceased")
        case = subscription.dunning_case_ids
        self.assertEqual(case.state, "held")
        self.assertFalse(subscription.payment_token_id)
        self.assertFalse(self._mails(case))

    def test_an_unauthorised_debit_that_was_booked_stops_everything(self):
        subscription, invoice = self._returned("MD01 No mandate")
        self.assertEqual(invoice.rental_charge_ids.rental_refusal, "halt")
        self.assertEqual(subscription.dunning_case_ids.state, "held")

    # === our own mistakes === #

    def test_our_own_mistake_duns_nobody_and_is_told(self):
        subscription, _case = self._refused("RR04")
        self._live(*range(2, 20))
        self.assertFalse(subscription.dunning_case_ids)
        self.assertEqual(subscription.state, "active")
        self.assertIn("Our mistake", "".join(subscription.activity_ids.mapped("summary")))

    def test_corrected_by_a_person_it_is_charged(self):
        subscription, _case = self._refused("RR04")
        invoice = subscription._get_open_invoices()
        self.server.behaviour = "done"
        self._press(invoice, "action_rental_retry")
        self.assertEqual(invoice.payment_state, "paid")
