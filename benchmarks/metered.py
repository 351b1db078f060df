"""`./dev bench metered`: what billing a period reads of very many readings."""

import argparse
import sys
from pathlib import Path

from benchmarks import _command, _process
from tools import database, paths, server
from tools.console import say

RUN = f"{database.PREFIX}_benchmetered"
ADDON = paths.ROOT / "subscription_rental_metered"
LIMIT_MS = 100


def main(arguments):
    """Measure; return 1 if a counter takes too long, or its table is read whole."""
    options = _parser().parse_args(arguments)
    found = _command.measured(RUN, lambda: _measure(options), options.json)
    return _show(found) if found else 1


def _measure(options):
    database.create(RUN, database.template(ADDON))
    say(f"- Making {options.readings:,} readings of {options.n:,} counters ...")
    own = f"--addons-path={server.setting('addons_path')}"
    return _process.run(RUN, own, "metered", options.n, options.readings)


def _parser():
    parser = argparse.ArgumentParser(prog="./dev bench metered", description=__doc__)
    parser.add_argument("-n", type=int, default=1000, help="counters (1000)")
    parser.add_argument(
        "--readings", type=int, default=1_000_000, help="readings of all (1000000)"
    )
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    return parser


def _show(found):
    """Print the figures and the plan; return 1 if they are not as they should be."""
    say(f"\n{found['readings']:,} readings of {found['meters']:,} counters")
    say(f"read for a month of each: {found['read']:,}")
    say(f"a counter: {found['ms_per_meter']:.2f} ms\n")
    say("\n".join(found["plan"]))
    whole = any("Seq Scan on subscription_reading" in line for line in found["plan"])
    return 1 if whole or found["ms_per_meter"] > LIMIT_MS else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
