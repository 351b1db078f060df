from datetime import date
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from ..common_renewing import RenewingCommon

KINDS = ("quotation", "invoice")


@freeze_time("2024-01-01 12:00:00")
class TestOffered(RenewingCommon):
    """PL3, LC5: the next term is offered before the end, once, with what it costs."""

    def test_the_next_term_is_offered_so_many_days_before_the_end(self):
        for kind in KINDS:
            with self.subTest(kind):
                rental = self._rental(kind)
                self.assertFalse(self._offer(rental, "2024-03-11"))
                offer = self._offer(rental, "2024-03-12", "2024-03-12", "2024-03-13")
                self.assertEqual(len(offer), 1)
                self.assertEqual(
                    (offer.kind, offer.term_end, offer.next_term_end, offer.last_day),
                    (kind, date(2024, 4, 1), date(2024, 7, 1), date(2024, 4, 10)),
                )
                # A month of 30.00 and 15 %.
                self.assertEqual(offer.amount, 34.5)
                document = offer._get_document()
                self.assertEqual(document.amount_total, 34.5)
                self.assertEqual(len(self._mails(rental)), 1)
                # Nothing of it is billed, and nothing is owed.
                self.assertBilled(rental, "2024-01-01", "2024-02-01", "2024-03-01")
                self.assertEqual(rental.date_end, date(2024, 4, 1))

    def test_it_is_offered_only_when_the_present_term_is_billed(self):
        plan = self._paid_plan(renewal_offer_days=60)
        rental = self._subscription(plan_id=plan.id)
        self._bill(rental, "2024-02-29")
        self.assertFalse(self._offer(rental, "2024-02-29"))
        self._bill(rental, "2024-03-01")
        self.assertTrue(self._offer(rental, "2024-03-01"))

    def test_a_job_that_is_killed_has_offered_nothing(self):
        rental = self._rental()
        with self.assertRaises(SystemExit):
            self._offer(rental, "2024-03-12", killed=True)
        self.env.invalidate_all()
        self.assertOffers(rental)
        self.assertFalse(self._mails(rental))
        self._offer(rental, "2024-03-12", "2024-03-13")
        self.assertOffers(rental, ("2024-04-01", "open"))
        self.assertEqual(len(self._mails(rental)), 1)

    def test_one_living_offer_of_a_term_in_sql(self):
        rental = self._rental()
        offer = self._offer(rental, "2024-03-12")
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            offer._create_kept(offer.copy_data({"state": "open"})).flush_recordset()

    def test_the_mail_says_what_until_when_and_how_to_pay(self):
        for kind in KINDS:
            with self.subTest(kind):
                rental = self._rental(kind)
                offer = self._offer(rental, "2024-03-12")
                mail = self._mails(rental)
                self.assertEqual(offer.message_id, mail)
                self.assertEqual(mail.notified_partner_ids, self.partner_a)
                self.assertIn("by 04/10/2024", mail.subject)
                for said in ("03/31/2024", "06/30/2024", "34.50", "QR code"):
                    self.assertIn(said, mail.body)
                token = offer._get_document().access_token
                self.assertIn(f"access_token={token}", mail.body)
                # Without a bank account that has such codes: one of the link.
                self.assertIn("/report/barcode/", mail.body)
                self.assertIn("on your phone", mail.body)

    def test_the_code_is_the_banks_where_it_has_one(self):
        """Which codes a bank has is the matter of Odoo's addons."""
        bank = self.env["res.partner.bank"].create(
            {"acc_number": "BE71096123456769", "partner_id": self.company.partner_id.id}
        )
        asked = []

        def build(*given):
            asked.append(given)
            return "/report/barcode/?value=BCD"

        with patch.object(type(bank), "build_qr_code_url", build):
            for kind in KINDS:
                rental = self._rental(kind)
                offer = self._offer(rental, "2024-03-12")
                said = (bank, 34.5, offer._get_document().name)
                self.assertEqual(asked[-1][:3], said)
                self.assertEqual(asked[-1][4:], (offer.currency_id, self.partner_a))
                self.assertIn("app of your bank", self._mails(rental).body)
                self.assertIn("value=BCD", self._mails(rental).body)

    def test_codes_to_pay_are_drawn(self):
        drawn = self.env["ir.actions.report"].barcode("QR", "BCD", width=120, height=120)
        self.assertTrue(drawn.startswith(b"\x89PNG"))

    def test_who_has_no_address_is_told_by_a_person(self):
        self.partner_a.email = False
        rental = self._rental()
        offer = self._offer(rental, "2024-03-12")
        self.assertFalse(offer.message_id)
        self.assertIn("no e-mail address", rental.activity_ids.note)
        self.partner_a.email = "ada@example.com"
        with freeze_time("2024-03-13"):
            rental.action_offer_renewal()
        self.assertEqual(offer.message_id, self._mails(rental))

    def test_who_is_archived_is_told_by_a_person(self):
        for kind in KINDS:
            with self.subTest(kind):
                partner = self.env["res.partner"].create(
                    {"name": "Ada", "email": "ada@example.com", "active": False}
                )
                rental = self._rental(kind, partner_id=partner.id)
                offer = self._offer(rental, "2024-03-12")
                self.assertFalse(offer.message_id)
                self.assertIn("is archived", rental.activity_ids.note)
                partner.active = True
                with freeze_time("2024-03-13"):
                    rental.action_offer_renewal()
                self.assertEqual(offer.message_id.notified_partner_ids, partner)

    def test_a_clerk_offers_it_earlier_and_sends_it_again(self):
        clerk = self._clerk()
        rental = self._rental().with_user(clerk)
        with freeze_time("2024-03-02"):
            rental.action_offer_renewal()
            rental.action_offer_renewal()
        self.assertOffers(rental, ("2024-04-01", "open"))
        self.assertEqual(len(self._mails(rental)), 2)

    def test_many_are_found_by_a_few_queries(self):
        one = self._rental()
        others = [self._rental(partner_id=self.partner_b.id) for _ in range(7)]
        subscriptions = self.env["subscription.subscription"]
        self.env.flush_all()
        counts = []
        # The first time Odoo learns what it keeps for later.
        for found in (one, one, one.union(*others)):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with patch.object(type(one), "search", self._search_within(found)):
                due = subscriptions._get_to_offer(self.company, date(2024, 3, 12))
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(due, found)
        self.assertEqual(counts[1], counts[2])

    def _search_within(self, records):
        """Return a search that finds among these records only."""
        search = self.registry["subscription.subscription"].search

        def within(model, domain, *given, **options):
            ours = [*domain, ("id", "in", records.ids)]
            return search(model, ours, *given, **options)

        return within

    def test_why_nothing_is_offered_is_said(self):
        early = self._subscription()
        with self.assertRaisesRegex(UserError, "not billed to the end"):
            early.action_offer_renewal()
        plain = self._subscription(plan_id=self._plan(term_count=3).id)
        with self.assertRaisesRegex(UserError, "not renewed by a payment"):
            plain.action_offer_renewal()
        rental = self._rental()
        with freeze_time("2024-04-11"), self.assertRaisesRegex(UserError, "is over"):
            rental.action_offer_renewal()

    def test_it_is_offered_at_the_price_that_is_planned(self):
        for kind in KINDS:
            with self.subTest(kind):
                rental = self._rental(kind)
                revision = self.env["subscription.price.revision"].create(
                    {"name": kind, "date": "2024-04-01", "percent": 10.0}
                )
                revision.action_preview()
                revision.action_confirm()
                offer = self._offer(rental, "2024-03-12")
                self.assertEqual(offer.amount, 37.95)
                self._take_up(offer, "2024-03-20")
                # Confirming makes nothing of it anew: it is what was offered.
                self.assertEqual(offer._get_document().amount_total, 37.95)
                order_line = offer.quotation_id.order_line
                self.assertIn(order_line.rental_price_unit, (33.0, 0.0))
                self.assertEqual(offer.move_id.amount_total, 37.95)
                holds = rental.line_ids.filtered(lambda line: not line.date_to)
                self.assertEqual(holds.price_unit, 33.0)
                self.assertEqual(offer.move_id.invoice_line_ids.rental_line_id, holds)

    def test_a_plan_begins_with_what_its_company_does_and_keeps_what_is_typed(self):
        self.company.write(
            {"subscription_offer_days": 45, "subscription_offer_kind": "invoice"}
        )
        plan = self._plan()
        self.assertEqual(
            (plan.renewal_offer_days, plan.renewal_offer_kind), (45, "invoice")
        )
        plan.renewal_offer_days = 7
        plan.company_id = self.company
        self.assertEqual(plan.renewal_offer_days, 7)

    def test_in_arrears_nothing_is_renewed_by_a_payment(self):
        with self.assertRaisesRegex(UserError, "paid in advance"):
            self._paid_plan(billing_timing="arrears")

    def test_it_is_offered_in_its_own_currency(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        for kind in KINDS:
            rental = self._rental(plan_id=self._paid_plan(kind, currency_id=euro.id).id)
            offer = self._offer(rental, "2024-03-12")
            self.assertEqual(offer._get_document().currency_id, euro)
            self.assertEqual(offer._get_document().amount_total, offer.amount)
