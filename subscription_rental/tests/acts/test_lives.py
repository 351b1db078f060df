import os
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from dateutil.relativedelta import relativedelta

from odoo import Command
from odoo.tests import freeze_time

from ..common import SubscriptionCommon

# `LIVES_SEED` repeats a run; `LIVES` is how many are lived.
SEED = int(os.environ.get("LIVES_SEED") or random.SystemRandom().randrange(10**6))
LIVES = int(os.environ.get("LIVES") or 30)

BIRTH = date(2026, 7, 10)
STEPS = 7


def cents(amount):
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass
class Version:
    """A line as it was from one day to another."""

    worth: Decimal
    start: date
    end: date | None = None


@dataclass
class Ledger:
    """What a life costs, counted day by day from a calendar: nothing of the product's.

    `pieces`: the parts of months that are billed apart, as (first day, first day after it).
    """

    versions: list = field(default_factory=list)
    pieces: list = field(default_factory=list)
    given: Decimal = Decimal(0)
    resumed: date = BIRTH
    story: list = field(default_factory=list)

    def months(self):
        first = BIRTH
        number = 0
        while True:
            number += 1
            following = BIRTH + relativedelta(months=number)
            yield first, following
            first = following

    def month_of(self, day):
        return next(month for month in self.months() if month[0] <= day < month[1])

    def bill(self, day):
        """Bill in advance all months that have begun by `day`."""
        for first, following in self.months():
            if first > day:
                return
            is_skipped = following <= self.resumed
            billed = any(start < following and end > first for start, end in self.pieces)
            if not billed and not is_skipped:
                self.pieces.append((first, following))

    def change(self, number, worth, day):
        old = self.versions[number]
        old.end = day
        self.versions[number] = Version(worth, day)
        self.versions.append(old)

    def cut(self, day):
        """Give back the days from `day` on."""
        self.pieces = [(start, min(end, day)) for start, end in self.pieces if start < day]

    def go_on(self, day):
        """Bill what is left of the month of `day`, unless that is billed already."""
        self.resumed = day
        _first, following = self.month_of(day)
        if not any(start <= day < end for start, end in self.pieces):
            self.pieces.append((day, following))

    def worth(self):
        """Return what was to be paid: each version in each piece, rounded once."""
        total = Decimal(0)
        for version in self.versions:
            for start, end in self.pieces:
                first, following = self.month_of(start)
                days = 0
                day = max(start, version.start)
                while day < end and not (version.end and day >= version.end):
                    days += 1
                    day += timedelta(days=1)
                whole = (following - first).days
                total += cents(version.worth * days / whole)
        return total - self.given


