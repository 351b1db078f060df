from odoo.modules.migration import load_script
from odoo.tests import freeze_time

from ..common import GoodsCommon

FOLDER = "subscription_rental_stock/migrations/19.0.1.3.0/post-fleet.py"


@freeze_time("2024-01-01 12:00:00")
class TestFleetMigration(GoodsCommon):
    """RG8: charges and incidents of before name their unit, and what its damage cost."""

    def setUp(self):
        super().setUp()
        self.phone.rental_replacement_value = 640.0
        self.rental = self._ordered(2.0)
        self._ship(self.rental, "P1", "P2")
        self.lost, self.kept = self.rental.assignment_ids.sorted("id")

    def _migrate(self):
        """Run the script as an update from the version before does."""
        self.env.flush_all()
        load_script(FOLDER, "post_fleet").migrate(self.env.cr, "19.0.1.2.0")
        self.env.invalidate_all()

    def _forget(self):
        """Take away what the version before did not know."""
        self.env.flush_all()
        self.env.cr.execute("UPDATE subscription_charge SET assignment_id = NULL")
        self.env.cr.execute("UPDATE subscription_incident SET loss = 0, cover_paid = 0")
        self.env.invalidate_all()

    def _charge(self, key):
        """Return a charge of the rental that was made for this reason."""
        return (
            self.env["subscription.charge"]
            .sudo()
            .create(
                {
                    "subscription_id": self.rental.id,
                    "product_id": self.phone.id,
                    "name": "Fee",
                    "amount": 5.0,
                    "source_key": key,
                }
            )
        )

    def test_charges_and_incidents_of_before_are_counted_with_their_unit(self):
        incident = self.env["subscription.incident"].create(
            {"assignment_id": self.lost.id, "kind": "stolen"}
        )
        incident.action_decide()
        charge = incident.charge_id
        self.assertTrue(charge)
        late = self._charge(f"late/{self.kept.id}")
        sold = self._charge(f"sale/{self.kept.id}/1")
        stranger = self._charge(f"late/{self.kept.id + 9999}")
        plain = self._charge("setup/1")
        credit = self._charge("credit/1")
        credit.credited_id = late
        wanted = (incident.loss, incident.cover_paid)
        self.assertEqual(wanted[0], 640.0)
        self._forget()
        self.assertFalse((charge | late | sold | credit).assignment_id)
        for _time in range(2):
            # Twice is as good as once.
            self._migrate()
            self.assertEqual(charge.assignment_id, self.lost)
            self.assertEqual((late | sold | credit).assignment_id, self.kept)
            self.assertFalse((stranger | plain).assignment_id)
            self.assertEqual((incident.loss, incident.cover_paid), wanted)

    def test_what_is_not_decided_has_cost_nothing_yet(self):
        incident = self.env["subscription.incident"].create(
            {"assignment_id": self.lost.id, "kind": "broken"}
        )
        self._migrate()
        self.assertEqual((incident.loss, incident.cover_paid), (0.0, 0.0))

    def test_a_key_of_another_rental_names_no_unit_of_this_one(self):
        other = self._ordered()
        self._ship(other, "P3")
        charge = self._charge(f"late/{other.assignment_ids.id}")
        self._forget()
        self._migrate()
        self.assertFalse(charge.assignment_id)
