"""Every way to sell by subscription, and how many of them a run takes.

`MATRIX_SEED` repeats a choice. `MATRIX_SIZE` is how many cases are taken, 0 for all that
there are. `MATRIX_WAYS` is how many values meet in some case, as far as the size allows
it: 2 takes pairs.
"""

import os
import random
from itertools import combinations, product

SEED = int(os.environ.get("MATRIX_SEED") or random.SystemRandom().randrange(10**6))
SIZE = os.environ.get("MATRIX_SIZE")
WAYS = int(os.environ.get("MATRIX_WAYS") or 2)

AXES = {
    "timing": ("advance", "arrears", "lead"),
    "start": ("now", "later", "payment", "trial"),
    "aligned": (False, True),
    "fee": (0, 12),
    "deposit": (0, 50),
    "cover": (False, True),
    "phases": ("none", "half", "priced", "free, then priced"),
    "listed": ("none", "percent", "fixed", "by quantity"),
    "left_out": ("nothing", "out of season", "skipped"),
    "discount": (
        "none",
        "line",
        "percent",
        "amount",
        "percent once",
        "amount once",
        "percent, then amount",
    ),
    "taxes": (
        "excluded",
        "included",
        "none",
        "excluded, abroad",
        "included, abroad",
        "excluded, not abroad",
        "none, included by hand",
    ),
    "method": ("round_per_line", "round_globally"),
    "currency": ("own", "other"),
    "quoted": ("by hand", "from a template"),
    "confirmed": ("at once", "later", "copied"),
    "paid": ("by hand", "online"),
    "beside": (False, True),
}


def is_possible(case):
    """Return whether such a plan can be made; some axes may be missing in `case`."""
    awaited = case.get("start") in ("payment", "paid handover")
    # In arrears nothing is asked for before the start; out of season, perhaps, neither.
    later = case.get("timing") == "arrears" or case.get("left_out") == "out of season"
    return not (awaited and later)


class Choice:
    """Cases of `axes` that are chosen by chance, so that many values meet in few cases."""

    def __init__(self, axes, seed, ways):
        self.axes = axes
        self.ways = ways
        self.chance = random.Random(seed)
        self.open = {
            group
            for names in combinations(axes, ways)
            for values in product(*(axes[name] for name in names))
            if is_possible(dict(group := tuple(zip(names, values, strict=True))))
        }
        self.order = sorted(self.open, key=repr)
        self.chance.shuffle(self.order)

    def all(self):
        """Return all cases that are possible, one by one."""
        for values in product(*self.axes.values()):
            case = dict(zip(self.axes, values, strict=True))
            if is_possible(case):
                yield case

    def some(self, size):
        """Return `size` cases; without a size, as few as all groups of values need."""
        taken = {}
        while (len(taken) < size) if size else self.open:
            case = self._cover() if self.open else self._any()
            taken[tuple(case.values())] = case
        return list(taken.values())

    def _any(self):
        while True:
            case = {name: self.chance.choice(values) for name, values in self.axes.items()}
            if is_possible(case):
                return case

    def _cover(self):
        """Return a case with values that have not met yet: one group, and many others."""
        while self.order[-1] not in self.open:
            self.order.pop()
        case = dict(self.order[-1])
        rest = [name for name in self.axes if name not in case]
        self.chance.shuffle(rest)
        for name in rest:
            values = [v for v in self.axes[name] if is_possible({**case, name: v})]
            self.chance.shuffle(values)
            case[name] = max(values, key=lambda value: self._count_new(case, name, value))
        case = {name: case[name] for name in self.axes}
        self.open -= set(combinations(case.items(), self.ways))
        return case

    def _count_new(self, case, name, value):
        """Return how many groups that have not met yet `value` makes with `case`."""
        order = list(self.axes)
        count = 0
        for others in combinations(case.items(), self.ways - 1):
            group = sorted([*others, (name, value)], key=lambda one: order.index(one[0]))
            count += tuple(group) in self.open
        return count
