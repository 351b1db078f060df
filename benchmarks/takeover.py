"""`./dev bench takeover`: what OCA addons bill moves in, each to the day, and once."""

import argparse
import sys

from benchmarks import _process, _templates
from tools import database
from tools.console import Problem, say

RUN = f"{database.PREFIX}_benchtakeover"
# Of each addon, in this order; the numbers are those of the last run.
LABELS = {
    "agreements": "agreements of other addons",
    "moved": "subscriptions made",
    "same_day": "... with the same next invoice",
    "old_bills": "invoices the other addons make after it",
    "bills": "invoices made here on these days",
    "same_amount": "... with the amount as it was",
    "twice": "invoices made here by a second run",
}


def main(arguments):
    """Move in; return 1 unless each is billed on its day, by one of the two, once."""
    options = _parser().parse_args(arguments)
    try:
        database.create(RUN, _templates.data(options.n, ("contract", "subscription_oca")))
        found = _process.run(RUN, _templates.addons_path(), "takeover")
    except Problem as problem:
        sys.stderr.write(f"\n{problem}\n")
        return 1
    finally:
        database.drop(RUN)
    return _show(found)


def _parser():
    parser = argparse.ArgumentParser(prog="./dev bench takeover", description=__doc__)
    parser.add_argument("-n", type=int, default=100, help="agreements of each addon (100)")
    return parser


def _show(found):
    """Print the figures; return 1 if they are not as they should be."""
    for name, label in LABELS.items():
        say(f"{label:<44}{found[name]:>8,}")
    say(f"{'ms for each':<44}{found['ms']:>8.1f}")
    for problem in found["problems"]:
        say(f"  {problem}")
    return 0 if is_exact(found) else 1


def is_exact(found):
    """Return whether all moved, and were billed once, here, with day and amount."""
    expected = found["agreements"]
    same = ("moved", "same_day", "bills", "same_amount")
    nothing = found["old_bills"] or found["twice"] or found["problems"]
    return bool(expected) and not nothing and all(found[one] == expected for one in same)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
