from datetime import date

from odoo import Command
from odoo.tests import freeze_time

from odoo.addons.account_payment.tests.common import AccountPaymentCommon

from ..common_renewing import RenewingCommon

KINDS = ("quotation", "invoice")


@freeze_time("2024-01-01 12:00:00")
class TestOfferPaidOnline(RenewingCommon, AccountPaymentCommon):
    """LC5: an offer that is paid online, by its link."""

    def _start_online(self, document, name, amount=None):
        """Return the transaction of a customer who pays a quotation or an invoice."""
        linked = "sale_order_ids" if document._name == "sale.order" else "invoice_ids"
        return self._create_transaction(
            "direct",
            provider_id=self.provider.id,
            reference=f"{document.name}/{name}",
            amount=amount or document.amount_total,
            currency_id=document.currency_id.id,
            partner_id=document.partner_id.id,
            **{linked: [Command.set(document.ids)]},
        ).sudo()

    def _pay_online(self, document, day, amount=None):
        """Let the provider pay a quotation or an invoice; return the transaction."""
        with freeze_time(f"{day} 12:00:00"):
            transaction = self._start_online(document, f"{day}/{amount}", amount)
            transaction._set_done()
            transaction._post_process()
        return transaction

    def _offered(self, kind):
        rental = self._rental(kind)
        return rental, self._offer(rental, "2024-03-12")

    def _asked(self, rental):
        return rental.activity_ids.filtered(
            lambda one: one.summary == "Paid, but not renewed"
        )

    def test_the_payment_renews_and_pays_the_first_period(self):
        for kind in KINDS:
            with self.subTest(kind):
                rental, offer = self._offered(kind)
                self._pay_online(offer._get_document(), "2024-03-20")
                self.assertOffers(rental, ("2024-04-01", "accepted"))
                self.assertTrue(offer.is_paid)
                self.assertEqual(rental.date_end, date(2024, 7, 1))
                invoice = rental.period_ids[:1].move_line_ids.move_id
                self.assertEqual(invoice, offer.move_id)
                self.assertEqual(invoice.amount_residual, 0.0)
                self.assertFalse(self._asked(rental))

    def test_a_part_of_the_price_renews_nothing(self):
        for kind in KINDS:
            rental, offer = self._offered(kind)
            self._pay_online(offer._get_document(), "2024-03-20", amount=20.0)
            self.assertOffers(rental, ("2024-04-01", "open"))
            self.assertEqual(rental.date_end, date(2024, 4, 1))

    def test_money_for_a_part_is_told_once_when_the_offer_is_closed(self):
        for kind in KINDS:
            with self.subTest(kind), freeze_time("2024-03-21 12:00:00"):
                rental, offer = self._offered(kind)
                self._pay_online(offer._get_document(), "2024-03-20", amount=20.0)
                self.assertFalse(self._asked(rental))
                rental.action_pause()
                self.assertOffers(rental, ("2024-04-01", "withdrawn"))
                self.assertIn("20.00", self._asked(rental).note)
                self.assertEqual(len(self._asked(rental)), 1)

    def test_paid_twice_it_is_renewed_once_and_a_person_is_asked(self):
        rental, offer = self._offered("quotation")
        self._pay_online(offer.quotation_id, "2024-03-20")
        self._pay_online(offer.quotation_id, "2024-03-21", amount=34.5)
        self.assertEqual(rental.date_end, date(2024, 7, 1))
        self.assertBilled(rental, "2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01")
        self.assertEqual(len(self._asked(rental)), 1)

    def test_two_payments_at_the_same_moment_renew_once_and_a_person_is_asked(self):
        for kind in KINDS:
            with self.subTest(kind), freeze_time("2024-03-20 12:00:00"):
                rental, offer = self._offered(kind)
                document = offer._get_document()
                both = [self._start_online(document, name) for name in "ab"]
                for transaction in both:
                    transaction._set_done()
                for transaction in both:
                    self.env.invalidate_all()
                    transaction._post_process()
                self.assertEqual(rental.date_end, date(2024, 7, 1))
                self.assertEqual(offer.move_id.amount_residual, 0.0)
                self.assertEqual(len(rental.period_ids), 4)
                self.assertEqual(len(self._asked(rental)), 1)
                self.assertTrue(both[1]._is_left_over())

    def test_money_for_what_is_over_or_changed_is_the_customers(self):
        for kind in KINDS:
            for change in (True, False):
                with self.subTest(kind, change=change):
                    rental, offer = self._offered(kind)
                    document = offer._get_document()
                    if change:
                        with freeze_time("2024-03-15"):
                            rental.action_pause()
                    else:
                        with freeze_time("2024-04-11 12:00:00"):
                            self._run_job("2024-04-11")
                        self.assertEqual(rental.state, "finished")
                    self._pay_online(document, "2024-04-12", amount=34.5)
                    self.assertEqual(rental.date_end, date(2024, 4, 1))
                    self.assertEqual(len(self._asked(rental)), 1)
                    self.assertBilled(rental, "2024-01-01", "2024-02-01", "2024-03-01")

    def test_a_returned_payment_of_a_quotation_undoes_the_renewal(self):
        rental, offer = self._offered("quotation")
        transaction = self._pay_online(offer.quotation_id, "2024-03-20")
        self._return(transaction.payment_id)
        self._offer(rental, "2024-03-25")
        self.assertOffers(rental, ("2024-04-01", "undone"), ("2024-04-01", "open"))
        self.assertEqual(rental.date_end, date(2024, 4, 1))
        self.assertTiled(rental)
