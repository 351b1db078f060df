from datetime import date

from odoo.tests import freeze_time

from ..common_renewing import RenewingCommon

KINDS = ("quotation", "invoice")


@freeze_time("2024-01-01 12:00:00")
class TestLapsed(RenewingCommon):
    """LC5: what is not paid is finished; what changes meanwhile is offered anew."""

    def _offered(self, kind="quotation", day="2024-03-12", **values):
        rental = self._rental(kind, **values)
        return rental, self._offer(rental, day)

    def assertTakenBack(self, offer):
        """Check that nobody can pay it any more."""
        if offer.kind == "quotation":
            self.assertEqual(offer.quotation_id.state, "cancel")
        else:
            self.assertEqual(offer.move_id.payment_state, "reversed")
            notes = offer.move_id.reversal_move_ids
            self.assertEqual(notes.mapped("amount_total"), [offer.amount])

    def test_what_is_not_paid_by_the_end_of_the_grace_time_is_finished(self):
        for kind in KINDS:
            with self.subTest(kind):
                rental, offer = self._offered(kind)
                with freeze_time("2024-04-10 12:00:00"):
                    self._run_job("2024-04-10")
                self.assertEqual(rental.state, "active")
                with freeze_time("2024-04-11 12:00:00"):
                    self._run_job("2024-04-11")
                self.assertEqual(
                    (rental.state, rental.date_closed), ("finished", date(2024, 4, 11))
                )
                self.assertOffers(rental, ("2024-04-01", "lapsed"))
                self.assertTakenBack(offer)
                self.assertBilled(rental, "2024-01-01", "2024-02-01", "2024-03-01")
                # Not a day of the grace time is billed, nor offered again.
                self._offer(rental, "2024-04-12")
                self.assertEqual(len(rental.renewal_offer_ids), 1)

    def test_what_was_never_offered_does_not_end_in_silence(self):
        rental = self._rental()
        with freeze_time("2024-04-11 12:00:00"):
            self._run_job("2024-04-11")
        self.assertEqual(rental.state, "finished")
        self.assertEqual(rental.activity_ids.summary, "Finished without an offer")
        other, _offer = self._offered()
        with freeze_time("2024-04-11 12:00:00"):
            self._run_job("2024-04-11")
        self.assertEqual(other.state, "finished")
        self.assertFalse(other.activity_ids)

    def test_money_after_the_end_renews_nothing(self):
        rental, offer = self._offered("quotation")
        with freeze_time("2024-04-11 12:00:00"):
            self._run_job("2024-04-11")
        offer._accept_offer(date(2024, 4, 12), paid=True)
        self.assertEqual((rental.state, offer.state), ("finished", "lapsed"))
        self.assertBilled(rental, "2024-01-01", "2024-02-01", "2024-03-01")

    def test_an_unpaid_offer_is_not_dunned_nor_past_due(self):
        rental, offer = self._offered("invoice")
        with freeze_time("2024-04-08 12:00:00"):
            moves = self.env["account.move"]
            unpaid = moves.search(moves._unpaid_domain(self.company, date(2024, 4, 8)))
            self.assertEqual(unpaid, rental.period_ids.move_line_ids.move_id)
            self._pay(unpaid, "2024-04-01")
            self.assertFalse(rental.is_past_due)
        self.assertEqual(rental.invoice_count, 3)
        self.assertNotIn(offer.move_id, unpaid)

    def test_another_price_is_offered_anew(self):
        for kind in KINDS:
            with self.subTest(kind), freeze_time("2024-03-15"):
                rental, offer = self._offered(kind)
                rental.line_ids._replace(date(2024, 4, 1), quantity=2.0)
                self.assertOffers(rental, ("2024-04-01", "withdrawn"))
                self.assertTakenBack(offer)
                self._offer(rental, "2024-03-15")
                new = rental._get_open_offer()
                self.assertEqual(new.amount, 69.0)
                self.assertEqual(len(self._mails(rental)), 2)

    def test_a_price_revision_after_the_offer_is_offered_anew(self):
        rental, _offer = self._offered()
        revision = self.env["subscription.price.revision"].create(
            {"name": "2024", "date": "2024-04-01", "percent": 10.0}
        )
        revision.action_preview()
        revision.action_confirm()
        self._offer(rental, "2024-03-13")
        self.assertOffers(rental, ("2024-04-01", "withdrawn"), ("2024-04-01", "open"))
        self.assertEqual(rental._get_open_offer().amount, 37.95)

    def test_who_cancels_or_pauses_has_nothing_to_pay(self):
        for kind in KINDS:
            with self.subTest(kind), freeze_time("2024-03-15"):
                rental, offer = self._offered(kind)
                rental._schedule_cancel(date(2024, 4, 1), date(2024, 3, 15), "No")
                self.assertOffers(rental, ("2024-04-01", "withdrawn"))
                self.assertTakenBack(offer)
                self.assertFalse(rental._get_open_offer())
                rental.action_undo_cancel()
                self._offer(rental, "2024-03-15")
                self.assertEqual(rental._get_open_offer().amount, 34.5)
                rental.action_pause()
                self.assertFalse(rental._get_open_offer())
                rental.action_resume()
                self._offer(rental, "2024-03-15")
                self.assertTrue(rental._get_open_offer())
                rental.action_cancel()
                self.assertFalse(rental._get_open_offer())

    def test_who_takes_it_over_gets_an_offer_of_their_own(self):
        self.partner_b.email = "bert@example.com"
        for kind in KINDS:
            with self.subTest(kind), freeze_time("2024-03-15"):
                rental, offer = self._offered(kind)
                rental._transfer(self.partner_b, date(2024, 3, 15), "Sold")
                self.assertTakenBack(offer)
                self._offer(rental, "2024-03-15")
                new = rental._get_open_offer()
                self.assertEqual(new.partner_id, self.partner_b)
                self.assertEqual(new._get_document().partner_id, self.partner_b)

    def test_what_a_person_takes_back_is_not_offered_again(self):
        for kind in KINDS:
            with self.subTest(kind), freeze_time("2024-03-15"):
                rental, offer = self._offered(kind)
                if kind == "quotation":
                    offer.quotation_id._action_cancel()
                else:
                    offer.move_id._reverse_moves(
                        [{"invoice_date": "2024-03-15"}], cancel=True
                    )
                self._offer(rental, "2024-03-15", "2024-03-16")
                self.assertOffers(rental, ("2024-04-01", "declined"))
                # By hand it is.
                rental.action_offer_renewal()
                self.assertTrue(rental._get_open_offer())

    def test_the_page_says_what_becomes_of_it(self):
        rental, _offer = self._offered()
        self.assertIn("renewal offered for $\xa034.50, to pay by 04/10", rental.headline)
        self.assertIn("Renewed up to 06/30/2024", str(rental.schedule_html))
        self.assertIn("else it ends on 04/10/2024", str(rental.schedule_html))
        self.assertIn("The next term was offered", str(rental.history_html))

    def test_money_for_a_part_is_told_when_the_offer_is_closed(self):
        rental, offer = self._offered("invoice")
        self._pay(offer.move_id, "2024-03-20", amount=20.0)
        with freeze_time("2024-04-11 12:00:00"):
            self._run_job("2024-04-11")
        self.assertEqual((rental.state, offer.state), ("finished", "lapsed"))
        asked = rental.activity_ids
        self.assertEqual(asked.summary, "Paid, but not renewed")
        self.assertIn("20.00", asked.note)
