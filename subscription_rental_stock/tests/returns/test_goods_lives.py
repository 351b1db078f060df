import os
import random
from datetime import timedelta
from decimal import Decimal

from odoo.tests import freeze_time

from odoo.addons.subscription_rental.tests.common_lives import Ledger
from odoo.addons.subscription_rental.tests.common_lives_parts import BIRTH, Agreed, Price

from ..common import GoodsCommon
from ..common_goods_lives import LateUnit

# As in the lives of the core: `LIVES_SEED` repeats a run.
SEED = int(os.environ.get("LIVES_SEED") or random.SystemRandom().randrange(10**6))
LIVES = int(os.environ.get("GOODS_LIVES") or 4)

# Long enough for two late intervals, and for the value after them.
DAYS = 200


class GoodsLife:
    """One life: units are handed over, come back one by one, it ends, the rest is late."""

    def __init__(self, test, seed):
        self.test, self.env = test, test.env
        self.chance = random.Random(seed)
        self.day = BIRTH
        self.story = []
        self.late = []

    def begin(self):
        """Hand over one to three units."""
        chance, test = self.chance, self.test
        self.count = chance.randint(1, 3)
        self.rent = Decimal(chance.randint(100, 9999)) / 100
        self.value = Decimal(chance.randint(50, 300))
        self.stays_after = chance.choice((20, 45, 70))
        test.phone.rental_replacement_value = float(self.value)
        plan = test._goods_plan(
            test.phone,
            price=float(self.rent),
            late_fee=True,
            replace_after_days=self.stays_after,
        )
        self.one = test._ordered(plan_id=plan.id, quantity=self.count)
        test._ship(self.one, *("P1", "P2", "P3")[: self.count])
        self.ledger = Ledger(Agreed())
        self.ledger.change(1, Price(self.rent, self.count), BIRTH)
        self.story.append(f"{self.count} units, {self.rent}, worth {self.value}")

    @property
    def out(self):
        """Return the units that the customer has."""
        return self.one.assignment_ids.filtered(lambda unit: not unit.date_to)

    def act(self):
        """Do something on this day: mostly nothing."""
        acts = [None] * 30 + [self.take_back, self.end]
        act = self.chance.choice(acts)
        if act:
            act()

    def take_back(self):
        """Take one unit back; while it goes on, bill less or go on as it is."""
        unit = self.out[:1]
        if not unit:
            return
        rest = self.chance.choice(("less", "same"))
        dialog = self.env["subscription.return.dialog"].create(
            {
                "subscription_id": self.one.id,
                "assignment_ids": unit.ids,
                "rest": rest,
            }
        )
        is_part = dialog.is_part
        dialog.action_take_back()
        self.story.append(f"{self.day} one comes back, {is_part=}, {rest}")
        if self.ledger.is_over:
            waiting = [late for late in self.late if not late.is_back]
            waiting[0].come_back(self.day)
        elif is_part and rest == "less":
            quantity = self.ledger.open(1).price.quantity - 1
            self.ledger.settling(
                self.ledger.change, 1, Price(self.rent, quantity), self.day
            )

    def end(self):
        """Cancel it today; what is out is late from now on."""
        if self.ledger.is_over:
            return
        back = self.chance.random() < 0.5
        self.env["subscription.cancel.dialog"].create(
            {
                "subscription_id": self.one.id,
                "when": "now",
                "reason": "Moves",
                "credit_unused": back,
            }
        ).action_cancel()
        self.ledger.cancel(self.day, back)
        whole = self.ledger.interval_of(self.day)[2]
        self.late = [
            LateUnit(self.day, self.rent, whole, self.value, self.stays_after, self.day)
            for _unit in self.out
        ]
        self.story.append(f"{self.day} ends, {back=}, {len(self.late)} out")

    def work(self):
        """Let both jobs run, and the ledger beside them."""
        before = repr((self.ledger, self.late))
        self.ledger.job(self.day)
        for unit in self.late:
            unit.pass_day(self.day)
        if self.one.next_billing_date and self.one.next_billing_date <= self.day:
            self.test._bill(self.one, str(self.day))
        if self.one.is_closed:
            self.out.sudo()._chase(self.one, self.day)
        return before != repr((self.ledger, self.late))


class TestGoodsLives(GoodsCommon):
    """Random lives of goods, with what comes back late or never (RG6), beside a count."""

    def test_random_lives_of_goods_cost_what_was_held(self):
        for number in range(LIVES):
            with self.subTest(seed=SEED, life=number):
                savepoint = self.env.cr.savepoint()
                try:
                    with freeze_time(f"{BIRTH} 12:00:00") as clock:
                        self._live(GoodsLife(self, f"{SEED}/{number}"), clock)
                finally:
                    savepoint.close(rollback=True)
                    self.env["account.move"]._get_sequence_cache().clear()
                    self.env.invalidate_all(flush=False)

    def _live(self, life, clock):
        life.begin()
        for number in range(DAYS):
            life.day = BIRTH + timedelta(days=number)
            clock.move_to(f"{life.day} 12:00:00")
            told = len(life.story)
            has_worked = life.work()
            life.act()
            if has_worked or len(life.story) > told:
                self._compare(life)
        self._compare(life)

    def _compare(self, life):
        self.env.invalidate_all()
        one = life.one
        waiting = sum(one._get_pending_charges().mapped("amount"))
        expected = life.ledger.total() + sum(unit.total() for unit in life.late)
        self.assertAlmostEqual(
            one.amount_invoiced + waiting, float(expected), 2, (life.day, life.story)
        )
