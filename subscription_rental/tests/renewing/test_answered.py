from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ..common_renewing import RenewingCommon

KINDS = ("quotation", "invoice")
BILLED = ("2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01")


@freeze_time("2024-01-01 12:00:00")
class TestAnswered(RenewingCommon):
    """LC5: paying the offer renews by one term, from the old end, exactly once."""

    def _offered(self, kind, start="2024-01-01", day="2024-03-12", **values):
        rental = self._rental(kind, start, **values)
        return rental, self._offer(rental, day)

    def test_paying_renews_from_the_old_end_and_bills_the_first_period(self):
        for kind in KINDS:
            with self.subTest(kind):
                rental, offer = self._offered(kind)
                self._take_up(offer, "2024-03-20")
                self.assertOffers(rental, ("2024-04-01", "accepted"))
                self.assertEqual(
                    (rental.date_end, rental.term_start),
                    (date(2024, 7, 1), date(2024, 4, 1)),
                )
                self.assertBilled(rental, *BILLED)
                self.assertTiled(rental)
                slot = rental.period_ids[:1]
                self.assertEqual(slot.move_line_ids.move_id, offer.move_id)
                self.assertEqual(offer.move_id.amount_total, 34.5)
                self.assertEqual(rental.next_billing_date, date(2024, 5, 1))
                self.assertFalse(rental._get_ledger_difference())

    def test_what_was_paid_is_not_billed_again(self):
        for kind in KINDS:
            rental, offer = self._offered(kind)
            self._take_up(offer, "2024-03-20")
            self._bill(rental, "2024-06-30")
            self.assertBilled(rental, *BILLED, "2024-05-01", "2024-06-01")
            self.assertEqual(rental.invoice_count, 6)
            self._offer(rental, "2024-06-30")
            self.assertOffers(rental, ("2024-04-01", "accepted"), ("2024-07-01", "open"))

    def test_a_quotation_makes_no_other_subscription_and_is_not_invoiced(self):
        rental, offer = self._offered("quotation")
        before = self.env["subscription.subscription"].search_count([])
        self._take_up(offer, "2024-03-20")
        order = offer.quotation_id
        self.assertEqual(self.env["subscription.subscription"].search_count([]), before)
        self.assertEqual((order.state, order.invoice_status), ("sale", "invoiced"))
        self.assertFalse(order.rental_subscription_ids)
        self.assertFalse(order._get_invoiceable_lines())
        self.assertEqual(rental.state, "active")

    def test_what_is_offered_is_not_changed_on_its_quotation(self):
        rental, offer = self._offered("quotation")
        order = offer.quotation_id
        line = order.order_line[:1]
        changes = (
            lambda: line.write({"product_uom_qty": 3.0}),
            lambda: line.write({"price_unit": 1.0}),
            lambda: line.copy({"order_id": order.id}),
            lambda: order.order_line.unlink(),
            lambda: order.write({"partner_id": self.partner_b.id}),
        )
        for change in changes:
            with self.subTest(change), self.assertRaisesRegex(UserError, "another offer"):
                change()
        order.write({"note": "<p>As agreed.</p>"})
        order._action_cancel()
        self.assertOffers(rental, ("2024-04-01", "declined"))
        with self.assertRaisesRegex(UserError, "Send Offer Now"):
            order.action_draft()

    def test_an_offered_invoice_is_not_edited(self):
        _rental, offer = self._offered("invoice")
        with self.assertRaisesRegex(UserError, "another offer"):
            offer.move_id.button_draft()

    def test_a_payment_in_the_grace_time_counts_from_the_old_end(self):
        for kind in KINDS:
            with self.subTest(kind):
                rental, offer = self._offered(kind)
                self._take_up(offer, "2024-04-10")
                self.assertEqual(rental.date_end, date(2024, 7, 1))
                self.assertBilled(rental, *BILLED)

    def test_a_payment_that_comes_too_late_renews_nothing_and_is_asked_about(self):
        """Also where the job that finishes it was late itself."""
        rental, offer = self._offered("invoice")
        self._take_up(offer, "2024-04-11")
        self.assertEqual(rental.date_end, date(2024, 4, 1))
        self.assertIn("customer's", rental.activity_ids.note)
        self.assertBilled(rental, *BILLED[:3])

    def test_an_offer_that_is_over_is_not_confirmed(self):
        rental, offer = self._offered("quotation")
        with self.assertRaisesRegex(UserError, "that is over"), self.env.cr.savepoint():
            self._take_up(offer, "2024-04-11")
        self.env.invalidate_all()
        self.assertEqual(rental.date_end, date(2024, 4, 1))
        self.assertFalse(rental.activity_ids, "nobody paid anything")
        self._take_up(offer, "2024-04-10")
        self.assertEqual(rental.date_end, date(2024, 7, 1))

    def test_who_confirms_unpaid_gives_the_customer_the_time_that_was_offered(self):
        terms = self.env.ref("account.account_payment_term_30days")
        self.partner_a.property_payment_term_id = False
        for term, day in ((False, "2024-04-10"), (terms.id, "2024-04-19")):
            rental, offer = self._offered("quotation", payment_term_id=term)
            self._take_up(offer, "2024-03-20")
            self.assertEqual(str(offer.move_id.invoice_date_due), day)
            self._bill(rental, "2024-05-01")
            following = rental.period_ids.sorted("date_start")[-1:].move_line_ids.move_id
            day = "2024-05-31" if term else "2024-05-01"
            self.assertEqual(str(following.invoice_date_due), day)

    def test_paid_in_parts_it_is_renewed_with_the_last_one(self):
        rental, offer = self._offered("invoice")
        self._pay(offer.move_id, "2024-03-20", amount=20.0)
        self.assertEqual(rental.date_end, date(2024, 4, 1))
        self._pay(offer.move_id, "2024-03-21", amount=14.5)
        self.assertEqual(rental.date_end, date(2024, 7, 1))

    def test_paid_twice_it_is_renewed_once(self):
        for kind in KINDS:
            with self.subTest(kind):
                rental, offer = self._offered(kind)
                self._take_up(offer, "2024-03-20")
                offer._accept_offer(date(2024, 3, 21), paid=True)
                self.assertEqual(rental.date_end, date(2024, 7, 1))
                self.assertBilled(rental, *BILLED)
                self.assertEqual(offer.answered_on, date(2024, 3, 20))
                self.assertNotIn(
                    "Paid, but not renewed", rental.activity_ids.mapped("summary")
                )

    def test_renewing_by_hand_takes_the_offer_up(self):
        for kind in KINDS:
            with self.subTest(kind), freeze_time("2024-03-15"):
                rental, offer = self._offered(kind)
                rental.action_renew()
                self.assertOffers(rental, ("2024-04-01", "accepted"))
                self.assertEqual(rental.date_end, date(2024, 7, 1))
                self.assertBilled(rental, *BILLED)
                # It is owed now, like any other invoice of it.
                self.assertEqual(offer.move_id.line_ids.rental_subscription_id, rental)
                self.assertFalse(offer.is_paid)

    def test_the_due_dates_of_its_terms_follow(self):
        """DD1: the next term has its row when it is paid, until that is undone."""
        rental, offer = self._offered("invoice")
        payment = self._pay(offer.move_id, "2024-03-20")
        rows = rental.due_date_ids.sorted("date_start")
        self.assertEqual(
            [(str(row.date_start), str(row.date_due)) for row in rows],
            [("2024-01-01", "2024-03-31"), ("2024-04-01", "2024-06-30")],
        )
        self.assertEqual(rows[1].previous_id, rows[0])
        # A renewal is of three months.
        self.assertEqual(set(rows.mapped("duration_count")), {3})
        self._return(payment)
        self._offer(rental, "2024-03-25")
        self.assertFalse(rows[0].next_ids)
        self.assertTrue(rows[1].date_closed)

    def test_over_month_ends_and_leap_days(self):
        plan = {"interval_unit": "year", "term_count": 1, "renewal_count": 1}
        for kind in KINDS:
            rental = self._rental(
                kind, "2024-02-29", plan_id=self._paid_plan(kind, **plan).id
            )
            for year, ends in ((2025, "2026-02-28"), (2026, "2027-02-28")):
                self._take_up(self._offer(rental, f"{year}-02-10")[0], f"{year}-03-01")
                self.assertEqual(rental.date_end, date.fromisoformat(ends))
            self._take_up(self._offer(rental, "2027-02-20")[0], "2027-02-27")
            self.assertEqual(rental.date_end, date(2028, 2, 29))
            self.assertTiled(rental)

    # === a payment that is returned === #

    def test_a_returned_payment_undoes_the_renewal(self):
        rental, offer = self._offered("invoice")
        payment = self._pay(offer.move_id, "2024-03-20")
        self._return(payment)
        # The job decides: who matches it anew by then changes nothing.
        self.assertEqual(rental.date_end, date(2024, 7, 1))
        self._offer(rental, "2024-03-25")
        self.assertEqual(
            (rental.date_end, rental.term_start, rental.next_period_start),
            (date(2024, 4, 1), date(2024, 1, 1), date(2024, 4, 1)),
        )
        self.assertEqual(offer.move_id.payment_state, "reversed")
        self.assertFalse(rental._get_ledger_difference())
        self.assertBilled(rental, *BILLED[:3])
        # It can still be paid: the customer gets another offer.
        self.assertOffers(rental, ("2024-04-01", "undone"), ("2024-04-01", "open"))
        again = rental._get_open_offer()
        self._take_up(again, "2024-03-26")
        self.assertEqual(rental.date_end, date(2024, 7, 1))
        self.assertBilled(rental, *BILLED)

    def test_a_payment_that_is_matched_anew_keeps_the_renewal(self):
        rental, offer = self._offered("invoice")
        payment = self._pay(offer.move_id, "2024-03-20")
        lines = (payment.move_id | offer.move_id).line_ids
        owed = lines.filtered(lambda one: one.account_type == "asset_receivable")
        owed.remove_move_reconcile()
        owed.reconcile()
        self._offer(rental, "2024-03-21")
        self.assertOffers(rental, ("2024-04-01", "accepted"))
        self.assertEqual(rental.date_end, date(2024, 7, 1))

    def test_what_is_returned_too_late_or_was_changed_is_asked_about(self):
        for day, change in (("2024-04-11", False), ("2024-03-25", True)):
            with self.subTest(day):
                rental, offer = self._offered("invoice")
                payment = self._pay(offer.move_id, "2024-03-20")
                if change:
                    rental.line_ids[:1]._replace(date(2024, 5, 1), quantity=2.0)
                self._return(payment)
                self._offer(rental, day, day)
                self.assertEqual(rental.date_end, date(2024, 7, 1))
                self.assertOffers(rental, ("2024-04-01", "accepted"))
                asked = rental.activity_ids.filtered(
                    lambda one: one.summary == "Renewed, but not paid"
                )
                self.assertEqual(len(asked), 1)
