from odoo.tests import freeze_time, tagged

from ..common import TillCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestSold(TillCommon):
    """Packs and credit that tickets sell: to a customer, paid, once (PK1, PK2)."""

    def test_a_paid_ticket_grants_the_pack(self):
        order, pack = self._sell_at_till(self.pack_at_use)
        self.assertEqual((pack.left, pack.free, pack.state), (10, 10, "live"))
        self.assertEqual((pack.partner_id, pack.amount), (self.ann, 220.0))
        self.assertEqual(pack.batch_ids.pos_order_id, order)

    def test_the_same_ticket_sent_again_grants_nothing_more(self):
        ticket = self._ticket(self._line(self.pack_at_use.product_id))
        first, second = self._send(dict(ticket)), self._send(dict(ticket))
        self.assertEqual(first, second)
        first._settle_ticket_prepaids()
        self.assertEqual(first.lines.rental_batch_ids.prepaid_id.granted, 10)

    def test_a_draft_grants_nothing(self):
        line = self._line(self.pack_at_use.product_id)
        order = self._send(self._ticket(line, payments=[], state="draft"))
        self.assertFalse(order.lines.rental_batch_ids)

    def test_nobody_in_particular_is_refused(self):
        nobody = self.env["res.partner"]
        for partner in (nobody, self.env.ref("base.public_partner")):
            with self.assertRefused("by name"):
                self._sell_at_till(self.pack_at_use, partner=partner)

    def test_a_pack_on_account_is_refused(self):
        with self.assertRefused("paid when it is sold"):
            self._sell_at_till(self.pack_at_use, payments=[(self.later, 220.0)])

    def test_half_a_pack_is_refused(self):
        line = self._line(self.pack_at_use.product_id, qty=0.5)
        with self.assertRefused("whole number"):
            self._send(self._ticket(line))

    def test_credit_is_granted_with_what_was_paid(self):
        _order, credit = self._sell_at_till(self.credit_offer)
        self.assertEqual((credit.left, credit.amount, credit.kind), (50.0, 50.0, "amount"))

    def test_an_invoiced_ticket_grants_once(self):
        order, pack = self._sell_at_till(self.pack_at_use, to_invoice=True)
        self.assertTrue(order.account_move)
        self.assertEqual((pack.granted, pack.state), (10, "live"))
        self.assertEqual(pack.batch_ids.invoice_id, order.account_move)
        self.assertEqual(self.env["subscription.prepaid"].search_count([]), 1)

    def test_a_ticket_invoiced_later_grants_nothing_more(self):
        order, pack = self._sell_at_till(self.pack_at_use)
        order.with_context(generate_pdf=False).action_pos_order_invoice()
        self.assertEqual((pack.granted, pack.left, pack.state), (10, 10, "live"))
        self.assertEqual(self.env["subscription.prepaid"].search_count([]), 1)

    def test_closing_books_what_was_sold_for_each_customer(self):
        bob = self.env["res.partner"].create({"name": "Bob"})
        self._sell_at_till(self.pack_at_use)
        self._sell_at_till(self.pack_at_use, partner=bob)
        self._sell_at_till(self.pack_at_sale)
        entry = self._close()
        rows = entry.line_ids.filtered(lambda one: one.account_id == self.liability)
        self.assertEqual(
            sorted((row.partner_id.name, row.balance) for row in rows),
            [("Ann", -220.0), ("Bob", -220.0)],
        )
        self.assertBooked(self.liability, 440.0)
        self.assertBooked(self.deferred, 181.82)
        self.assertEqual(self._balance(self.due_vat), 38.18)
