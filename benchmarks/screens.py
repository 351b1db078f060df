"""`./dev bench screens`: how long the server takes for what people open and do."""

import argparse
import json
import sys
from pathlib import Path
from statistics import median

from benchmarks import _process, _templates
from tools import database
from tools.console import Problem, say

RUN = f"{database.PREFIX}_benchscreens"
HEADS = ("ms first", "ms median", "limit", "CPU ms", "queries", "few rows")


def main(arguments):
    """Measure the screens; return 1 if one is slower than it may, or its queries grow."""
    options = _parser().parse_args(arguments)
    try:
        found = _measure(options.n)
    except Problem as problem:
        sys.stderr.write(f"\n{problem}\n")
        return 1
    finally:
        database.drop(RUN)
    _show(found)
    if options.json:
        options.json.write_text(json.dumps(found, indent=2) + "\n")
    return 1 if slow(found["screens"]) or growing(found["screens"]) else 0


def _parser():
    parser = argparse.ArgumentParser(prog="./dev bench screens", description=__doc__)
    parser.add_argument("-n", type=int, default=100_000, help="subscriptions (100000)")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    return parser


def _measure(count):
    database.create(RUN, _templates.screens(count))
    found = _process.run(RUN, _templates.addons_path(), "screens")
    # Another database: what is rented there is handed over.
    database.create(RUN, _templates.goods())
    shipped = _process.run(RUN, _templates.own_addons(), "ship")
    return found | {"screens": found["screens"] | shipped["screens"]}


def slow(screens):
    """Return the names of those that take longer than they may, in the median."""
    return [
        name for name, one in screens.items() if _middle(one["tries"], "ms") > one["limit"]
    ]


def growing(screens):
    """Return the names of those that ask more of the database the more rows they show."""
    return [
        name
        for name, one in screens.items()
        if "few" in one
        and _middle(one["tries"], "queries") > _middle(one["few"], "queries")
    ]


def _middle(tries, figure):
    return median(one[figure] for one in tries)


def _show(found):
    """Print a table of all screens, and which of them miss what is asked of them."""
    screens = found["screens"]
    say(
        f"\n{found['subscriptions']:,} subscriptions, {found['periods']:,} periods, "
        f"{found['invoices']:,} invoices"
    )
    say(f"{'screen':18}" + "".join(f"{head:>11}" for head in HEADS))
    for name, one in screens.items():
        tries = one["tries"]
        times = (tries[0]["ms"], _middle(tries, "ms"), one["limit"], _middle(tries, "cpu"))
        sent = [_middle(one[kind], "queries") for kind in ("tries", "few") if kind in one]
        say(f"{name:18}" + "".join(f"{figure:11.0f}" for figure in (*times, *sent)))
    counted = found["counted"]
    say(
        f"The month end is counted at night: {counted['ms'] / 1000:.1f} s, "
        f"{counted['queries']} queries"
    )
    say(f"\nSlower than the limit: {', '.join(slow(screens)) or 'none'}")
    say(f"More queries for more rows: {', '.join(growing(screens)) or 'none'}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
