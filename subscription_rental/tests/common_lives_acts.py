"""What can happen in a life, done in the real dialogs and in the ledger beside it."""

import random
from dataclasses import replace
from decimal import Decimal

from odoo import Command
from odoo.exceptions import UserError

from .common_lives import Ledger
from .common_lives_parts import BIRTH, Agreed, Price, cents
from .common_lives_revised import LifePrices

UNITS = {"weeks": "week", "months": "month"}


class Life(LifePrices):
    """One random life of a subscription; `test` is the test case that it is lived in."""

    def __init__(self, test, seed):
        self.test = test
        self.env = test.env
        self.chance = random.Random(seed)
        self.day = BIRTH
        self.story = []
        # {product: the number of the line that it stands on now}
        self.chains = {}
        self.revisions = []
        self.number = 0

    def tell(self, *words):
        """Note what was done on this day."""
        self.story.append(" ".join(map(str, (self.day, *words))))

    # === the beginning === #

    def begin(self):
        """Begin it with a plan of random terms, and one to three lines."""
        self.closed = self._any_season()
        agreed = self._any_terms()
        self.ledger = Ledger(agreed)
        per_line = self.chance.random() < 0.5
        self.discounts = (0, 10, 25, 50) if per_line else (0,)
        self.test.company.tax_calculation_rounding_method = (
            "round_per_line" if per_line else "round_globally"
        )
        prices = [self._any_price() for _line in range(self.chance.randint(1, 3))]
        commands = []
        for price in prices:
            product = self._new_product()
            chain = self._new_chain(product)
            phased, text = self._any_phases(price)
            self.ledger.change(chain, price, BIRTH)
            if phased:
                self.ledger.phased[chain] = phased
                self.ledger.step(BIRTH)
            values = {**self._line_vals(product, price), "phases": text}
            commands.append(Command.create(values))
        self.one = self.test._subscription(
            str(BIRTH), plan_id=self._new_plan(agreed, []).id, line_ids=commands
        )
        self.tell("begins", agreed, *prices, self.ledger.phased)

    def _any_season(self):
        """Return the months that are out of season: none, mostly; all plans have it."""
        if self.chance.random() < 0.7:
            return frozenset()
        return frozenset(self.chance.sample(range(7, 13), self.chance.randint(1, 3)))

    def _any_terms(self):
        chance = self.chance
        arrears = chance.random() < 0.3
        # What is longer than a month has no season.
        longer = () if self.closed else (("months", 3),)
        unit, count = chance.choice((("months", 1),) * 4 + (("weeks", 2), *longer))
        term = chance.choice((0, 0, 0, 2, 4))
        renews = bool(term) and chance.random() < 0.4
        may_pay = bool(term) and not (renews or arrears)
        return Agreed(
            unit,
            count,
            arrears,
            lead=0 if arrears else chance.choice((0, 0, 0, 5)),
            proration=chance.choice(("daily",) * 4 + ("none", "full")),
            term=term,
            renews=renews,
            # Who pays for the next term pays for a period that is billed.
            paid_for=may_pay and not self.closed and chance.random() < 0.6,
            grace=chance.choice((0, 10)) if term and not renews else 0,
            closed=self.closed,
        )

    def _any_price(self):
        return Price(
            Decimal(self.chance.randint(5, 9999)) / 100,
            self.chance.choice((1, 1, 2, 3)),
            self.chance.choice(self.discounts),
        )

    def _new_product(self):
        self.number += 1
        product = self.test._product(f"Part {self.number}")
        product.taxes_id = self.chance.choice(self.test.taxes)
        return product

    def _new_chain(self, product):
        self.number += 1
        self.chains[product] = self.number
        return self.number

    def _line_vals(self, product, price):
        return {
            "product_id": product.id,
            "price_unit": float(price.unit),
            "quantity": price.quantity,
            "discount": price.discount,
        }

    def _new_plan(self, agreed, rows):
        """Return a plan with these terms, and rows of [(product, price)]."""
        lines = [
            Command.create(
                {
                    "product_id": product.id,
                    "quantity": price.quantity,
                    "price_unit": float(price.unit),
                }
            )
            for product, price in rows
        ]
        return self.env["subscription.plan"].create(
            {
                "name": "Plan of a life",
                "interval_unit": UNITS[agreed.unit],
                "interval_count": agreed.count,
                "billing_timing": "arrears" if agreed.arrears else "advance",
                "invoice_lead_days": agreed.lead,
                "proration": agreed.proration,
                "term_count": agreed.term,
                "renewal": self._get_renewal(agreed),
                "renewal_offer_kind": self.chance.choice(("quotation", "invoice")),
                "grace_days": agreed.grace,
                "line_ids": lines,
                **{f"closed_in_{month}": True for month in agreed.closed},
            }
        )

    def _get_renewal(self, agreed):
        if agreed.paid_for:
            return "on_payment"
        return "automatic" if agreed.renews else "none"

    def _dialog(self, name, **values):
        """Return the dialog of that name, opened on the subscription."""
        values = {"subscription_id": self.one.id, **values}
        return self.env[f"subscription.{name}.dialog"].create(values)

    # === changes === #

    def change(self):
        """Change quantities and prices, add a line, or take one away."""
        when = self.chance.choice(("now", "now", "next"))
        invoicing = self.chance.choice(("next", "now"))
        dialog = self._dialog("change", when=when, invoicing=invoicing)
        edits = {}
        for _edit in range(self.chance.randint(1, 2)):
            row = self.chance.choice(dialog.line_ids)
            edit = self.chance.choice(("quantity", "quantity", "price", "add", "remove"))
            getattr(self, f"_edit_{edit}")(dialog, row, edits)
        day = self.ledger.effective(self.day, when)
        if not self._are_new(edits):
            return
        dialog.action_change()
        self.ledger.settling(self._apply, edits, day)
        self.tell("changes", when, invoicing, "from", day, edits)

    def _are_new(self, edits):
        return any(self._is_new(chain, price) for chain, price in edits.items())

    def _is_new(self, chain, price):
        known = self.ledger.open(chain)
        return (known and known.price) != price

    def _apply(self, edits, day):
        # Against the prices that the dialog showed: one edit may bring another's turn.
        shown = {chain: self.ledger.open(chain) for chain in edits}
        new = {chain: price for chain, price in edits.items() if self._is_new(chain, price)}
        for chain, price in new.items():
            known = shown[chain]
            if price and chain in self.ledger.phased and price.unit == known.price.unit:
                self.ledger.change_each(chain, price, day)
            else:
                self.ledger.change(chain, price, day)

    def _edit_quantity(self, _dialog, row, edits):
        row.quantity = self.chance.randint(1, 5)
        chain = self.chains[row.product_id]
        # Who changes the quantity leaves each price as it was agreed.
        known = edits.get(chain) or self.ledger.open(chain).price
        self._edited(row, edits, known.unit if chain in self.ledger.phased else None)

    def _edit_price(self, _dialog, row, edits):
        row.price_unit = self.chance.randint(5, 9999) / 100
        self._edited(row, edits)

    def _edited(self, row, edits, unit=None):
        typed = cents(Decimal(str(row.price_unit))) if unit is None else unit
        edits[self.chains[row.product_id]] = Price(
            typed, int(row.quantity), int(row.discount)
        )

    def _edit_add(self, dialog, _row, edits):
        product, price = self._new_product(), self._any_price()
        dialog.line_ids = [Command.create(self._line_vals(product, price))]
        edits[self._new_chain(product)] = price

    def _edit_remove(self, dialog, row, edits):
        if len(dialog.line_ids) > 1:
            edits[self.chains[row.product_id]] = None
            row.unlink()

    def change_plan(self):
        """Change to another plan: some lines go on at its prices, others come or go."""
        when = self.chance.choice(("now", "now", "next"))
        old = self.ledger.agreed
        agreed = self._any_terms_after(old)
        rows = [(product, self._any_price()) for product in self._going_on()]
        rows = [(product, replace(price, discount=0)) for product, price in rows]
        rows = self.chance.sample(rows, self.chance.randint(0, len(rows)))
        if not rows or self.chance.random() < 0.5:
            price = replace(self._any_price(), discount=0)
            rows.append((self._new_product(), price))
        plan = self._new_plan(agreed, rows)
        dialog = self._dialog("change", when=when, plan_id=plan.id)
        day = self.ledger.effective(self.day, when)
        if (agreed.unit, agreed.count) != (old.unit, old.count):
            # Days of a pause are nobody's: another interval begins after them.
            day = max(day, self.ledger.left_out)
            if any(first >= day for first in self.ledger.skipped):
                # It would be another period that costs nothing.
                self.test.assertRaises(UserError, dialog.action_change)
                return
        edits = {self.chains[product]: None for product in self._going_on()}
        dialog.action_change()
        for product, price in rows:
            edits[self.chains.get(product) or self._new_chain(product)] = price
        self._move_to(agreed, edits, day)
        self.tell("changes plan", when, "from", day, agreed, edits)

    def _any_terms_after(self, old):
        """Return terms to which a plan with the terms `old` may be changed."""
        agreed = self._any_terms()
        agreed = replace(
            agreed, arrears=old.arrears, lead=0 if old.arrears else agreed.lead
        )
        if old.arrears:
            agreed = replace(agreed, paid_for=False)
        if old.arrears or self.chance.random() < 0.5:
            agreed = replace(agreed, unit=old.unit, count=old.count)
        return agreed

    def _going_on(self):
        return [one for one, chain in self.chains.items() if self.ledger.open(chain)]

    def _move_to(self, agreed, edits, day):
        ledger = self.ledger
        ledger.step(ledger.cursor)
        ledger.phased.clear()
        others = (agreed.unit, agreed.count) != (ledger.agreed.unit, ledger.agreed.count)

        def settle():
            self._apply(edits, day)
            if others:
                ledger.cut(day)

        ledger.settling(settle)
        ledger.agreed = agreed
        if others:
            ledger.change_interval(day, agreed)
        had_term = ledger.end
        ledger.end = ledger.end_of_term(day)
        if ledger.end and not had_term:
            ledger.first_term = min(day, ledger.first_term or day)
        if others:
            ledger.bill(self.day)
