import os
import random
from datetime import date, timedelta
from fractions import Fraction

from odoo.tests import freeze_time

from .common import MeteredCommon

# `LIVES_SEED` repeats a run; `LIVES` is how many lives are lived.
SEED = int(os.environ.get("LIVES_SEED") or random.SystemRandom().randrange(10**6))
LIVES = int(os.environ.get("LIVES") or 30) // 5
STEPS = 8
BIRTH = date(2024, 1, 1)
DAY = timedelta(days=1)


class TestMeteredLives(MeteredCommon):
    """Random lives of a counter: all that it counted is billed once, whatever happens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.subscription_backlog_limit = 0

    def test_all_that_was_counted_is_billed_once(self):
        for number in range(LIVES):
            with self.subTest(seed=SEED, life=number):
                savepoint = self.env.cr.savepoint()
                try:
                    with freeze_time(f"{BIRTH} 12:00:00") as self.clock:
                        self._live(random.Random(f"{SEED}/{number}"))
                finally:
                    savepoint.close(rollback=True)
                    self.env["account.move"]._get_sequence_cache().clear()
                    self.env.invalidate_all(flush=False)

    def _live(self, chance):
        """Live one life, and compare what is billed with what the counter said."""
        self.chance, self.day, self.shown, self.story = chance, BIRTH, 0, []
        timing = chance.choice(("advance", "advance", "arrears"))
        self.plan.write({"billing_timing": timing, "proration": "daily"})
        self.one = self._subscription(str(BIRTH))
        self._read_now()
        self.first = self.shown
        self.tell(timing)
        for _step in range(STEPS):
            self._pass(chance.randint(1, 35))
            if chance.random() < 0.6:
                self._read_now()
            chance.choice(self._get_acts())()
        self._pass(chance.randint(1, 20))
        back = chance.random() < 0.5
        self.one._cancel(self.day, "Moves away", credit_unused=back)
        self.tell("ends", back)
        self._pass(chance.randint(0, 10))
        self._read_now(kind="last")
        self._pass(40)
        self._compare()

    def tell(self, *words):
        self.story.append(" ".join(map(str, (self.day, *words))))

    def _pass(self, days):
        """Let the jobs of each day do their work."""
        for _day in range(days):
            self.day += DAY
            one = self.one
            bill = one.next_billing_date and one.next_billing_date <= self.day
            meter = one.meter_ids.next_date
            if bill or (meter and meter <= self.day):
                self.clock.move_to(f"{self.day} 12:00:00")
                if bill:
                    self._bill(one, str(self.day))
                one._settle_use(self.day)
        self.clock.move_to(f"{self.day} 12:00:00")

    # === what can happen === #

    def _get_acts(self):
        if self.one.state == "paused":
            return [self._resume, self._resume, self._hand_over]
        acts = [self._pause, self._skip, self._change, self._hand_over, self._hand_over]
        return [*acts, lambda: None]

    def _read_now(self, **values):
        self.shown += self.chance.randint(0, 2500)
        self._read(self.one, str(self.day), self.shown, is_sure=True, **values)
        self.tell("shows", self.shown)

    def _pause(self):
        rule = self.chance.choice(("credited", "lost", "moved"))
        self.one._pause(self.day, rule=rule)
        self.tell("pauses", rule)

    def _resume(self):
        self.one._resume(self.day)
        self.tell("resumes")

    def _skip(self):
        day = max(self.one.next_period_start, self.day) + timedelta(days=5)
        if not self.one._get_skip_problem(day, self.day):
            self.one._skip_period(day, self.day)
            self.tell("skips", day)

    def _change(self):
        dialog = self.env["subscription.change.dialog"].create(
            {"subscription_id": self.one.id}
        )
        dialog.line_ids.quantity = quantity = self.chance.choice((1, 2, 3))
        if quantity != self.one.line_ids.filtered("is_going_on").quantity:
            dialog.action_change()
            self.tell("has", quantity)

    def _hand_over(self):
        """Transfer it, its counter read or not: what is shown is what is invoiced."""
        others = (self.partner_a | self.partner_b) - self.one.partner_id
        dialog = (
            self.env["subscription.bulk.dialog"]
            .with_context(active_ids=self.one.ids)
            .create({"action": "transfer", "partner_id": others.id, "reason": "Sold"})
        )
        if self.chance.random() < 0.7:
            self.shown += self.chance.randint(0, 2500)
            dialog.reading_ids.write({"counter": str(self.shown), "is_sure": True})
        before = self.env["account.move"].search([], order="id desc", limit=1)
        shown = dialog.row_ids.amount
        dialog.action_apply()
        self.assertEqual(dialog.row_ids.result, "Done", self.story)
        made = self.env["account.move"].search([("id", ">", before.id or 0)])
        self.assertAlmostEqual(sum(self._get_used(made)), shown, 2, self.story)
        self.tell("is handed over", self.shown, shown)

    # === what must agree === #

    def _compare(self):
        one, told = self.one, self.one.use_ids.filtered("is_newest")
        story = "\n".join([*self.story, *told.mapped("display_name")])
        used = sum(told.mapped("quantity"))
        self.assertEqual(used, self.shown - self.first, story)
        self.assertEqual(
            sum(Fraction(row.scale) for row in told), self._get_paid_for(), story
        )
        for row in told:
            over = max(row.quantity - 1000 * float(Fraction(row.scale)), 0)
            self.assertAlmostEqual(row.amount, over * 0.02, 2, story)
        self.assertFalse(one._get_pending_charges(), story)
        billed = sum(self._get_used(one.use_ids.move_line_ids.move_id))
        self.assertAlmostEqual(billed, sum(told.mapped("amount")), 2, story)

    def _get_paid_for(self):
        """Return how many intervals were paid for, day by day, times how many it had.

        Nothing can be used in a period that was paid on the very day of the end.
        """
        whole, end = Fraction(0), self.one.date_end
        for slot in self.one._get_billed_slots().filtered(lambda one: one.date_start < end):
            day = slot.date_start
            while day < slot.date_end:
                held = [line for line in self.one.line_ids if line._is_agreed_on(day)]
                count = int(sum(line.quantity for line in held))
                whole += Fraction(count, slot.slot_days)
                day += DAY
        return whole
