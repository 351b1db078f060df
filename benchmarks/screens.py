"""`./dev bench screens`: how long the server takes for what a clerk opens."""

import argparse
import json
import sys
from pathlib import Path
from statistics import median

from benchmarks import _process, _templates
from tools import database
from tools.console import Problem, say

RUN = f"{database.PREFIX}_benchscreens"
LIMIT_MS = 1000


def main(arguments):
    """Measure the screens; return 1 if one is slower than it may be."""
    options = _parser().parse_args(arguments)
    try:
        found = _measure(options.n)
    except Problem as problem:
        sys.stderr.write(f"\n{problem}\n")
        return 1
    finally:
        database.drop(RUN)
    slow = _show(found)
    if options.json:
        options.json.write_text(json.dumps(found, indent=2) + "\n")
    return 1 if slow else 0


def _parser():
    parser = argparse.ArgumentParser(prog="./dev bench screens", description=__doc__)
    parser.add_argument("-n", type=int, default=100_000, help="subscriptions (100000)")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    return parser


def _measure(count):
    database.create(RUN, _templates.screens(count))
    return _process.run(RUN, _templates.addons_path(), "screens")


def _show(found):
    """Print a table; return the names of screens that are slower than they may be."""
    say(
        f"\n{found['subscriptions']:,} subscriptions, {found['periods']:,} periods, "
        f"{found['invoices']:,} invoices"
    )
    say(f"{'screen':16}{'ms first':>10}{'ms median':>11}{'CPU ms':>8}{'queries':>9}")
    slow = []
    for name, tries in found["screens"].items():
        first, middle = tries[0]["ms"], median(one["ms"] for one in tries)
        most = max(one["queries"] for one in tries)
        busy = median(one["cpu"] for one in tries)
        say(f"{name:16}{first:10.0f}{middle:11.0f}{busy:8.0f}{most:9}")
        if middle > LIMIT_MS:
            slow.append(name)
    counted = found["counted"]
    say(
        f"The month end is counted at night: {counted['ms'] / 1000:.1f} s, "
        f"{counted['queries']} queries"
    )
    say(f"\nSlower than a second: {', '.join(slow) or 'none'}")
    return slow


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
