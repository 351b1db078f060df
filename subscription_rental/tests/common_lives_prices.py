"""What the lines of a random life cost: changed, at first, revised."""

from dataclasses import replace
from datetime import date
from functools import partial
from itertools import pairwise

from .common_lives_parts import Piece, Revision, Version, cents


class Prices:
    """The versions of the lines in the ledger of a life."""

    def change(self, chain, price, day):
        """From `day` on, line `chain` has another price; without price it is gone."""
        if chain in self.phased:
            # Days that are not billed yet have the price whose turn it was.
            self.step(self.cursor)
            del self.phased[chain]
        kept = [one for one in self.versions if one.chain != chain or one.start < day]
        for one in kept:
            if one.chain == chain and not (one.end and one.end <= day):
                one.end = day
        self.versions = kept
        if price:
            self.versions.append(Version(chain, price, day))

    def change_each(self, chain, price, day):
        """From `day` on there are more or less of line `chain`; its prices stay."""
        self._replace_each(
            chain,
            day,
            lambda one: replace(
                one,
                price=replace(one.price, quantity=price.quantity, discount=price.discount),
            ),
        )

        self._join(chain)

    def _join(self, chain):
        """Let days of line `chain` with one price be one stretch: rounded once."""
        own = [one for one in self.versions if one.chain == chain and one.start != one.end]
        own.sort(key=lambda one: one.start)
        for before, one in pairwise(own):
            if replace(before, end=one.end) == replace(one, start=before.start):
                # Both: a third one may follow.
                self.versions.remove(before)
                one.start = before.start

    def _replace_each(self, chain, day, another):
        for one in list(self.versions):
            if one.chain == chain and not (one.end and one.end <= day):
                self.versions.append(replace(another(one), start=max(day, one.start)))
                one.end = min(max(day, one.start), one.end or date.max)

    # === prices at first === #

    def passed(self):
        """Return how many whole intervals were billed: a part of one does not count."""
        return sum((one.end - one.start).days == one.whole for one in self.pieces)

    def step(self, day):
        """Let each line have the price from billed days from `day` on that is its turn."""
        for chain, phased in self.phased.items():
            unit, at_first = phased.place(self.passed())
            known = self.open(chain)
            if (known.price.unit, known.at_first) != (unit, at_first):
                self._replace_each(
                    chain,
                    day,
                    lambda one, unit=unit, at_first=at_first: replace(
                        one, price=replace(one.price, unit=unit), at_first=at_first
                    ),
                )

    def ordinary_from(self, chain):
        """Return the first day of the ordinary price of line `chain`, as it looks now."""
        if chain not in self.phased:
            return self.cursor
        left = max(self.phased[chain].intervals - self.passed(), 0)
        day = self.boundary_from(self.cursor) if left else self.cursor
        while left:
            piece = Piece(day, *self.interval_of(day)[1:])
            left -= (piece.end - day).days == piece.whole and not self.is_skipped(piece)
            day = piece.end
        return day

    def open(self, chain):
        """Return the version of line `chain` without an end, None if it is gone."""
        own = (one for one in self.versions if one.chain == chain and not one.end)
        return next(own, None)

    def plan_revision(self, chain, day, percent):
        """Return the new price of line `chain` from `day` on, None if it is the same."""
        phased = self.phased.get(chain)
        unit = phased.ordinary if phased else self.open(chain).price.unit
        same = cents(unit * (100 + percent) / 100) == unit
        return None if same else Revision(chain, day, percent)

    def revise(self, day):
        """Apply the prices that are planned for billed days from `day` on.

        Whatever else changed of the line stays: its quantity on each day, its end.
        """
        due = [one for one in self.planned if one.day <= day]
        self.planned = [one for one in self.planned if one.day > day]
        for planned in due:
            if not self.open(planned.chain):
                continue
            if phased := self.phased.get(planned.chain):
                phased.ordinary = cents(phased.ordinary * (100 + planned.percent) / 100)
            self._replace_each(planned.chain, day, partial(self._revised, planned))

    @staticmethod
    def _revised(planned, one):
        if one.at_first:
            return one
        unit = cents(one.price.unit * (100 + planned.percent) / 100)
        return replace(one, price=replace(one.price, unit=unit))