class TestLives(SubscriptionCommon):
    """Random lives through the dialogs and bills, against a count of days (A23 to A28)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.subscription_backlog_limit = 0
        cls.tax = cls.env["account.tax"].create({"name": "21 % of lives", "amount": 21.0})

    def test_random_lives_cost_what_was_held(self):
        chance = random.Random(SEED)
        for number in range(LIVES):
            with (
                self.subTest(seed=SEED, life=number, of=LIVES),
                self.env.cr.savepoint(flush=False),
            ):
                self._live(chance)

    def _born(self, chance):
        """Return (subscription, ledger) of a life of one to three lines."""
        ledger, commands = Ledger(), []
        for _line in range(chance.randint(1, 3)):
            price = Decimal(chance.randint(5, 9999)) / 100
            product = self._product("Part")
            product.taxes_id = self.tax
            commands.append(
                Command.create({"product_id": product.id, "price_unit": float(price)})
            )
            ledger.versions.append(Version(price, BIRTH))
        self.company.tax_calculation_rounding_method = chance.choice(
            ("round_per_line", "round_globally")
        )
        one = self._subscription(str(BIRTH), line_ids=commands)
        return one, ledger

    def _live(self, chance):
        one, ledger = self._born(chance)
        acts = (self._change, self._change, self._pause, self._give, self._wait)
        day = BIRTH
        for _step in range(STEPS):
            self._bill_to(one, ledger, day)
            day = chance.choice(acts)(one, ledger, day, chance)
            day += timedelta(days=chance.randint(0, 25))
        self._bill_to(one, ledger, day)
        self._end(one, ledger, day, chance)
        self.assertFalse(one._get_pending_charges())
        self.assertTiled(one)
        self.assertAlmostEqual(
            one.amount_invoiced, float(ledger.worth()), 2, "; ".join(ledger.story)
        )
        periods = sum(one.period_ids.mapped("amount_invoiced"))
        self.assertAlmostEqual(periods, one.amount_invoiced, 2)

    def _bill_to(self, one, ledger, day):
        with freeze_time(f"{day} 12:00:00"):
            self._bill(one, str(day))
        ledger.bill(day)

    def _act(self, name, method, one, day, **values):
        """Do it in its dialog, on that day."""
        with freeze_time(f"{day} 12:00:00"):
            dialog = self.env[name].create({"subscription_id": one.id, **values})
            return getattr(dialog, method)()

    def _wait(self, _one, _ledger, day, _chance):
        return day

    def _change(self, one, ledger, day, chance):
        """Change the quantity of one line, and back to another one on the same day."""
        number = 0
        for _again in range(chance.randint(1, 2)):
            quantity = chance.randint(2, 5)
            with freeze_time(f"{day} 12:00:00"):
                dialog = self.env["subscription.change.dialog"].create(
                    {
                        "subscription_id": one.id,
                        "when": "now",
                        "invoicing": chance.choice(("next", "now")),
                    }
                )
                row = dialog.line_ids[number]
                if row.quantity == quantity:
                    continue
                row.quantity = quantity
                worth = Decimal(str(row.price_unit)) * quantity
                dialog.action_change()
            ledger.change(self._find(ledger, row), worth, day)
            ledger.story.append(f"{day} change {row.price_unit} to {quantity}")
        return day

    def _find(self, ledger, row):
        """Return the place of the open version with the price of this row."""
        price = Decimal(str(row.price_unit))
        return next(
            place
            for place, version in enumerate(ledger.versions)
            if not version.end and version.worth % price == 0
        )

    def _pause(self, one, ledger, day, chance):
        """Pause for some days, or for none, and resume."""
        rule = chance.choice(("lost", "credited"))
        at_once = rule == "credited" and chance.random() < 0.3
        resumed = day + timedelta(days=chance.choice((0, 3, 17, 40)))
        self._act(
            "subscription.pause.dialog",
            "action_pause",
            one,
            day,
            rule=rule,
            at_once=at_once,
        )
        with freeze_time(f"{resumed} 12:00:00"):
            one.action_resume()
        if rule == "credited" and (resumed > day or at_once):
            ledger.cut(day)
        ledger.go_on(resumed)
        ledger.story.append(f"{day} pause, {rule}, {at_once=}, to {resumed}")
        return resumed

    def _give(self, one, ledger, day, chance):
        """Give some cents back for the last invoice, as goodwill."""
        amount = Decimal(chance.randint(1, 20)) / 100
        slots = one._get_billed_slots().sorted("date_start")
        invoice = slots[-1:]._get_invoices().sorted("id")[-1:]
        line = invoice.invoice_line_ids.filtered(lambda one: one.rental_line_id)[:1]
        if not line or line.price_subtotal < 1:
            return day
        with freeze_time(f"{day} 12:00:00"):
            note = invoice._reverse_moves([{"invoice_date": day}])
            (note.invoice_line_ids - note.invoice_line_ids[:1]).unlink()
            note.invoice_line_ids.write(
                {"price_unit": float(amount), "quantity": 1.0, "discount": 0.0}
            )
            note.action_post()
        ledger.given += amount
        ledger.story.append(f"{day} given {amount}")
        return day

    def _end(self, one, ledger, day, chance):
        """Cancel it today; days that are paid are given back, or not."""
        back = chance.random() < 0.5
        self._act(
            "subscription.cancel.dialog",
            "action_cancel",
            one,
            day,
            when="now",
            reason="Moves away",
            credit_unused=back,
        )
        if back:
            ledger.cut(day)
        ledger.story.append(f"{day} end, {back=}")
