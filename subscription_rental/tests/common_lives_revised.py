"""Prices of a random life that hold at first, and prices that are revised."""

from datetime import timedelta
from decimal import Decimal

from odoo import Command

from .common_lives_parts import ZERO, Phased, cents


class LifePrices:
    """What becomes of prices by themselves, in a life and in the ledger beside it."""

    def _any_phases(self, price):
        """Return prices at first of a line, in two of five lives: (known, as typed)."""
        if self.chance.random() < 0.6:
            return None, False
        steps, texts = [], []
        for _phase in range(self.chance.randint(1, 2)):
            intervals = self.chance.randint(1, 3)
            unit, text = self.chance.choice(
                (
                    (ZERO, "free"),
                    (cents(price.unit / 2), "-50%"),
                    (Decimal("12.35"), "12.35"),
                )
            )
            steps.append((intervals, unit))
            texts.append(f"{intervals} x {text}")
        return Phased(steps, price.unit), "; ".join(texts)

    def revise(self):
        """Plan other prices of some lines by a price revision, or undo what is planned."""
        if self.revisions and self.chance.random() < 0.3:
            self._undo_revision()
            return
        percent = self.chance.choice((-20, 3, 10))
        notice = self.chance.choice((0, 0, 10))
        date = self.day + timedelta(days=self.chance.randint(0, 20))
        products = self._going_on()
        chosen = self.chance.sample(products, self.chance.randint(1, len(products)))
        revision = self.env["subscription.price.revision"].create(
            {
                "name": "Revision of a life",
                "date": date,
                "percent": percent,
                "notice_days": notice,
                "product_ids": [Command.set([product.id for product in chosen])],
            }
        )
        revision.action_preview()
        earliest = max(date, self.day + timedelta(days=notice))
        planned = self._plan_revision(chosen, earliest, percent)
        shown = {(self.chains[row.product_id], row.day) for row in revision.line_ids}
        self.test.assertEqual(shown, {(one.chain, one.day) for one in planned}, self.story)
        if planned:
            revision.action_confirm()
            self.ledger.planned += planned
            self.revisions.append((revision, planned))
            self.tell("revises", percent, planned)

    def _plan_revision(self, products, earliest, percent):
        taken = {one.chain for one in self.ledger.planned}
        chains = [self.chains[product] for product in products]
        rows = (self._plan_one_revision(chain, earliest, percent) for chain in chains)
        return [row for row in rows if row and row.chain not in taken]

    def _plan_one_revision(self, chain, earliest, percent):
        ledger = self.ledger
        first = max(ledger.cursor, earliest, ledger.ordinary_from(chain))
        day = ledger.boundary_from(first)
        if ledger.end and day >= ledger.end and not ledger.may_go_on:
            return None
        return ledger.plan_revision(chain, day, percent)

    def _undo_revision(self):
        revision, planned = self.revisions.pop()
        left = [one for one in planned if one in self.ledger.planned]
        # What is planned for lines that are gone, went with them.
        if any(self.ledger.open(one.chain) for one in left):
            revision.action_undo()
            self.ledger.planned = [one for one in self.ledger.planned if one not in left]
            self.tell("undoes a revision")
