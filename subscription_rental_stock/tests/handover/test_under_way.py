from ast import literal_eval
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tests import Form, HttpCase, freeze_time, new_test_user

from ..common import GoodsCommon


@freeze_time("2024-01-01 12:00:00")
class TestUnderWay(GoodsCommon, HttpCase):
    """Goods that start it when they have arrived: under way until then (PL10)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.start_at_delivery = True
        cls._portal_user("customer", cls.partner_a)

    def _shipped(self, *serials, ordered=None, **values):
        rental = self._ordered(float(ordered or len(serials)), **values)
        self._ship(rental, *serials, tracking="OUT7")
        return rental

    def _confirm(self, rental, day="2024-01-04"):
        with freeze_time(f"{day} 12:00:00"):
            rental.action_confirm_delivery()

    def _found(self, name):
        """Return what the filter of that name finds."""
        arch = self.env["subscription.subscription"].get_view(view_type="search")["arch"]
        part = arch.partition(f'name="{name}"')[2].partition('domain="')[2]
        # The filter's own domain, as the browser evaluates it.
        domain = Domain(literal_eval(part.partition('"')[0]))
        return self.env["subscription.subscription"].search(domain)

    # === what is said === #

    def test_before_it_leaves_it_is_to_hand_over(self):
        rental = self._ordered()
        self.assertFalse(rental.is_under_way)
        self.assertEqual(rental.waits_for, "To hand over")
        self.assertIn("hand_over", rental.possible_acts)
        self.assertNotIn("confirm_delivery", rental.possible_acts)
        self.assertIn(rental, self._found("to_hand_over"))
        self.assertNotIn(rental, self._found("under_way"))

    def test_what_has_left_is_under_way_everywhere(self):
        rental = self._shipped("P1")
        self.assertEqual(rental.state, "scheduled")
        self.assertTrue(rental.is_under_way)
        self.assertIn("Under way", rental.waits_for)
        self.assertEqual(rental.headline, rental.waits_for)
        self.assertEqual(rental.goods_state, "1 under way")
        self.assertEqual(rental.alert, "under_way")
        self.assertIn("Under way", rental.rental_picking_ids.rental_waits_for)
        self.assertIn(rental, self._found("under_way"))
        self.assertNotIn(rental, self._found("to_hand_over"))
        for name in ("hand_over", "activate"):
            self.assertNotIn(name, rental.possible_acts)
        self.assertIn("confirm_delivery", rental.possible_acts)

    def test_the_customer_reads_it_too(self):
        rental = self._shipped("P1")
        self.authenticate("customer", "customer")
        text = self.url_open(f"/my/subscriptions/{rental.id}").text
        for part in ("Under way: it starts when", "Under way to you", "OUT7"):
            self.assertIn(part, text)
        self.assertNotIn("What you have", text)
        self._confirm(rental)
        text = self.url_open(f"/my/subscriptions/{rental.id}").text
        self.assertIn("What you have", text)
        self.assertNotIn("Under way", text)

    def test_others_are_not_under_way(self):
        self.plan.start_at_delivery = False
        rental = self._shipped("P1")
        waiting = self._ordered()
        self.assertEqual(rental.state, "active")
        self.assertFalse((rental | waiting).filtered("is_under_way"))
        self.assertFalse(self._found("under_way"))

    # === what starts it === #

    def test_the_confirmation_starts_it_and_nothing_else_does(self):
        rental = self._shipped("P1")
        with self.assertRaisesRegex(UserError, "when you confirm the delivery"):
            rental.action_hand_over()
        with self.assertRaisesRegex(UserError, "Under way: it starts when"):
            rental.action_activate()
        self.assertEqual(rental.state, "scheduled")
        self.assertFalse(rental.date_handed_over)
        self._confirm(rental)
        self.assertEqual(rental.state, "active")
        self.assertEqual(rental.date_start, date(2024, 1, 4))
        self.assertEqual(rental.goods_state, "1 out")
        self.assertFalse(rental.alert)
        self._bill(rental, "2024-01-04")
        self.assertBilled(rental, "2024-01-04")

    def test_confirmed_twice_it_starts_once(self):
        rental = self._shipped("P1")
        self._confirm(rental)
        with self.assertRaisesRegex(UserError, "no goods that are under way"):
            self._confirm(rental, "2024-01-06")
        self.assertEqual(rental.date_start, date(2024, 1, 4))

    def test_what_is_not_under_way_has_no_delivery_to_confirm(self):
        rental = self._ordered()
        with self.assertRaisesRegex(UserError, "no goods that are under way"):
            rental.action_confirm_delivery()
        self.assertEqual(rental.state, "scheduled")

    def test_in_part_the_rest_is_still_handed_over(self):
        rental = self._shipped("P1", ordered=2)
        self.assertTrue(rental.is_under_way)
        self.assertEqual(rental.goods_state, "1 under way, 1 to hand over")
        action = rental.action_hand_over()
        self.assertEqual(action["res_model"], "subscription.ship.dialog")
        self._ship(rental, "P2")
        self.assertEqual(rental.goods_state, "2 under way")
        self.assertNotIn("hand_over", rental.possible_acts)
        self._confirm(rental)
        invoice = self._bill(rental, "2024-01-04")
        self.assertAlmostEqual(invoice.amount_untaxed, 62.0)

    def test_unpaid_it_arrives_and_waits_for_the_payment(self):
        self.plan.start_on_payment = True
        rental = self._shipped("P1")
        self.assertEqual(rental.waits_for, "Under way, and waits for its first payment")
        # A manager has consented to the shipping; that it arrived is a fact.
        clerk = self._clerk()
        self._confirm(rental.with_user(clerk))
        self.assertEqual(rental.state, "scheduled")
        self.assertEqual(rental.date_handed_over, date(2024, 1, 4))
        self.assertEqual(rental.waits_for, "Waits for its first payment")

    def test_who_may_not_write_confirms_nothing(self):
        rental = self._shipped("P1")
        rental.user_id = self.env.user
        for login, group in (
            ("reader", "subscription_rental.group_billing_reader"),
            ("own", "subscription_rental.group_user_own"),
        ):
            user = new_test_user(self.env, login=login, groups=group)
            with self.subTest(login), self.assertRaises(AccessError):
                rental.with_user(user).action_confirm_delivery()
        self.assertEqual(rental.state, "scheduled")

    # === Activate === #

    def test_what_starts_by_itself_is_not_activated_again(self):
        """The button did nothing, silently."""
        later = self._draft("2024-02-01", plan_id=self._plan().id)
        later.action_activate()
        unpaid = self._ordered(plan_id=self._goods_plan(self.phone).id)
        for rental, part in ((later, "start on 02/01/2024"), (unpaid, "To hand over")):
            self.assertNotIn("activate", rental.possible_acts)
            with self.assertRaisesRegex(UserError, part):
                rental.action_activate()
        # What is due and could not start may be tried again.
        with freeze_time("2024-02-01 12:00:00"):
            self.env.invalidate_all()
            self.assertIn("activate", later.possible_acts)
            later.action_activate()
        self.assertEqual(later.state, "active")

    def test_the_form_opens_with_its_banner(self):
        rental = self._shipped("P1")
        with Form(rental) as form:
            self.assertTrue(form.is_under_way)
