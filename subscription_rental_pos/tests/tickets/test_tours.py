from odoo.tests import HttpCase, tagged

from ..common import TillCommon


@tagged("post_install", "-at_install")
class TestTours(TillCommon, HttpCase):
    """Journeys at the till, in a browser (PK2, PK3, PK5, PK7)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ours = (
            cls.massage
            | cls.haircut
            | cls.env["subscription.prepaid.offer"].search([]).product_id
        )
        others = cls.env["product.template"].search(
            [("available_in_pos", "=", True), ("id", "not in", ours.product_tmpl_id.ids)]
        )
        others.available_in_pos = False
        cls.ann.write({"name": "Ann Till", "rental_note": "Likes the window seat."})

    def _walk(self, tour):
        self.env.flush_all()
        self.start_tour(f"/pos/ui/{self.till.id}", tour, login="cashier", timeout=180)
        self.env.invalidate_all()

    def test_a_pack_is_sold_and_its_first_session_used(self):
        self._walk("rental_pos_pack")
        pack = self.env["subscription.prepaid"].search([])
        self.assertEqual((pack.partner_id, pack.left, pack.used), (self.ann, 9, 1))
        order = self.opened.order_ids
        self.assertEqual(order.amount_total, 242.0)

    def test_a_session_is_offered_accepted_and_undone(self):
        pack = self._sell_at_till(self.pack_at_use)[1]
        taxed = self._sell_at_till(self._offer("Cuts", 181.82, self.haircut))[1]
        self.ann.rental_note_at_till = True
        self._walk("rental_pos_session")
        self.assertEqual((pack.left, pack.held, pack.used), (9, 0, 1))
        self.assertEqual((taxed.left, taxed.held, taxed.used), (9, 0, 1))

    def test_credit_pays_a_ticket(self):
        credit = self._sell_at_till(self.credit_offer)[1]
        self._walk("rental_pos_credit")
        self.assertEqual((credit.left, credit.held), (0.0, 0.0))

    def test_without_connection_what_is_claimed_stays(self):
        pack = self._sell_at_till(self.pack_at_use)[1]
        self._walk("rental_pos_offline")
        self.assertEqual((pack.left, pack.held, pack.used), (9, 0, 1))
        order = self.opened.order_ids.sorted("id")[-1]
        self.assertTrue(order.rental_was_offline)
        self.assertFalse(order.lines.filtered("rental_is_overused"))

    def test_a_refund_gives_the_session_back(self):
        pack = self._sell_at_till(self.pack_at_use)[1]
        self._use_at_till(pack)
        self._walk("rental_pos_refund")
        self.assertEqual((pack.left, pack.used), (10, 0))

    def test_the_last_session_that_another_till_takes(self):
        offer = self._offer("One", 22.0, vat_kind="at_use", sessions=1)
        pack = self._sell_at_till(offer)[1]
        claims = self.env.registry["pos.config"]
        claim = claims.rental_claim_sessions
        other, ann = self.till.id, self.ann.id

        def claim_late(till, *arguments):
            # Another till is faster by a moment.
            if not pack.sudo().held:
                claim(till.browse(other), pack.id, ann, "other", self.massage.id, 1)
            return claim(till, *arguments)

        self.patch(claims, "rental_claim_sessions", claim_late)
        self._walk("rental_pos_last")
        self.assertEqual((pack.left, pack.used), (1, 0))
