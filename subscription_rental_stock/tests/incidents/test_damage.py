from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, new_test_user

from ..common import GoodsCommon

DIALOG = "subscription.inspect.dialog"


@freeze_time("2024-01-10 12:00:00")
class TestDamage(GoodsCommon):
    """A unit that comes back broken costs what an incident does (RG5, RG6, A29)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cover = cls._product("Waiver")
        cls.phone.write(
            {"rental_replacement_value": 640.0, "rental_cover_product_id": cls.cover.id}
        )
        cls.plan.deductible = 50.0
        cls.euro = cls.env.ref("base.EUR")
        cls.euro.active = True
        rates = cls.env["res.currency.rate"]
        rates.search([("currency_id", "=", cls.euro.id)]).unlink()
        # What is agreed on today holds at today's rate, whatever it is later.
        for day, rate in (("2024-01-01", 2.0), ("2024-01-11", 7.0)):
            rates.create({"currency_id": cls.euro.id, "rate": rate, "name": day})

    def _rented(self, serial="P1", *, covered=False, **values):
        rental = self._draft(False, **values)
        if covered:
            rental.line_ids = [
                Command.create({"product_id": self.cover.id, "price_unit": 5.0})
            ]
        rental.action_activate()
        self._ship(rental, serial)
        return rental

    def _returned(self, serial="P1", **values):
        rental = self._rented(serial, **values)
        self._return(rental)
        return rental

    def _check(self, serial="P1", **values):
        """Return the form of the check, filled in like a person does."""
        lot = self.lots.filtered(lambda one: one.name == serial)
        form = Form(self.env[DIALOG].with_context(default_lot_id=lot.id))
        for name, value in values.items():
            setattr(form, name, value)
        return form

    # === what is shown === #

    def test_the_check_shows_cover_deductible_and_value(self):
        self._returned(covered=True)
        form = self._check()
        self.assertEqual((form.cover_name, form.deductible), ("Waiver", 50.0))
        self.assertEqual((form.value, form.amount), (640.0, 0.0))
        form.outcome = "repair"
        self.assertEqual((form.decision, form.amount), ("deductible", 50.0))
        self.assertIn("Covered by Waiver", form.computation)
        self.assertIn("50.00", form.computation)
        self.assertIn("Before taxes", form.computation)

    def test_covered_or_not_in_two_currencies(self):
        """A29: each amount once, in the subscription's currency, at the sale's rate."""
        for serial, currency, covered, outcome, expected in (
            ("P1", self.company.currency_id, True, "gone", 50.0),
            ("P2", self.company.currency_id, False, "gone", 640.0),
            ("P3", self.euro, True, "gone", 100.0),
            ("P1", self.euro, False, "gone", 1280.0),
            ("P2", self.euro, True, "repair", 100.0),
            ("P3", self.euro, False, "repair", 30.0),
            ("P1", self.company.currency_id, True, "repair", 30.0),
        ):
            given = {"currency": currency.name, "covered": covered, "outcome": outcome}
            with self.subTest(**given), self.env.cr.savepoint() as savepoint:
                rental = self._returned(serial, covered=covered, currency_id=currency.id)
                # What holds is what was agreed on.
                self.plan.deductible = 300.0
                with freeze_time("2024-01-12 12:00:00"):
                    form = self._check(serial, outcome=outcome)
                    if outcome == "repair" and expected == 30.0:
                        form.repair_cost = 30.0
                    self.assertEqual(form.amount, expected)
                    form.save().action_done()
                charge = rental.charge_ids
                self.assertEqual((charge.kind, charge.amount), ("damage", expected))
                self.assertEqual(charge.currency_id, currency)
                savepoint.rollback()

    def test_check_and_incident_ask_for_the_same(self):
        for covered in (True, False):
            for repair in (0.0, 20.0, 90.0, 900.0):
                with self.subTest(covered=covered, repair=repair):
                    savepoint = self.env.cr.savepoint()
                    rental = self._rented(covered=covered)
                    incident = self.env["subscription.incident"].create(
                        {"assignment_id": rental.assignment_ids.id, "repair_cost": repair}
                    )
                    asked = (incident.decision, incident.amount, incident.computation)
                    incident.action_cancel()
                    self._return(rental)
                    form = self._check(outcome="repair", repair_cost=repair)
                    shown = (form.decision, form.amount, form.computation)
                    self.assertEqual(shown, asked)
                    savepoint.rollback()
                    self.env.invalidate_all()

    def test_a_broken_one_costs_the_deductible_also_unpriced(self):
        """RG5: nobody has to know the repair's costs for the deductible to hold."""
        rental = self._rented(covered=True)
        incident = self.env["subscription.incident"].create(
            {"assignment_id": rental.assignment_ids.id, "kind": "broken"}
        )
        self.assertEqual((incident.decision, incident.amount), ("deductible", 50.0))
        incident.repair_cost = 20.0
        self.assertEqual(incident.amount, 20.0)
        incident.action_decide()
        self.assertEqual(rental.charge_ids.amount, 20.0)

    def test_where_no_value_is_known_the_repair_counts(self):
        self.phone.rental_replacement_value = 0.0
        self._returned()
        form = self._check(outcome="repair", repair_cost=90.0)
        self.assertEqual(form.amount, 90.0)
        form.outcome = "gone"
        self.assertEqual(form.amount, 0.0)
        self.assertIn("not known", form.computation)

    def test_consumers_are_told_with_taxes(self):
        """PO3: the clerk charges before taxes, and sees what the customer reads."""
        tax = self.env["account.tax"].create({"name": "21 %", "amount": 21.0})
        self.phone.taxes_id = tax
        self.company.subscription_prices_shown = "included"
        rental = self._rented(covered=True)
        incident = self.env["subscription.incident"].create(
            {"assignment_id": rental.assignment_ids.id, "kind": "broken"}
        )
        self.assertIn("60.50", incident._get_customer_computation())
        self.assertIn("With taxes", incident._get_customer_computation())
        self.assertIn("50.00", incident.computation)
        incident.action_cancel()
        self._return(rental)
        form = self._check(outcome="repair")
        self.assertEqual((form.amount, form.amount_taxed), (50.0, 60.5))
        self.company.subscription_prices_shown = "excluded"
        self.assertIn("50.00", incident._get_customer_computation())

    # === what is charged === #

    def test_the_clerk_may_charge_another_amount(self):
        rental = self._returned(covered=True)
        self._check(outcome="repair", amount=35.0).save().action_done()
        self.assertEqual(rental.charge_ids.amount, 35.0)
        self.assertNotIn("50.00", rental.charge_ids.name)

    def test_an_amount_that_is_given_alone_stays(self):
        """Also where nobody says what the decision is: by an import or a script."""
        rental = self._returned(covered=True)
        self.env[DIALOG].create(
            {"lot_id": self.lots[0].id, "outcome": "repair", "amount": 35.0}
        ).action_done()
        self.assertEqual(rental.charge_ids.amount, 35.0)
        other = self._rented("P2", covered=True)
        incident = self.env["subscription.incident"].create(
            {"assignment_id": other.assignment_ids.id, "kind": "lost", "amount": 10.0}
        )
        incident.action_decide()
        self.assertEqual(other.charge_ids.amount, 10.0)

    def test_by_the_rule_the_charge_says_why(self):
        rental = self._returned(covered=True)
        self._check(outcome="repair").save().action_done()
        self.assertIn("deductible of", rental.charge_ids.name)

    def test_more_than_the_value_or_less_than_nothing_is_refused(self):
        rental = self._returned()
        for amount in (641.0, -1.0):
            with self.assertRaisesRegex(UserError, "replacement value of"):
                self._check(outcome="gone", amount=amount).save().action_done()
        self.assertFalse(rental.charge_ids)
        self.assertEqual(self.lots[0].rental_state, "check")

    def test_a_cover_that_ended_before_covers_no_more(self):
        rental = self._rented(covered=True)
        cover = rental.line_ids.filtered(lambda one: one.product_id == self.cover)
        cover._write_kept({"date_to": "2024-01-15"})
        with freeze_time("2024-01-15 12:00:00"):
            self._return(rental)
            self.assertEqual(self._check().cover_name, "Waiver")
        rental.assignment_ids.sudo().date_to = "2024-01-20"
        self.assertFalse(self._check().cover_name)

    # === nobody pays twice === #

    def test_what_an_incident_decided_on_is_not_charged_again(self):
        """A29: the deductible of one damage is paid once."""
        rental = self._rented(covered=True)
        incident = self.env["subscription.incident"].create(
            {"assignment_id": rental.assignment_ids.id, "kind": "broken"}
        )
        incident.action_decide()
        self._return(rental)
        form = self._check(outcome="repair")
        self.assertEqual(form.amount, 0.0)
        self.assertIn(incident.name, form.computation)
        form.save().action_done()
        self.assertEqual(rental.charge_ids, incident.charge_id)

    def test_what_a_check_charged_is_not_charged_again(self):
        rental = self._returned(covered=True)
        self._check(outcome="repair").save().action_done()
        form = self._check(outcome="gone")
        self.assertEqual(form.amount, 0.0)
        form.save().action_done()
        self.assertEqual(rental.charge_ids.amount, 50.0)

    def test_of_two_open_checks_one_charges(self):
        """A16: a dialog opened before another one was done charges nothing again."""
        rental = self._returned(covered=True)
        first, second = (self._check(outcome="repair") for _ in range(2))
        saved = self._check(outcome="gone").save()
        first.save().action_done()
        for dialog in (second.save(), saved):
            with self.assertRaisesRegex(UserError, "open it again"):
                dialog.action_done()
        self.assertEqual(rental.charge_ids.amount, 50.0)
        self._check(amount=20.0).save().action_done()
        self.assertEqual(rental.charge_ids.mapped("amount"), [50.0, 20.0])

    def test_an_incident_does_not_charge_what_a_check_did(self):
        """A29: who reports it while the unit is checked."""
        rental = self._returned(covered=True)
        self._check(outcome="repair").save().action_done()
        incident = self.env["subscription.incident"].create(
            {"assignment_id": rental.assignment_ids.id, "kind": "broken"}
        )
        with self.assertRaisesRegex(UserError, "charged its damage already"):
            incident.action_decide()
        incident.decision = "none"
        incident.action_decide()
        self.assertEqual(rental.charge_ids.amount, 50.0)

    def test_what_nobody_could_price_is_charged_by_the_check(self):
        """RG6: what the repair costs is known when the unit is here."""
        rental = self._rented()
        self.env["subscription.incident"].create(
            {"assignment_id": rental.assignment_ids.id, "kind": "broken"}
        ).action_decide()
        self._return(rental)
        form = self._check(outcome="repair", repair_cost=90.0)
        self.assertEqual(form.amount, 90.0)

    def test_a_wish_for_another_unit_decides_on_no_damage(self):
        rental = self._rented(covered=True)
        self.env["subscription.incident"].create(
            {"assignment_id": rental.assignment_ids.id, "kind": "replacement"}
        ).action_decide()
        self._return(rental)
        self.assertEqual(self._check(outcome="repair").amount, 50.0)

    # === who checks === #

    def test_who_checks_need_not_look_after_the_subscription(self):
        rental = self._returned(covered=True)
        rental.user_id = self.env.user
        clerk = new_test_user(
            self.env, login="own", groups="subscription_rental.group_user_own"
        )
        self.assertFalse(rental.with_user(clerk)._filtered_access("read"))
        dialogs = (
            self.env[DIALOG].with_user(clerk).with_context(default_lot_id=self.lots[0].id)
        )
        form = Form(dialogs)
        form.outcome = "repair"
        self.assertEqual(form.amount, 50.0)
        form.save().action_done()
        self.assertEqual(rental.charge_ids.amount, 50.0)
        self.assertEqual(self.lots[0].rental_state, "repair")

    def test_units_that_nobody_rented_cost_nobody_anything(self):
        lot = self._receive(self.phone, "P9")
        lot._move_to(self.warehouse.rental_check_loc_id)
        form = Form(self.env[DIALOG].with_context(default_lot_id=lot.id))
        form.outcome = "repair"
        self.assertEqual((form.amount, form.decision), (0.0, "none"))
        form.save().action_done()
        self.assertEqual(lot.rental_state, "repair")

    def test_after_the_end_it_is_invoiced_at_once(self):
        rental = self._rented(covered=True)
        self._bill(rental, "2024-01-10")
        rental.action_cancel()
        self._return(rental)
        self._check(outcome="gone").save().action_done()
        charge = rental.charge_ids.filtered(lambda one: one.kind == "damage")
        self.assertEqual((charge.amount, charge.state), (50.0, "invoiced"))
        self.assertEqual(self.lots[0].rental_disposal_date, fields.Date.today())
