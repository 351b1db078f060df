import os
import random
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from odoo.tests import freeze_time

from ..common import SubscriptionCommon
from ..common_lives_ends import WholeLife
from ..common_lives_parts import BIRTH

# `LIVES_SEED` repeats a run, `LIVES` is how many are lived; `LIFE` is one of them alone, or
# several: 7,12.
SEED = int(os.environ.get("LIVES_SEED") or random.SystemRandom().randrange(10**6))
LIVES = int(os.environ.get("LIVES") or 30)
LIFE = os.environ.get("LIFE")

STEPS = 8


def money(amount):
    """Return a float of the product as what it means."""
    return Decimal(str(round(amount, 2))).quantize(Decimal("0.01"))


class TestLives(SubscriptionCommon):
    """Random lives through the dialogs and the job, beside a count of days (A23 to A28)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.subscription_backlog_limit = 0
        cls.taxes = cls.env["account.tax"].create(
            [{"name": f"{rate} % of lives", "amount": rate} for rate in (21.0, 6.0)]
        )

    def test_random_lives_cost_what_was_held(self):
        numbers = map(int, LIFE.split(",")) if LIFE else range(LIVES)
        for number in numbers:
            with self.subTest(seed=SEED, life=number):
                self._live(number)

    def _live(self, number):
        """Live one life, compare it with its ledger day by day, and undo it."""
        savepoint = self.env.cr.savepoint()
        try:
            with freeze_time(f"{BIRTH} 12:00:00") as clock:
                self._play(WholeLife(self, f"{SEED}/{number}"), clock)
        finally:
            savepoint.close(rollback=True)
            self.env["account.move"]._get_sequence_cache().clear()
            self.env.invalidate_all(flush=False)

    def _play(self, life, clock):
        life.begin()
        for _step in range(STEPS):
            self._pass_to(life, clock, life.day)
            if life.ledger.is_over:
                break
            life.chance.choice(life.acts())()
            self._compare(life)
            self._pass_to(
                life, clock, life.day + timedelta(days=life.chance.randint(0, 25))
            )
        if not life.ledger.is_over:
            life.end()
        self._pass_to(life, clock, life.day + timedelta(days=1))
        self.assertFalse(life.one._get_pending_charges(), life.story)
        # What was given back altogether leaves no period: its cursor is compared above.
        if life.one.period_ids.filtered(lambda slot: not slot.voided_at):
            self.assertTiled(life.one)

    def _pass_to(self, life, clock, last):
        """Let the job run on each day up to `last`."""
        while life.day <= last:
            clock.move_to(f"{life.day} 12:00:00")
            self._let_it_work(life)
            if life.day == last:
                break
            life.day += timedelta(days=1)

    def _let_it_work(self, life):
        before = repr(life.ledger)
        life.ledger.job(life.day)
        if repr(life.ledger) == before and not self._has_work(life):
            return
        self._run_job(str(life.day))
        # The job's numbers: Odoo keeps the last one by cursor, and here are two.
        self.env["account.move"]._get_sequence_cache().clear()
        life.tell("job")
        self._compare(life)

    def _has_work(self, life):
        """Return whether the job would do something on this day."""
        one = life.one
        if one.is_closed:
            return one.next_billing_date and one.next_billing_date <= life.day
        days = (one.next_billing_date, one.date_resume, one.renewal_date, one.finish_date)
        return any(day and day <= life.day for day in days)

    def _compare(self, life):
        """Compare the subscription with its ledger: money, dates and state."""
        one, ledger = life.one, life.ledger
        # As whoever opens it reads it: sums of invoices are not kept.
        self.env.invalidate_all()
        self.assertFalse(one.billing_error)
        waiting = sum(one._get_pending_charges().mapped("amount"))
        state = "paused" if ledger.pause else "active"
        self.assertEqual(
            (
                money(one.amount_invoiced + waiting),
                one.next_period_start,
                one.date_end or None,
                "over" if one.is_closed else one.state,
                one._get_ledger_difference(),
            ),
            (
                ledger.total(),
                ledger.cursor,
                ledger.end,
                "over" if ledger.is_over else state,
                "",
            ),
            "\n".join(life.story),
        )
        self._compare_terms(one, life)
        slots = one.period_ids.filtered(lambda slot: slot.kind != "skipped")
        self.assertEqual(
            money(
                sum(slots.mapped("amount_invoiced"))
                + sum(one._get_pending_charges().filtered("line_id").mapped("amount"))
            ),
            ledger.total() - ledger.extra,
            "\n".join(life.story),
        )

    def _compare_terms(self, one, life):
        """Compare the due dates with the subscription: its terms follow each other."""
        rows = one.due_date_ids.sorted("date_start")
        if not (one.date_end and one.term_start):
            self.assertFalse(rows.filtered("can_renew"))
            return
        first = life.ledger.first_term
        if one.date_end < first:
            # Another plan was to bring it, and its day never came.
            self.assertLessEqual(set(rows.mapped("state")), {"closed"}, life.story)
            return
        held = rows.filtered(lambda row: row == rows[0] or row.date_start < one.date_end)
        self.assertEqual(held[0].date_start, first, life.story)
        # They are due on their last days; one that ended on its first day had that one.
        day = timedelta(days=1)
        last = max(one.date_end - day, held[-1].date_start)
        self.assertEqual(held[-1].date_due, last, life.story)
        for before, row in pairwise(held):
            expected = (row.date_start - day, "renewed")
            self.assertEqual((before.date_due, before.state), expected)
            self.assertEqual(row.previous_id, before)
        self.assertLessEqual(set((rows - held).mapped("state")), {"closed"})
        self.assertNotEqual(held[-1].state, "renewed", life.story)
