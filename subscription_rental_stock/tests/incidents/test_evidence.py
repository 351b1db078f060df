from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user

from ..common import GoodsCommon

SIGNED = b"aGVsbG8="


@freeze_time("2024-01-10 12:00:00")
class TestEvidence(GoodsCommon):
    """Who was seen, and what was signed for: it stays as it was (B3)."""

    def setUp(self):
        super().setUp()
        self.rented = self._ordered()
        self._ship(self.rented, "P1")
        self.incident = self.env["subscription.incident"].create(
            {"assignment_id": self.rented.assignment_ids.id, "kind": "replacement"}
        )

    def test_state_and_stamps_of_an_incident_are_the_systems(self):
        clerk = self._clerk()
        incident = self.incident.with_user(clerk)
        for vals in (
            {"state": "closed"},
            {"identity_uid": clerk.id},
            {"identity_on": "2020-01-01 00:00:00"},
            {"signed_on": "2020-01-01 00:00:00"},
            {"charge_id": False},
        ):
            with (
                self.subTest(vals),
                self.assertRaisesRegex(UserError, "kept by the system"),
            ):
                incident.write(vals)

    def test_a_signed_incident_stays_as_it_was_signed(self):
        self.incident.write({"signature": SIGNED, "signed_by": "Ada"})
        self.assertTrue(self.incident.signed_on)
        for vals in ({"signature": False}, {"signature": b"eWVz"}, {"signed_by": "Bob"}):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "stay as they are"):
                self.incident.write(vals)

    def test_the_file_of_a_signature_is_not_changed_by_itself(self):
        self.incident.write({"signature": SIGNED, "signed_by": "Ada"})
        files = self.env["ir.attachment"].with_user(self._clerk())
        file = files.search(
            [("res_model", "=", self.incident._name), ("res_field", "=", "signature")]
        )
        self.assertTrue(file)
        for act in (lambda: file.write({"raw": b"x"}), file.unlink):
            with self.assertRaises(AccessError):
                act()

    def test_an_identity_is_corrected_until_it_is_decided_on(self):
        self.incident.identity_document = "passport"
        self.incident.identity_document = "id_card"
        self.incident.action_decide()
        with self.assertRaisesRegex(UserError, "stay as they are"):
            self.incident.identity_document = "passport"

    def test_papers_of_a_done_handover_stay(self):
        worker = new_test_user(
            self.env,
            login="warehouse",
            groups="stock.group_stock_user",
            company_id=self.company.id,
        )
        picking = self.rented.rental_picking_ids.with_user(worker)
        self.assertEqual(picking.state, "done")
        for vals in (
            {"rental_identity_document": "passport"},
            {"rental_signature": SIGNED},
            {"rental_signed_by": "Somebody"},
        ):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "is done"):
                picking.write(vals)

    def test_nobody_says_who_checked_and_when(self):
        picking = self._ordered().rental_picking_ids
        other = self.rented
        for vals in (
            {"rental_identity_uid": self.env.user.id},
            {"rental_signed_on": "2020-01-01 00:00:00"},
            {"rental_moved_in": True},
            {"rental_subscription_id": other.id},
        ):
            with (
                self.subTest(vals),
                self.assertRaisesRegex(UserError, "kept by the system"),
            ):
                picking.write(vals)
        with self.assertRaisesRegex(UserError, "kept by the system"):
            picking.move_ids.rental_assignment_id = other.assignment_ids
        picking.rental_identity_document = "passport"
        self.assertEqual(picking.rental_identity_uid, self.env.user)
