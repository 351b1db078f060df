from datetime import date

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, freeze_time

from ..common import GoodsCommon


@freeze_time("2024-01-01 12:00:00")
class TestIncidents(GoodsCommon):
    """Lost, stolen, broken: the cover decides what is charged (RG5, RG9, RG11)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cover = cls._product("Insurance")
        cls.phone.write(
            {"rental_replacement_value": 640.0, "rental_cover_product_id": cls.cover.id}
        )

    def _rented(self, *serials, covered=False):
        subscription = self._draft(False)
        subscription.line_ids.quantity = float(len(serials))
        if covered:
            subscription.line_ids = [
                Command.create({"product_id": self.cover.id, "price_unit": 5.0})
            ]
        subscription.action_activate()
        self._ship(subscription, *serials)
        self._bill(subscription, "2024-01-01")
        return subscription

    def _incident(self, unit, **values):
        form = Form(
            self.env["subscription.incident"].with_context(default_assignment_id=unit.id)
        )
        for name, value in values.items():
            setattr(form, name, value)
        return form.save()

    def test_not_covered_it_costs_the_replacement_value(self):
        subscription = self._rented("P1")
        incident = self._incident(subscription.assignment_ids, kind="lost")
        self.assertEqual((incident.decision, incident.amount), ("value", 640.0))
        self.assertIn("640.00", incident.computation)
        incident.action_decide()
        charge = subscription.charge_ids
        self.assertEqual((charge.kind, charge.amount), ("replacement", 640.0))
        self.assertEqual(self.lots[0].rental_state, "lost")
        self.assertHeld(subscription)
        self.assertEqual(subscription.assignment_ids.end_reason, "lost")

    def test_covered_it_costs_the_deductible(self):
        self.plan.deductible = 50.0
        subscription = self._rented("P1", covered=True)
        incident = self._incident(subscription.assignment_ids, kind="stolen")
        self.assertTrue(incident.is_covered)
        self.assertEqual((incident.decision, incident.amount), ("deductible", 50.0))
        self.assertIn("Insurance", incident.computation)

    def test_covered_without_deductible_costs_nothing(self):
        subscription = self._rented("P1", covered=True)
        incident = self._incident(subscription.assignment_ids, kind="lost")
        incident.action_decide()
        self.assertFalse(subscription.charge_ids)

    def test_a_cover_that_ended_covers_no_more(self):
        subscription = self._rented("P1", covered=True)
        cover = subscription.line_ids.filtered(lambda one: one.product_id == self.cover)
        cover._write_kept({"date_to": "2024-01-10"})
        with freeze_time("2024-01-10 12:00:00"):
            incident = self._incident(subscription.assignment_ids, kind="lost")
        self.assertFalse(incident.is_covered)
        incident.date = "2024-01-09"
        self.assertTrue(incident.is_covered)

    def test_a_repair_costs_the_value_at_most(self):
        subscription = self._rented("P1")
        incident = self._incident(subscription.assignment_ids, repair_cost=90.0)
        self.assertEqual(incident.amount, 90.0)
        incident.repair_cost = 900.0
        self.assertEqual(incident.amount, 640.0)
        incident.amount = 700.0
        with self.assertRaisesRegex(UserError, "replacement value of"):
            incident.action_decide()

    def test_without_a_value_it_says_what_to_do(self):
        self.phone.rental_replacement_value = 0.0
        subscription = self._rented("P1")
        incident = self._incident(subscription.assignment_ids, kind="lost")
        with self.assertRaisesRegex(UserError, "no replacement value"):
            incident.action_decide()

    # === steps === #

    def test_the_identity_is_checked_first_if_the_plan_says_so(self):
        subscription = self._rented("P1")
        self.plan.identity_required = True
        incident = self._incident(subscription.assignment_ids, kind="lost")
        with self.assertRaisesRegex(UserError, "identity"):
            incident.action_decide()
        incident.identity_document = "passport"
        self.assertEqual(incident.identity_uid, self.env.user)
        self.assertTrue(incident.identity_on)
        incident.action_decide()
        self.assertEqual(incident.state, "decided")

    def test_a_lost_one_is_replaced(self):
        subscription = self._rented("P1")
        self.plan.signature_required = True
        incident = self._incident(subscription.assignment_ids, kind="lost")
        incident.action_decide()
        incident.action_replace()
        with self.assertRaisesRegex(UserError, "not handed over yet"):
            incident.action_close()
        incident.replacement_picking_id.rental_signature = b"aGVsbG8="
        self._ship(subscription, "P2")
        self.assertHeld(subscription, "P2")
        with self.assertRaisesRegex(UserError, "has to sign"):
            incident.action_close()
        incident.signature = b"aGVsbG8="
        incident.action_close()
        self.assertEqual(incident.state, "closed")

    def test_a_broken_one_comes_back_for_its_replacement(self):
        subscription = self._rented("P1")
        incident = self._incident(subscription.assignment_ids)
        incident.action_decide()
        incident.action_replace()
        self._ship(subscription, "P2")
        self.assertHeld(subscription, "P1", "P2")
        back = subscription._get_open_moves("in").picking_id
        self.assertEqual(back.rental_twin_id, incident.replacement_picking_id)
        back.button_validate()
        self.assertHeld(subscription, "P2")

    def test_days_without_are_credited_if_the_plan_says_so(self):
        self.plan.credits_days = True
        subscription = self._rented("P1")
        incident = self._incident(
            subscription.assignment_ids, kind="broken", date=date(2024, 1, 5)
        )
        incident.action_decide()
        incident.action_replace()
        with freeze_time("2024-01-15 12:00:00"):
            self._ship(subscription, "P2")
        with freeze_time("2024-01-20 12:00:00"):
            incident.action_close()
        credit = subscription.charge_ids
        self.assertEqual((credit.kind, credit.amount), ("credit", -10.0))
        self.assertIn("10 days without", credit.name)

    # === found again === #

    def test_found_before_the_invoice_it_costs_nothing(self):
        subscription = self._rented("P1")
        incident = self._incident(subscription.assignment_ids, kind="lost")
        incident.action_decide()
        incident.action_found()
        self.assertEqual(subscription.charge_ids.state, "cancelled")
        self.assertEqual(self.lots[0].rental_state, "check")
        with self.assertRaisesRegex(UserError, "was undone"):
            incident.action_found()

    def test_found_after_the_invoice_it_is_credited(self):
        subscription = self._rented("P1")
        incident = self._incident(subscription.assignment_ids, kind="lost")
        incident.action_decide()
        self._bill(subscription, "2024-02-01")
        self.assertEqual(subscription.charge_ids.state, "invoiced")
        with freeze_time("2024-02-10 12:00:00"):
            incident.action_found()
        self.assertAlmostEqual(sum(subscription.charge_ids.mapped("amount")), 0.0)

    def test_found_after_its_replacement_was_handed_over(self):
        subscription = self._rented("P1")
        incident = self._incident(subscription.assignment_ids, kind="stolen")
        incident.action_decide()
        self.assertEqual(self.lots[0].rental_disposal_date, date(2024, 1, 1))
        incident.action_replace()
        self._ship(subscription, "P2")
        incident.action_close()
        incident.action_found()
        self.assertHeld(subscription, "P2")
        self.assertEqual(self.lots[0].rental_state, "check")
        self.assertFalse(self.lots[0].rental_disposal_date)
        self.assertEqual(subscription.charge_ids.state, "cancelled")

    # === several === #

    def test_two_lost_units_have_a_replacement_each(self):
        subscription = self._rented("P1", "P2")
        incidents = [
            self._incident(unit, kind="lost") for unit in subscription.assignment_ids
        ]
        for incident in incidents:
            incident.action_decide()
        for incident in incidents:
            incident.action_replace()
        pickings = [incident.replacement_picking_id for incident in incidents]
        self.assertNotEqual(*pickings)
        for picking in pickings:
            self.assertEqual(sum(picking.move_ids.mapped("product_qty")), 1.0)

    def test_some_of_several_chairs_are_lost_and_found(self):
        chair = self._goods("Chair", tracking="none", rental_replacement_value=20.0)
        self._receive(chair, quantity=10.0)
        subscription = self._ordered(4.0, plan_id=self._goods_plan(chair).id)
        self._ship(subscription)
        incident = self._incident(subscription.assignment_ids, kind="lost", quantity=3.0)
        self.assertEqual(incident.amount, 60.0)
        incident.action_decide()
        self.assertEqual(subscription.units_out, 1.0)
        incident.action_found()
        quants = self.env["stock.quant"]._gather(chair, self.warehouse.rental_check_loc_id)
        self.assertEqual(sum(quants.mapped("quantity")), 3.0)

    def test_not_more_are_lost_than_the_customer_has(self):
        chair = self._goods("Chair", tracking="none")
        self._receive(chair, quantity=10.0)
        subscription = self._ordered(4.0, plan_id=self._goods_plan(chair).id)
        self._ship(subscription)
        with self.assertRaisesRegex(ValidationError, "has 4 of it"):
            self._incident(subscription.assignment_ids, kind="lost", quantity=5.0)

    # === what is refused === #

    def test_one_open_incident_for_a_unit(self):
        subscription = self._rented("P1")
        self._incident(subscription.assignment_ids)
        with self.assertRaisesRegex(Exception, "one_open"), self.env.cr.savepoint():
            self._incident(subscription.assignment_ids)
            self.env.flush_all()

    def test_what_was_decided_stays(self):
        subscription = self._rented("P1")
        incident = self._incident(subscription.assignment_ids, kind="lost")
        incident.action_decide()
        with self.assertRaisesRegex(UserError, "it stays"):
            incident.unlink()
        incident.action_close()
        with self.assertRaisesRegex(UserError, "is closed"):
            incident.kind = "broken"

    # === the customer keeps it === #

    def _sell(self, unit, **values):
        form = Form(
            self.env["subscription.unit.sale.dialog"].with_context(
                default_assignment_id=unit.id
            )
        )
        for name, value in values.items():
            setattr(form, name, value)
        sale = form.save()
        sale.action_sell()
        return sale

    def test_rent_that_was_paid_makes_it_cheaper(self):
        """A29: of 31.00 that was paid, 16 days of 31 are given back: 15.00 was paid."""
        self.plan.sale_percent = 50.0
        subscription = self._rented("P1")
        self.env["account.payment.register"].with_context(
            active_model="account.move",
            active_ids=subscription.period_ids.move_line_ids.move_id.ids,
        ).create({})._create_payments()
        with freeze_time("2024-01-16 12:00:00"):
            sale = self._sell(subscription.assignment_ids)
        self.assertAlmostEqual(sale.price, 640.0 - 7.5)
        self.assertEqual(subscription.state, "cancelled")
        self.assertEqual(self.lots[0].rental_state, "sold")
        self.assertEqual(subscription.assignment_ids.end_reason, "sold")
        sold = subscription.charge_ids.filtered(lambda one: one.kind == "sale")
        self.assertEqual(sold.state, "invoiced")

    def test_one_of_two_is_sold_the_other_goes_on(self):
        subscription = self._rented("P1", "P2")
        unit = subscription.assignment_ids.filtered(lambda one: one.lot_id.name == "P1")
        with freeze_time("2024-01-11 12:00:00"):
            self._sell(unit, price=300.0)
        self.assertHeld(subscription, "P2")
        line = subscription.line_ids.filtered(lambda one: not one.date_to)
        self.assertEqual(line.quantity, 1.0)
        for kind, amount in (("sale", 300.0), ("proration", -21.0)):
            charges = subscription.charge_ids.filtered(
                lambda one, own=kind: one.kind == own
            )
            self.assertAlmostEqual(sum(charges.mapped("amount")), amount)
        self.assertFalse(subscription._get_open_moves("out"))
