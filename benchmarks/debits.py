"""`./dev bench debits`: what a collection of very many SEPA debits costs."""

import argparse
import sys
from pathlib import Path

from benchmarks import _command, _process
from tools import database, paths, server
from tools.console import say

RUN = f"{database.PREFIX}_benchdebits"
ADDON = paths.ROOT / "subscription_rental_sepa"
LIMIT_S = 60
# What the file itself takes, and little more: a tenth of the debits shows the difference.
LIMIT_MB = 150
FEW = 10
LABELS = {
    "gather": "gathered into one collection",
    "export": "exported, checked against the XSD",
    "answer": "credited in one sum, read in",
    "plain": "the same file by a simple loop",
}


def main(arguments):
    """Measure; return 1 if a collection takes too long, or memory grows with it."""
    options = _parser().parse_args(arguments)
    counts = (options.n // FEW, options.n)
    found = _command.measured(RUN, lambda: _measure_all(counts), options.json)
    return _show(*found.values()) if found else 1


def _measure_all(counts):
    """Return {count: what so many took}."""
    found = {}
    for count in counts:
        say(f"- Collecting {count:,} debits ...")
        found[count] = _measure(count)
    return found


def _measure(count):
    database.create(RUN, database.template(ADDON))
    own = f"--addons-path={server.setting('addons_path')}"
    return _process.run(RUN, own, "debits", count)


def _parser():
    parser = argparse.ArgumentParser(prog="./dev bench debits", description=__doc__)
    parser.add_argument("-n", type=int, default=10_000, help="debits (10000)")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    return parser


def _show(few, many):
    """Print the figures; return 1 if they are not as they should be."""
    say(f"\n{'':<40}{few['debits']:>12,}{many['debits']:>12,}")
    for name, label in LABELS.items():
        say(f"{label:<40}{few[name]:>10.1f} s{many[name]:>10.1f} s")
    for name in ("export_mb", "plain_mb", "file_mb"):
        label = f"MB: {name.removesuffix('_mb')}"
        say(f"{label:<40}{few[name]:>12.1f}{many[name]:>12.1f}")
    slow = many["gather"] + many["export"] > LIMIT_S
    return 1 if slow or many["export_mb"] > LIMIT_MB else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
