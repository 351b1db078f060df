from datetime import date
from itertools import product

from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import freeze_time
from odoo.tools.safe_eval import safe_eval

from ...billing import acts, collection, lifecycle
from ..common_payment import PaymentCommon

DAY = date(2024, 2, 10)
FLAGS = (
    "is_leaving",
    "has_term",
    "awaits_start",
    "awaits_handover",
    "awaits_delivery",
    "has_to_ship",
    "is_bill_due",
    "keeps_goods",
)


@freeze_time("2024-02-10 12:00:00")
class TestForm(PaymentCommon):
    """What a person should know first stands on top, with what can be done (LC7)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner_a.property_payment_term_id = False

    def test_there_is_one_purple_button_at_most(self):
        view = self.env["subscription.subscription"].get_view(view_type="form")
        buttons = etree.fromstring(view["arch"]).xpath(
            "//header/button[contains(@class, 'btn-primary')]"
        )
        self.assertGreater(len(buttons), 3)
        for state, flags in product(
            lifecycle.STATES, product((False, True), repeat=len(FLAGS))
        ):
            facts = acts.Facts(state, **dict(zip(FLAGS, flags, strict=True)))
            possible = [act for act, why in acts.reasons(facts).items() if not why]
            if self._is_impossible(facts):
                continue
            shown = [
                button.get("name")
                for button in buttons
                if not safe_eval(
                    button.get("invisible", "False"), {"possible_acts": possible}
                )
            ]
            self.assertLessEqual(len(shown), 1, f"{facts}: {shown}")

    @staticmethod
    def _is_impossible(facts):
        """Return whether no subscription has these facts together."""
        waits = facts.state in lifecycle.WAITING
        return (
            (waits and facts.is_bill_due)
            or (facts.state != lifecycle.SCHEDULED and facts.awaits_start)
            or (facts.awaits_handover and not facts.awaits_start and waits)
        )

    def test_it_says_to_which_day_it_is_paid(self):
        rental = self._subscription("2023-12-10")
        first = self._bill(rental, "2023-12-10")
        self._bill(rental, "2024-01-10")
        self.assertIn("Billed to 02/09/2024;", rental.headline)
        self._pay(first)
        self.env.invalidate_all()
        self.assertIn("Billed to 02/09/2024, paid to 01/09/2024", rental.headline)
        self.assertEqual(rental.amount_owed, 34.5)
        self.assertEqual(str(rental.owed_since), "2024-01-10")
        self.assertEqual(len(rental.unpaid_period_ids), 1)
        opened = rental.action_view_owed()
        self._pay(rental.unpaid_period_ids._get_invoices())
        self.assertEqual(opened["res_model"], "account.move")
        self.env.invalidate_all()
        self.assertIn("Paid to 02/09/2024", rental.headline)
        self.assertFalse(rental.amount_owed)
        self.assertFalse(rental.owed_since)

    def test_the_next_amount_says_why_it_is_not_the_price(self):
        rental = self._subscription("2024-02-01")
        self._bill(rental, "2024-02-01")
        self.assertFalse(rental.next_amount_why)
        rental._add_charge("credit", self.product, -4.0)
        rental.invalidate_recordset()
        self.assertEqual(rental.next_amount, 26.0)
        self.assertIn("30.00", rental.next_amount_why)
        self.assertIn("4.00", rental.next_amount_why)

    def test_a_change_leaves_a_line_in_the_conversation(self):
        rental = self._subscription("2024-02-01")
        line = rental.line_ids
        values = {**line._prepare_change_vals(), "price_unit": 45.0}
        values.pop("line_id")
        change = rental._plan_change([(line, values)], DAY, policy="daily")
        rental._apply_change(change, DAY, at_once=False)
        told = " ".join(rental.message_ids.mapped("body"))
        self.assertRegex(
            told, r"from 02/10/2024 on: without 1 Bike at .*30\.00; with 1 Bike"
        )
        self.assertIn("45.00", told)

    def test_what_is_unpaid_is_charged_at_a_click(self):
        rental = self._collected()
        self.assertFalse(rental.can_charge)
        with self.assertRaises(UserError):
            rental.action_charge_now()
        invoice = self._bill(rental, "2024-01-01")
        rental.invalidate_recordset()
        self.assertTrue(rental.can_charge)
        self._press(rental, "action_charge_now")
        self.assertEqual(invoice.rental_charge_ids.rental_outcome, collection.DONE)
        rental.invalidate_recordset()
        self.assertFalse(rental.can_charge)

    def test_no_card_is_charged_without_a_question(self):
        charging = (
            "action_rental_retry",
            "action_rental_charge_again",
            "action_charge_now",
        )
        shown = {
            "account.move": 1,
            "payment.transaction": 1,
            "subscription.subscription": 3,
            "subscription.dunning.case": 2,
        }
        for model, least in shown.items():
            names = (*charging, "action_retry") if "case" in model else charging
            arch = etree.fromstring(self.env[model].get_view(view_type="form")["arch"])
            buttons = [one for one in arch.iter("button") if one.get("name") in names]
            self.assertGreaterEqual(len(buttons), least, model)
            for button in buttons:
                self.assertTrue(button.get("confirm"), f"{model}: {button.get('name')}")

    def test_lines_are_dragged_and_what_has_ended_stays_below(self):
        view = self.env["subscription.subscription"].get_view(view_type="form")
        [rows] = etree.fromstring(view["arch"]).xpath("//field[@name='line_ids']/list")
        [handle] = rows.xpath("field[@widget='handle']")
        # Else the web client lets nobody drag.
        self.assertEqual(rows.get("default_order").split(",")[0], handle.get("name"))
        rental = self._draft()
        first = rental.line_ids
        second, third = first.copy({"sequence": 11}), first.copy({"sequence": 12})
        for place, line in enumerate((third, first, second)):
            line[handle.get("name")] = place
        rental.invalidate_recordset()
        self.assertEqual(list(rental.line_ids), [third, first, second])
        third.date_to = DAY
        order = rental.line_ids.search(
            [("subscription_id", "=", rental.id)], order="position"
        )
        self.assertEqual(list(order), [first, second, third])
        self.assertEqual(third.sequence, 0)

    def test_badges_say_what_is_to_do(self):
        waiting = self._draft(start_on_payment=True, start_on_handover=True)
        waiting.action_activate()
        self.assertEqual(waiting.alert, "to_pay")
        waiting._note_payment(DAY)
        self.assertEqual(waiting.alert, "hand_over")
        plan = self._plan(name="By transfer", invoice_mode="post")
        leaving = self._subscription("2024-02-01", plan_id=plan.id)
        plan = leaving._plan_cancel(DAY, end=date(2024, 3, 1))
        leaving._apply_cancel(plan, DAY, "Moves away")
        self.assertEqual(leaving.alert, "leaves")
        found = self.env["subscription.subscription"].search(
            [("is_to_hand_over", "=", True)]
        )
        self.assertEqual(found, waiting)
        others = self.env["subscription.subscription"].search(
            [("is_to_hand_over", "=", False)]
        )
        self.assertIn(leaving, others)
        self.assertNotIn(waiting, others)

    def test_lists_are_grouped_by_what_people_know(self):
        found = self.env["subscription.subscription"].fields_get(attributes=["groupable"])
        for name in ("access_token", "is_backlog_released", "next_billing_date"):
            self.assertFalse(found[name]["groupable"], name)
        for name in ("partner_id", "plan_id", "state", "team_id", "next_invoice_date"):
            self.assertTrue(found[name]["groupable"], name)
