import random
from datetime import date, timedelta

from odoo.exceptions import UserError

from ...billing.proration import rounded
from ..common import SubscriptionCommon


class TestMrr(SubscriptionCommon):
    """The ledger of monthly revenue sums up to what runs (OV2)."""

    def assertLedger(self, *subscriptions):
        """Check that the rows of each sum up to its amount, and that to its lines."""
        for subscription in subscriptions:
            total = sum(subscription.mrr_movement_ids.mapped("amount"))
            self.assertAlmostEqual(total, subscription.mrr)
            self.assertAlmostEqual(subscription.mrr, subscription._get_mrr())

    def _kinds(self, subscription):
        return subscription.mrr_movement_ids.sorted("id").mapped("kind")

    def _change(self, subscription, day, **vals):
        line = subscription.line_ids.filtered(lambda one: not one.date_to)[:1]
        values = {**line._prepare_change_vals(), **vals}
        values.pop("line_id")
        change = subscription._plan_change([(line, values)], day, policy="daily")
        subscription._apply_change(change, day, at_once=False)

    def test_one_life_makes_its_movements(self):
        rental = self._subscription()
        self._change(rental, date(2024, 1, 5), price_unit=45.0)
        self._change(rental, date(2024, 1, 9), price_unit=40.0)
        rental._pause(date(2024, 1, 12))
        rental._resume(date(2024, 1, 15))
        rental._cancel(date(2024, 1, 20))
        kinds = ["new", "expansion", "contraction", "paused", "paused", "churned"]
        self.assertEqual(self._kinds(rental), kinds)
        days = rental.mrr_movement_ids.sorted("id").mapped("date")
        expected = [date(2024, 1, day) for day in (1, 5, 9, 12, 15, 20)]
        self.assertEqual(days, expected)
        self.assertLedger(rental)

    def test_who_leaves_in_a_pause_is_lost_on_that_day(self):
        rental = self._subscription()
        rental._pause(date(2024, 1, 12))
        rental._cancel(date(2024, 1, 20))
        rows = rental.mrr_movement_ids.sorted("id")
        kinds = rows.mapped(lambda row: (row.kind, row.date.day, row.amount))
        expected = [("paused", 12, -30.0), ("paused", 20, 30.0), ("churned", 20, -30.0)]
        self.assertEqual(kinds[1:], expected)
        self.assertLedger(rental)

    def test_a_quarter_counts_a_third_each_month(self):
        plan = self._plan(price=90.0, interval_count=3)
        self.assertEqual(self._subscription(plan_id=plan.id).mrr, 30.0)

    def test_another_currency_counts_at_the_rate_of_the_start(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].sudo().create(
            {"currency_id": euro.id, "name": "2024-01-01", "rate": 0.5}
        )
        plan = self._plan(price=30.0, currency_id=euro.id)
        rental = self._subscription(plan_id=plan.id)
        self.assertEqual(rental.mrr, 60.0)
        self.env["res.currency.rate"].sudo().create(
            {"currency_id": euro.id, "name": "2024-01-10", "rate": 0.25}
        )
        self._change(rental, date(2024, 1, 15), price_unit=31.0)
        self.assertEqual(rental.mrr, 62.0)
        self.assertLedger(rental)

    def test_what_was_to_come_counts_no_longer_if_it_ends_before(self):
        rental = self._subscription()
        self._bill(rental, "2024-01-01")
        line = rental.line_ids
        values = {**line._prepare_change_vals(), "price_unit": 50.0}
        values.pop("line_id")
        change = rental._plan_change([(line, values)], date(2024, 1, 9), policy="none")
        rental._apply_change(change, date(2024, 1, 9), at_once=False)
        self.assertEqual(max(rental.mrr_movement_ids.mapped("date")), date(2024, 2, 1))
        rental._cancel(date(2024, 1, 20))
        self.assertEqual(max(rental.mrr_movement_ids.mapped("date")), date(2024, 1, 20))
        self.assertLedger(rental)

    def test_a_line_typed_in_counts_from_its_day(self):
        rental = self._subscription()
        self._bill(rental, "2024-01-01")
        self.env["subscription.line"].create(
            {"subscription_id": rental.id, "product_id": self.product.id}
        )
        self.assertEqual(self._kinds(rental), ["new", "expansion"])
        self.assertLedger(rental)

    def test_what_a_robot_adds_counts_like_anybodys(self):
        """A20: under sudo the amounts stood still, and an end in billed days was taken."""
        rental = self._subscription()
        self._bill(rental, "2024-01-01")
        before = rental.mrr
        robot = self.env(user=self.env.ref("base.user_root").id, su=True)
        line = robot["subscription.line"].create(
            {"subscription_id": rental.id, "product_id": self.product.id, "price_unit": 50}
        )
        self.assertEqual(line.date_from, date(2024, 2, 1))
        self.assertEqual(rental.mrr, before + 50)
        self.assertLedger(rental)
        for values in ({"date_to": "2024-01-15"}, {"date_from": "2024-01-15"}):
            for every in (line, rental.line_ids[0].with_env(robot)):
                with self.subTest(values, line=every), self.assertRaises(UserError):
                    every.write(values)
        line.date_to = date(2024, 2, 1)
        self.assertEqual(rental.mrr, before)
        self.assertLedger(rental)

    def assertSettled(self, rental):
        """Check that each version has cost what it was held for, in each billed period."""
        slots = rental._get_billed_slots()
        settled = rental._get_settled(slots)
        for slot in slots:
            rule = slot._get_slot_rule()
            for line in rental.line_ids:
                version = line._get_version()
                held = rounded(version.worth * rule.share(rule.part(version)), "0.01")
                paid = settled.get((line, slot))
                net = float(paid.net) if paid else 0.0
                self.assertAlmostEqual(net, float(held), msg=slot.display_name)

    def test_any_history_sums_up(self):
        """Twenty random lives: after each step the ledger is what runs, and what was
        invoiced or waits is what was held, to the cent."""
        chance = random.Random(20240101)
        for _life in range(20):
            rental = self._subscription()
            day = date(2024, 1, 1)
            for _step in range(8):
                day += timedelta(days=chance.randint(0, 25))
                self._bill(rental, day.isoformat())
                self._step(rental, day, chance)
                self.assertLedger(rental)
                self.assertSettled(rental)
                self.assertFalse(rental._get_ledger_difference())

    def _step(self, rental, day, chance):
        """Do something that the state of `rental` allows."""
        if rental.state in ("paused", "suspended"):
            rental._resume(day)
        elif rental.state == "active":
            rule = chance.choice(["lost", "credited", "moved"])
            price, quantity = chance.randint(0, 9999) / 100, chance.randint(1, 9)
            ends = chance.random() < 0.1
            moves = [
                lambda: self._change(rental, day, price_unit=price),
                lambda: self._change(rental, day, quantity=quantity),
                lambda: rental._pause(day, rule=rule),
                lambda: rental._stop("suspended", day),
            ]
            if ends:
                moves = [lambda: rental._cancel(day, credit_unused=rule == "lost")]
            chance.choice(moves)()
