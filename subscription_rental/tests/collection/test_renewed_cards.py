from datetime import date

from odoo.tests import freeze_time

from ..common_dunning import DunningCommon


@freeze_time("2024-01-01 12:00:00")
class TestRenewedCards(DunningCommon):
    """Networks renew cards under the same token: the provider decides (BI5)."""

    def setUp(self):
        super().setUp()
        self.token.rental_expiry = date(2023, 12, 1)

    def test_a_card_that_seems_expired_is_charged(self):
        invoice = self._bill(self._collected(), "2024-01-01")
        self._collect("2024-01-01")
        self.assertEqual(invoice.payment_state, "paid")

    def test_a_person_may_charge_it_too(self):
        invoice = self._bill(self._collected(), "2024-01-01")
        self._press(invoice, "action_rental_retry")
        self.assertEqual(invoice.payment_state, "paid")

    def test_the_ladder_charges_it_too(self):
        _subscription, case = self._failed()
        self.server.behaviour = "done"
        self._live(*range(2, 6))
        self.assertEqual(case.move_id.payment_state, "paid")

    def test_what_the_provider_tells_is_kept_and_closes_the_question(self):
        subscription = self._collected()
        self._job("subscription.expiry.job", "_tell_of_cards", self._day("2024-01-01"))
        self.assertTrue(subscription.activity_ids)
        self.server.behaviour = "renewed"
        self._bill(subscription, "2024-01-01")
        self._collect("2024-01-01")
        self.assertEqual(self.token.rental_expiry, date(2030, 3, 1))
        self.assertFalse(subscription.activity_ids)
        self.assertFalse(self.token.rental_expiry_told)

    def test_an_old_answer_that_comes_late_says_nothing(self):
        self.token.rental_expiry = date(2031, 3, 1)
        self.server.behaviour = "renewed"
        self._bill(self._collected(), "2024-01-01")
        self._collect("2024-01-01")
        self.assertEqual(self.token.rental_expiry, date(2031, 3, 1))

    def test_a_refusal_is_believed(self):
        self.server.behaviour = "refused"
        subscription = self._collected()
        self._bill(subscription, "2024-01-01")
        charge = self._collect("2024-01-01")
        self.assertEqual(charge.rental_outcome, "declined")
        self._dun("2024-01-01")
        self.assertEqual(subscription.dunning_case_ids.state, "open")
