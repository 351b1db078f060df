from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from ..common_subscribing import SubscribingCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestMethods(SubscribingCommon):
    """The payment method by QR code at the till (SE5, SE10)."""

    def setUp(self):
        super().setUp()
        self.collecting = self._bike_plan(invoice_mode="collect")
        self.collecting._approve_sending(self.company)
        self.ticket, self.subscription = self._rent(self._choose(self.collecting))
        self.mine = self.till.with_user(self.cashier)

    def test_the_till_has_the_link_of_what_its_ticket_sold(self):
        [row] = self.mine.rental_find_methods(self.ticket.id)
        self.assertEqual(row["url"], self.subscription._get_method_url())
        self.assertEqual((row["id"], row["is_wanted"]), (self.subscription.id, True))
        self.assertFalse(row["method"])

    def test_it_notices_when_the_method_is_stored(self):
        self.env.flush_all()
        messages = self.env["bus.bus"].sudo()
        before = messages.search([], order="id desc", limit=1).id
        token = self._token(self.ann)
        self.subscription._use_method(token)
        self.env.cr.precommit.run()
        new = messages.search([("id", ">", before), ("message", "like", "RENTAL_METHOD")])
        self.assertIn(str(self.subscription.id), new[:1].message)
        [row] = self.mine.rental_find_methods(self.ticket.id)
        self.assertIn("1234", row["method"])
        self.assertFalse(row["is_wanted"])

    def test_where_nothing_is_collected_no_method_is_wanted(self):
        ticket, _subscription = self._rent()
        [row] = self.mine.rental_find_methods(ticket.id)
        self.assertFalse(row["is_wanted"])

    def test_nobody_gets_links_of_tickets_of_other_tills_or_days(self):
        other = self._till("Spa", self.bank)
        other.open_ui()
        for till, ticket in ((other, self.ticket.id), (self.till, 10**9), (self.till, "x")):
            with self.subTest(till.name):
                found = till.with_user(self.cashier).rental_find_methods(ticket)
                self.assertEqual(found, [])
        self._close()
        self.opened = self._open(self.till)
        self.assertEqual(self.mine.rental_find_methods(self.ticket.id), [])
        with self.assertRaises(AccessError):
            public = self.env.ref("base.public_user")
            self.till.with_user(public).rental_find_methods(self.ticket.id)
