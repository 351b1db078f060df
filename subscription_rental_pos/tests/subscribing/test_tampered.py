from odoo.tests import freeze_time, tagged

from ..common_subscribing import SubscribingCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestTampered(SubscribingCommon):
    """What a till sends that it would not let its cashier do (SE10)."""

    @property
    def bike_tasks(self):
        return self.bike.product_tmpl_id.activity_ids

    def _bought(self, **values):
        """Return a ticket with a bike whose plan was taken off."""
        return self._ticket(self._line(self.bike), **values)

    # === by subscription only === #

    def test_what_is_sold_by_subscription_only_is_not_bought(self):
        for state in ("draft", "paid"):
            with self.subTest(state), self.assertRefused("by subscription only"):
                self._send(self._bought(state=state))
        with self.assertRefused("by subscription only"):
            self._send(self._ticket(self._line(self.massage), self._line(self.bike)))
        self.assertFalse(self.bike_tasks)

    def test_nor_is_a_draft_from_before_its_plan_paid(self):
        self.monthly.active = False
        values = self._bought()
        self._send({**values, "state": "draft", "payment_ids": []})
        self.monthly.active = True
        with self.assertRefused("by subscription only"):
            self._send({**values, "lines": []})

    def test_what_is_sold_in_both_ways_or_once_is_bought(self):
        for mode in ("both", "once"):
            self.bike.rental_till_mode = mode
            with self.subTest(mode):
                self.assertEqual(self._send(self._bought()).state, "paid")
        self.bike.rental_till_mode = "rental"
        self.monthly.active = False
        self.assertEqual(self._send(self._bought()).state, "paid")
        self.assertFalse(self.bike_tasks)

    def test_what_was_bought_before_is_taken_back(self):
        self.bike.rental_till_mode = "once"
        order = self._send(self._bought())
        self.bike.rental_till_mode = "rental"
        self.assertEqual(self._refund(order).state, "paid")

    def test_what_was_paid_without_a_connection_is_taken_and_a_person_told(self):
        values = self._bought(rental_was_offline=True)
        order = self._send(values)
        self._send(values)
        self.assertEqual(order.state, "paid")
        [task] = self.bike_tasks
        self.assertIn(order.name, task.note)
        self.assertIn("Ann", task.note)

    def test_nor_is_a_ticket_lost_that_a_terminal_was_paid_for(self):
        values = self._bought(payments=[(self.bank, 363.0)])
        values["payment_ids"][0][2]["transaction_id"] = "T-1"
        order = self._send(values)
        self.assertEqual(order.state, "paid")
        self.assertIn(order.name, self.bike_tasks.note)

    # === what is archived === #

    def test_what_is_archived_is_not_on_offer(self):
        cashiers = self.till.with_user(self.cashier)
        asked = {"partner_id": self.ann.id, "product_id": self.bike.id, "quantity": 1}
        variant = self.bike
        template = self.bike.product_tmpl_id
        for archived in (self.monthly, variant, template):
            archived.active = False
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(archived._name):
                self.assertFalse(cashiers.rental_find_plans(asked)["offers"])
                with self.assertRefused("any more"):
                    self._price(self._choose())
            archived.active = True
            variant.active = True
        self.assertTrue(cashiers.rental_find_plans(asked)["offers"])

    def test_a_ticket_with_an_archived_product_says_what_to_do(self):
        values = self._rental_ticket()
        self.bike.product_tmpl_id.active = False
        with self.assertRefused("unarchive it until the till has sent"):
            self._send(values)
        self.bike.product_tmpl_id.active = True
        self.bike.active = True
        self.assertTrue(self._send(values)._get_rental_order())

    def test_another_companys_product_is_not_on_offer(self):
        other = self.env["res.company"].create({"name": "Another salon"})
        self.bike.product_tmpl_id.company_id = other
        with self.assertRefused("any more"):
            self._price(self._choose())

    # === what cannot be meant === #

    def test_numbers_that_cannot_be_meant_are_refused_on_our_lines(self):
        self.bike.rental_till_mode = "both"
        rented = self._rental_ticket()["lines"][0][2]
        lines = {
            "a pack": self._line(self.pack_at_use.product_id),
            "credit": self._line(self.credit_offer.product_id),
            "with a plan": self._line(self.bike),
            "by a plan": rented,
        }
        for name, line in lines.items():
            for field in ("qty", "price_unit", "discount"):
                for number in (float("nan"), float("inf"), -float("inf")):
                    for state in ("paid", "draft"):
                        ticket = self._ticket({**line, field: number}, state=state)
                        with (
                            self.subTest(name, field=field, number=number, state=state),
                            self.assertRefused("can be meant"),
                        ):
                            self._send(ticket)

    def test_nonsense_in_our_fields_is_refused_with_a_sentence(self):
        for name, values in {
            "rental_kind": ("bought", 5, ["x"], {"a": 1}),
            "rental_plan_id": ("x", -1, 10**12, 10**9, [1], {"a": 1}),
            "rental_prepaid_id": ("x", -1, 10**12, 10**9, [1], {"a": 1}),
            "rental_credit": ("x", [1], {"a": 1}),
            "rental_pack_uuid": (["x"], "x" * 1000, {"a": 1}),
            "rental_parent_uuid": (["x"], "x" * 1000, {"a": 1}),
        }.items():
            for value in values:
                ticket = self._ticket(self._line(self.massage, **{name: value}))
                with self.subTest(name, value=value), self.assertRefused("be meant"):
                    self._send(ticket)

    def test_nonsense_in_our_fields_of_the_ticket_too(self):
        for start in ("yesterday", 5, ["x"], {"a": 1}, "2024-13-45"):
            ticket = self._rental_ticket()
            ticket["rental_date_start"] = start
            with self.subTest(start), self.assertRefused("cannot be meant"):
                self._send(ticket)
