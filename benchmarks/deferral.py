"""`./dev bench deferral`: what closing a month with very many invoice lines costs."""

import argparse
import sys
from pathlib import Path

from benchmarks import _command, _process
from tools import database, paths, server
from tools.console import say

RUN = f"{database.PREFIX}_benchdeferral"
# Flat: what a tenth of the lines takes, and little more.
LIMIT_MB = 100
FEW = 10
LABELS = {
    "layout": "laid out, a row for each line and month",
    "layout_cpu": "of that, CPU time of Odoo",
    "january": "first month booked",
    "february": "second month booked",
    "again": "the same once more",
    "check": "compared with the accounts",
}


def main(arguments):
    """Measure; return 1 if memory grows with the number of lines."""
    options = _parser().parse_args(arguments)
    counts = (options.n // FEW, options.n)
    found = _command.measured(RUN, lambda: _measure_all(counts), options.json)
    return _show(*found.values()) if found else 1


def _measure_all(counts):
    """Return {count: what so many took}."""
    found = {}
    for count in counts:
        say(f"- Deferring {count:,} lines ...")
        found[count] = _measure(count)
    return found


def _measure(count):
    database.create(RUN, database.template(paths.CORE))
    own = f"--addons-path={server.setting('addons_path')}"
    return _process.run(RUN, own, "deferral", count)


def _parser():
    parser = argparse.ArgumentParser(prog="./dev bench deferral", description=__doc__)
    parser.add_argument("-n", type=int, default=100_000, help="lines (100000)")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    return parser


def _show(few, many):
    """Print the figures; return 1 if memory is not flat."""
    say(f"\n{'invoice lines':<45}{few['lines']:>12,}{many['lines']:>12,}")
    for name, label in LABELS.items():
        say(f"{label:<45}{few[name]:>10.1f} s{many[name]:>10.1f} s")
    for name in ("layout_mb", "book_mb", "check_mb"):
        label = f"MB above what was there: {name.removesuffix('_mb')}"
        say(f"{label:<45}{few[name]:>12.1f}{many[name]:>12.1f}")
    return 1 if many["layout_mb"] - few["layout_mb"] > LIMIT_MB else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
