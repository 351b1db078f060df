from odoo import Command
from odoo.tests import Form, freeze_time

from ..common import GoodsCommon

NAMES = ("loss", "cover_paid", "charged", "units_lost")


@freeze_time("2024-01-01 12:00:00")
class TestLosses(GoodsCommon):
    """What was lost or broken, what customers and their covers paid of it (RG5, RG8)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cover = cls._product("Insurance")
        cls.phone.write(
            {"rental_replacement_value": 640.0, "rental_cover_product_id": cls.cover.id}
        )
        cls.plan.deductible = 50.0

    def _rented(self, *, covered=False, **values):
        rental = self._draft(False, **values)
        if covered:
            rental.line_ids = [
                Command.create({"product_id": self.cover.id, "price_unit": 5.0})
            ]
        rental.action_activate()
        self._ship(rental, "P1")
        self._bill(rental, "2024-01-01")
        return rental

    def _decided(self, rental, kind, **values):
        incident = self.env["subscription.incident"].create(
            {"assignment_id": rental.assignment_ids.id, "kind": kind, **values}
        )
        incident.action_decide()
        return incident

    def _told(self):
        """Return what the report says of P1: damage, cover, charged, lost."""
        self.env.invalidate_all()
        row = self.env["subscription.unit.report"].search(
            [("lot_id", "=", self.lots[0].id)]
        )
        return tuple(round(row[name], 2) for name in NAMES)

    def test_what_a_cover_pays_is_the_value_less_the_deductible(self):
        rental = self._rented(covered=True)
        self._decided(rental, "lost")
        self.assertEqual(self._told(), (640.0, 590.0, 0.0, 1))
        self._bill(rental, "2024-02-01")
        self.assertEqual(self._told(), (640.0, 590.0, 50.0, 1))

    def test_without_a_cover_the_customer_pays(self):
        rental = self._rented()
        self._decided(rental, "stolen")
        self._bill(rental, "2024-02-01")
        self.assertEqual(self._told(), (640.0, 0.0, 640.0, 1))

    def test_what_is_found_again_was_no_loss(self):
        rental = self._rented()
        incident = self._decided(rental, "lost")
        self._bill(rental, "2024-02-01")
        with freeze_time("2024-02-10 12:00:00"):
            incident.action_found()
            rental._settle_charges(rental.company_id._subscription_today())
            self._bill(rental, "2024-03-01")
            self.assertEqual(self._told(), (0.0, 0.0, 0.0, 0))

    def test_a_repair_counts_with_what_it_costs(self):
        rental = self._rented(covered=True)
        self._decided(rental, "broken", repair_cost=90.0)
        self.assertEqual(self._told()[:2], (90.0, 40.0))

    def test_a_repair_that_nobody_priced_counts_with_what_was_charged(self):
        rental = self._rented(covered=True)
        self._decided(rental, "broken")
        self.assertEqual(self._told()[:2], (50.0, 0.0))

    def test_without_a_replacement_value_a_loss_is_what_a_clerk_typed(self):
        self.phone.rental_replacement_value = 0.0
        rental = self._rented()
        incident = self._decided(rental, "lost", amount=75.0)
        self.assertEqual((incident.loss, incident.cover_paid), (75.0, 0.0))
        self._bill(rental, "2024-02-01")
        self.assertEqual(self._told(), (75.0, 0.0, 75.0, 1))

    def test_of_what_is_gone_the_costs_of_a_repair_say_nothing(self):
        self.phone.rental_replacement_value = 0.0
        rental = self._rented()
        incident = self._decided(rental, "stolen", amount=75.0, repair_cost=20.0)
        self.assertEqual((incident.loss, incident.cover_paid), (75.0, 0.0))

    def test_a_check_counts_once(self):
        rental = self._rented(covered=True)
        self._return(rental)
        dialog = self.env["subscription.inspect.dialog"]
        form = Form(dialog.with_context(default_lot_id=self.lots[0].id))
        form.outcome = "gone"
        form.save().action_done()
        self.assertEqual(self._told()[:2], (640.0, 590.0))
        self.assertEqual(self.lots[0].rental_state, "lost")

    def test_after_an_incident_the_check_counts_nothing_more(self):
        rental = self._rented()
        self._decided(rental, "broken", repair_cost=90.0)
        self._return(rental)
        dialog = self.env["subscription.inspect.dialog"]
        form = Form(dialog.with_context(default_lot_id=self.lots[0].id))
        form.outcome = "repair"
        form.save().action_done()
        self.assertEqual(self._told()[:2], (90.0, 0.0))

    def test_foreign_losses_are_in_the_companys_currency(self):
        foreign = self.setup_other_currency("HRK", rates=[("2016-01-01", 2.0)])
        rental = self._rented(covered=True, currency_id=foreign.id)
        self._decided(rental, "lost")
        self.assertEqual(rental.charge_ids.amount, 100.0)
        self.assertEqual(self._told()[:2], (640.0, 590.0))
