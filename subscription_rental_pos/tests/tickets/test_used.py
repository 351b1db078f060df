from odoo.tests import freeze_time, tagged

from ..common import TillCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestUsed(TillCommon):
    """Sessions and credit that pay tickets: claimed, used, refused (PK3, PK5)."""

    def setUp(self):
        super().setUp()
        self.pack = self._sell_at_till(self.pack_at_use)[1]

    def test_a_claimed_session_is_used_by_the_paid_ticket(self):
        order = self._use_at_till(self.pack)
        self.assertEqual((self.pack.left, self.pack.held, self.pack.used), (9, 0, 1))
        use = self.pack.movement_ids[:1]
        self.assertEqual((use.kind, use.amount, use.partner_id), ("use", -22.0, self.ann))
        self.assertEqual(use.pos_line_id, order.lines)
        order._settle_ticket_prepaids()
        self.assertEqual(self.pack.left, 9)

    def test_two_of_a_service_are_two_sessions(self):
        order = self._use_at_till(self.pack, qty=2)
        self.assertEqual((self.pack.left, order.amount_total), (8, 44.0))

    def test_what_is_taxed_at_the_sale_costs_nothing_and_releases_income(self):
        pack = self._sell_at_till(self.pack_at_sale)[1]
        order = self._use_at_till(pack)
        self.assertEqual((pack.left, order.amount_total), (9, 0.0))
        entry = pack.movement_ids[:1].move_id
        self.assertEntry(entry, (self.deferred, 18.18), (self.sales, -18.18))
        self.assertEqual(entry.line_ids.partner_id, self.ann)

    def test_the_first_session_is_used_by_the_ticket_that_sells_the_pack(self):
        sold = self._line(self.pack_at_use.product_id)
        used = self._line(self.massage, 22.0, rental_pack_uuid=sold["uuid"])
        payments = [(self.cash, 220.0), (self.method, 22.0)]
        order = self._send(self._ticket(sold, used, payments=payments))
        pack = order.lines.rental_batch_ids.prepaid_id
        self.assertEqual((pack.left, pack.used, pack.amount_left), (9, 1, 198.0))

    def test_credit_pays_a_part_of_a_line(self):
        credit = self._sell_at_till(self.credit_offer)[1]
        line = self._line(self.massage, rental_prepaid_id=credit.id, rental_credit=10.0)
        till = self.till.with_user(self.cashier)
        till.rental_claim_credit(credit.id, self.ann.id, {line["uuid"]: 10.0})
        self.assertEqual(credit.held, 10.0)
        self._send(self._ticket(line, payments=[(self.cash, 14.2), (self.method, 10.0)]))
        self.assertEqual((credit.left, credit.held), (40.0, 0))

    def test_credit_pays_a_whole_ticket_up_to_its_balance(self):
        credit = self._sell_at_till(self.credit_offer)[1]
        lines = [
            self._line(product, rental_prepaid_id=credit.id, rental_credit=amount)
            for product, amount in ((self.massage, 24.2), (self.haircut, 25.8))
        ]
        amounts = {line["uuid"]: line["rental_credit"] for line in lines}
        till = self.till.with_user(self.cashier)
        till.rental_claim_credit(credit.id, self.ann.id, amounts)
        payments = [(self.cash, 10.5), (self.method, 50.0)]
        self._send(self._ticket(*lines, payments=payments))
        self.assertEqual((credit.left, credit.state), (0.0, "used"))

    def test_more_credit_than_there_is_is_refused_at_once(self):
        credit = self._sell_at_till(self.credit_offer)[1]
        till = self.till.with_user(self.cashier)
        with self.assertRefused("are left"):
            till.rental_claim_credit(credit.id, self.ann.id, {"a": 30.0, "b": 30.0})

    def test_a_payment_that_is_not_what_is_used_is_refused(self):
        cases = {
            "nothing used": (self._line(self.massage), [(self.method, 24.2)]),
            "used, and paid in cash": (
                self._line(self.massage, 22.0, rental_prepaid_id=self.pack.id),
                [(self.cash, 22.0)],
            ),
            "less than used": (
                self._line(self.massage, 22.0, rental_prepaid_id=self.pack.id),
                [(self.cash, 2.0), (self.method, 20.0)],
            ),
        }
        for name, (line, payments) in cases.items():
            with self.subTest(name), self.assertRefused("Packs and credit pay "):
                self._send(self._ticket(line, payments=payments))
        self.assertEqual(self.pack.left, 10)

    def test_another_price_than_was_paid_is_refused(self):
        line = self._line(self.massage, rental_prepaid_id=self.pack.id)
        with self.assertRefused("costs"):
            self._send(self._ticket(line, payments=[(self.method, 24.2)]))

    def test_a_taxed_session_that_costs_something_is_refused(self):
        pack = self._sell_at_till(self.pack_at_sale)[1]
        for price in (18.18, 22.0):
            line = self._line(self.massage, price, rental_prepaid_id=pack.id)
            with self.subTest(price), self.assertRefused("costs"):
                self._send(self._ticket(line, payments=[(self.cash, price)]))

    def test_another_customers_pack_is_refused(self):
        bob = self.env["res.partner"].create({"name": "Bob"})
        with self.assertRefused("another customer"):
            self._claim(self.pack, partner=bob)
        line = self._line(self.massage, 22.0, rental_prepaid_id=self.pack.id)
        with self.assertRefused("another customer"):
            self._send(self._ticket(line, payments=[(self.method, 22.0)], partner=bob))

    def test_a_service_that_the_pack_does_not_cover_is_refused(self):
        with self.assertRefused("does not pay for"):
            self._claim(self.pack, self.haircut)
        line = self._line(self.haircut, 22.0, rental_prepaid_id=self.pack.id)
        with self.assertRefused("does not pay for"):
            self._send(self._ticket(line, payments=[(self.method, 22.0)]))

    def test_credit_does_not_buy_packs(self):
        credit = self._sell_at_till(self.credit_offer)[1]
        line = self._line(
            self.pack_at_use.product_id, rental_prepaid_id=credit.id, rental_credit=50.0
        )
        payments = [(self.cash, 170.0), (self.method, 50.0)]
        with self.assertRefused("does not pay for"):
            self._send(self._ticket(line, payments=payments))

    def test_numbers_that_cannot_be_meant_are_refused(self):
        credit = self._sell_at_till(self.credit_offer)[1]
        pack = self._sell_at_till(self.pack_at_use)[1]
        bad = float("nan"), float("inf"), -float("inf"), -1.0
        lines = [(credit, {"rental_credit": one}) for one in bad]
        lines += [(pack, {"qty": one}) for one in bad[:3]]
        for known, values in lines:
            for state in ("paid", "draft"):
                line = self._line(self.massage, rental_prepaid_id=known.id) | values
                payments = [(self.cash, 24.2)]
                ticket = self._ticket(line, payments=payments, state=state)
                with self.subTest(values, state=state), self.assertRefused("can be meant"):
                    self._send(ticket)

    def test_no_till_says_what_was_overused(self):
        line = self._line(self.massage, rental_is_overused=True)
        with self.assertRefused("kept by the system"):
            self._send(self._ticket(line))
        order = self._send(self._ticket(self._line(self.massage), state="draft"))
        with self.assertRefused("kept by the system"):
            order.lines.with_user(self.cashier).write({"rental_is_overused": True})

    def test_thirds_fit_whoever_pays_first(self):
        offer = self._offer("Three", 100.0, vat_kind="at_use", sessions=3)
        pack = self._sell_at_till(offer)[1]
        claims = [self._claim(pack) for _ in range(3)]
        self.assertEqual([told["amount"] for _, told in claims], [33.33, 33.34, 33.33])
        for uuid, told in (claims[1], claims[2], claims[0]):
            price = told["amount"]
            line = self._line(self.massage, price, uuid=uuid, rental_prepaid_id=pack.id)
            self._send(self._ticket(line, payments=[(self.method, price)]))
        self.assertEqual((pack.left, pack.amount_left), (0, 0.0))
        self.assertEqual(sum(pack.movement_ids.mapped("amount")), 0.0)


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestClaims(TillCommon):
    """What open tickets claim: nobody else has it, until it is given back (PK9)."""

    def setUp(self):
        super().setUp()
        offer = self._offer("One", 22.0, vat_kind="at_use", sessions=1)
        self.pack = self._sell_at_till(offer)[1]

    def test_the_last_session_is_one_tills(self):
        other = self._till("Spa", self.bank)
        uuid, _told = self._claim(self.pack)
        with self.assertRefused("only 0 are left"):
            self._claim(self.pack, till=other)
        self.till.with_user(self.cashier).rental_release_prepaid([uuid])
        self._claim(self.pack, till=other)

    def test_a_cancelled_draft_gives_its_claim_back(self):
        for way in ("cancel", "remove", "delete the line"):
            with self.subTest(way):
                uuid, _told = self._claim(self.pack)
                line = self._line(
                    self.massage, 22.0, uuid=uuid, rental_prepaid_id=self.pack.id
                )
                order = self._send(self._ticket(line, payments=[], state="draft"))
                self.assertEqual(self.pack.held, 1)
                if way == "cancel":
                    order.action_pos_order_cancel()
                elif way == "remove":
                    order.remove_from_ui(order.ids)
                else:
                    order.lines.unlink()
                self.assertEqual(self.pack.held, 0)

    def test_claims_of_saved_drafts_last_and_others_end(self):
        uuid, _told = self._claim(self.pack)
        line = self._line(self.massage, 22.0, uuid=uuid, rental_prepaid_id=self.pack.id)
        self._send(self._ticket(line, payments=[], state="draft"))
        self.pack.sudo().hold_ids._end_claims()
        self.assertEqual(self.pack.held, 1)
        self.till.with_user(self.cashier).rental_release_prepaid([uuid])
        self._claim(self.pack)
        self.pack.sudo().hold_ids._end_claims()
        self.assertEqual(self.pack.held, 0)

    def test_what_nobody_claimed_and_nobody_has_is_refused(self):
        self._claim(self.pack)
        line = self._line(self.massage, 22.0, rental_prepaid_id=self.pack.id)
        with self.assertRefused("only 0 are left"):
            self._send(self._ticket(line, payments=[(self.method, 22.0)]))

    def test_a_till_without_connection_is_believed_and_a_person_told(self):
        self._use_at_till(self.pack)
        line = self._line(self.massage, 22.0, rental_prepaid_id=self.pack.id)
        order = self._send(
            self._ticket(line, payments=[(self.method, 22.0)], rental_was_offline=True)
        )
        self.assertTrue(order.lines.rental_is_overused)
        self.assertEqual((self.pack.left, self.pack.used), (0, 2))
        self.env.invalidate_all()
        self.assertIn(order.name, self.pack.activity_ids.note)
        self._close()
        self.assertBooked(self.liability, 0.0)
        self.assertEqual(self._balance(self.breakage), -22.0)

    def test_what_was_claimed_before_the_connection_was_lost_is_no_overuse(self):
        order = self._use_at_till(self.pack, rental_was_offline=True)
        self.assertFalse(order.lines.rental_is_overused)
        self.assertFalse(self.pack.activity_ids)

    def test_a_ticket_that_comes_late_uses_on_the_day_of_the_payment(self):
        offer = self._offer("Short", 44.0, vat_kind="at_use", sessions=2, validity_count=1)
        offer.validity_unit = "day"
        pack = self._sell_at_till(offer)[1]
        ticket = self._ticket(
            self._line(self.massage, 22.0, rental_prepaid_id=pack.id),
            payments=[(self.method, 22.0)],
            rental_was_offline=True,
        )
        with freeze_time("2024-01-11 08:00:00"):
            order = self._send(ticket)
        self.assertFalse(order.lines.rental_is_overused)
        self.assertEqual(str(pack.movement_ids[:1].date), "2024-01-10")
