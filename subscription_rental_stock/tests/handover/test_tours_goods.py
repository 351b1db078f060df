from odoo.tests import HttpCase, tagged

from ..common import GoodsCommon


@tagged("post_install", "-at_install")
class TestGoodsTours(GoodsCommon, HttpCase):
    """Shipping three, swapping with a signature, a return with damage: in a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.write({"login": "tourist", "password": "tourist"})
        cls._receive(cls.phone, "TOUR-1", "TOUR-2", "TOUR-3")
        cls.today = cls.company._subscription_today()

    def _rented(self, serial, **values):
        rental = self._ordered(**values)
        rental.rental_picking_ids.write(
            {"rental_identity_document": "id_card", "rental_signature": b"aGVsbG8="}
        )
        self._ship(rental, serial)
        self._bill(rental, self.today.isoformat())
        return rental

    def _tour(self, path, name):
        self.start_tour(
            f"/odoo/{path}", f"subscription_rental_stock_{name}", login="tourist"
        )

    def test_three_rentals_are_shipped_on_one_screen(self):
        rentals = self._ordered()
        for name in ("Ada", "Grace"):
            partner = self.env["res.partner"].create({"name": name})
            rentals |= self._ordered(partner_id=partner.id)
        self._tour("rentals-to-ship", "ship")
        self.assertEqual(rentals.mapped("state"), ["active"] * 3)
        out = rentals.assignment_ids.lot_id.mapped("name")
        self.assertEqual(sorted(out), ["TOUR-1", "TOUR-2", "TOUR-3"])
        tracking = set(rentals.rental_picking_ids.mapped("carrier_tracking_ref"))
        self.assertEqual(tracking, {"T-TOUR-1", "T-TOUR-2", "T-TOUR-3"})

    def test_two_customers_sign_each_on_their_row(self):
        self.plan.signature_required = True
        partner = self.env["res.partner"].create({"name": "Ada"})
        rentals = self._ordered() | self._ordered(partner_id=partner.id)
        self._tour("rentals-to-ship", "ship_signed")
        self.assertEqual(rentals.mapped("state"), ["active"] * 2)
        pickings = rentals.rental_picking_ids
        self.assertTrue(all(pickings.mapped("rental_signature")))
        names = rentals.partner_id.mapped("name")
        self.assertEqual(sorted(pickings.mapped("rental_signed_by")), sorted(names))

    def test_a_broken_phone_is_swapped_with_a_signature(self):
        self.plan.write({"identity_required": True, "signature_required": True})
        rental = self._rented("TOUR-1")
        self._tour(f"subscriptions/{rental.id}", "swap")
        self.assertHeld(rental, "TOUR-2")
        out = rental.rental_picking_ids.filtered(
            lambda one: one.rental_twin_id and one.rental_kind == "out"
        )
        self.assertTrue(out.rental_signature and out.rental_signed_on)
        self.assertEqual(out.rental_identity_document, "id_card")
        self.assertFalse(rental.charge_ids)

    def test_a_return_with_damage_is_charged(self):
        rental = self._rented("TOUR-1")
        self._tour(f"subscriptions/{rental.id}", "return")
        self.assertHeld(rental)
        charge = rental.charge_ids
        self.assertEqual((charge.kind, charge.amount), ("damage", 35.0))
        unit = rental.assignment_ids.lot_id
        self.assertEqual(unit.rental_state, "repair")
        self.assertEqual(unit.rental_check_ids.note, "A crack in the back")

    def test_who_takes_a_part_back_says_what_becomes_of_the_rent(self):
        rental = self._ordered(2.0)
        self._ship(rental, "TOUR-1", "TOUR-2")
        self._bill(rental, self.today.isoformat())
        self._tour(f"subscriptions/{rental.id}", "return_part")
        self.assertHeld(rental, "TOUR-2")
        goes_on = rental.line_ids.filtered(lambda line: not line.date_to)
        self.assertEqual(goes_on.quantity, 1.0)
