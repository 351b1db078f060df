from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user, tagged

from ..common import HandingCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestHandingOver(HandingCommon):
    """A cashier hands over what a ticket has rented out, by scanning (SE10, RG1)."""

    def test_a_unit_is_scanned_and_is_with_the_customer(self):
        ticket, subscription = self._rent_phones()
        (row,) = self._find_rows(ticket)
        self.assertEqual((row["name"], row["quantity"], row["is_tracked"]), ("Phone", 1, 1))
        self.assertEqual(self._hand_over(ticket, " P2 "), [])
        self.assertEqual(subscription.assignment_ids.lot_id, self.lots[1])
        self.assertEqual(self.lots[1].rental_holder_id, self.ann)
        self.assertEqual(self._find_rows(ticket), [])

    def test_what_starts_with_the_handover_starts_then(self):
        plan = self._phone_plan("From the handover", start_on_handover=True)
        ticket, subscription = self._rent_phones(plan=plan)
        self.assertEqual(subscription.state, "scheduled")
        self._hand_over(ticket, "P1")
        self.assertEqual(subscription.state, "active")

    def test_some_of_it_is_handed_over_and_the_rest_waits(self):
        ticket, subscription = self._rent_phones(quantity=2)
        left = self._hand_over(ticket, "P3")
        self.assertEqual(len(left), 1)
        self.assertEqual(subscription.assignment_ids.lot_id, self.lots[2])
        self.assertEqual(self._hand_over(ticket, "P1"), [])
        self.assertEqual(subscription.assignment_ids.lot_id, self.lots[0] | self.lots[2])

    def test_goods_without_a_number_need_no_scan(self):
        cable = self._goods("Cable", tracking="none", available_in_pos=True)
        self._receive(cable, quantity=5.0)
        plan = self._goods_plan(cable, start_on_payment=True, start_on_handover=False)
        ticket, subscription = self._rent(self._choose(plan, 3, cable))
        (row,) = self._find_rows(ticket)
        self.assertFalse(row["is_tracked"])
        self.assertEqual(self._hand_over(ticket), [])
        self.assertEqual(sum(subscription.assignment_ids.mapped("quantity")), 3.0)

    def test_what_is_wrong_is_said_and_nothing_is_handed_over(self):
        other = self._goods("Bike lock")
        self._receive(other, "L1")
        lent = self._goods_plan(self.phone, name="Lent")
        held = self._ordered(plan_id=lent.id)
        self._ship(held, "P3")
        ticket, subscription = self._rent_phones(quantity=2)
        for serials, words in (
            (["P1", "P9"], "no serial number we know"),
            (["P1", "L1"], "is a Bike lock, and not a Phone"),
            (["P1", "P3"], "is with partner_a already"),
            (["P1", "P1"], "entered twice"),
            (["P1", "P2", "P3"], "one more than is to be handed over"),
            ([], "Enter a serial number"),
        ):
            with self.subTest(serials), self.assertRaisesRegex(UserError, words):
                self._hand_over(ticket, *serials)
            self.assertFalse(subscription.assignment_ids)
        self.assertEqual(len(self._find_rows(ticket)), 2)

    def test_what_no_till_scans_is_refused(self):
        ticket, subscription = self._rent_phones()
        till = self.till.with_user(self.cashier)
        for serials in (None, "P1", [None], [1], [""], ["P1\x00"], ["P" * 101], {"P1": 1}):
            with self.subTest(serials), self.assertRaises(UserError):
                till.rental_hand_over(ticket.id, serials)
        for order_id in (None, "1", -1, 2**40, True, []):
            with self.subTest(order_id):
                self.assertEqual(till.rental_find_handovers(order_id), [])
                with self.assertRaises(UserError):
                    till.rental_hand_over(order_id, ["P1"])
        self.assertFalse(subscription.assignment_ids)

    def test_a_till_hands_over_what_it_has_sold_itself(self):
        ticket, subscription = self._rent_phones()
        other = self._till("Other shop", self.bank).with_user(self.cashier)
        self.assertEqual(other.rental_find_handovers(ticket.id), [])
        with self.assertRaises(UserError):
            other.rental_hand_over(ticket.id, ["P1"])
        clerk = new_test_user(self.env, login="nobody", groups="base.group_user")
        for user in (clerk, self._portal_user("ann", self.ann)):
            with self.assertRaises(AccessError):
                self.till.with_user(user).rental_hand_over(ticket.id, ["P1"])
        self.assertFalse(subscription.assignment_ids)
