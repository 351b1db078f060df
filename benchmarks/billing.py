"""`./dev bench billing`: what posted invoices cost, side by side with other ways."""

import argparse
import json
import sys
from pathlib import Path
from statistics import median

from benchmarks import _books, _figures, _process, _templates
from tools import database
from tools.console import Problem, say

CONTESTANTS = ("bare", "tuned", "ours", "contract", "subscription_oca")
# These need data of their own; the others only need customers.
PARTS = ("ours", "contract", "subscription_oca")
SCALES = (1_000, 10_000)
MILLION = 1_000_000
WORKERS = (1, 2, 4, 8, 16)
# Statements of each contestant; the JSON file has all.
SHOWN = 30
RUN = f"{database.PREFIX}_benchrun"


def main(arguments):
    """Measure what the arguments ask for; return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        found = _measure(options)
        if options.json:
            options.json.write_text(json.dumps(found, indent=2) + "\n")
    except Problem as problem:
        sys.stderr.write(f"\n{problem}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        database.drop(RUN)
    return 0


def _parser():
    parser = argparse.ArgumentParser(prog="./dev bench billing", description=__doc__)
    parser.add_argument("-n", type=int, default=1000, help="invoices a run (1000)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each (3)")
    parser.add_argument("--json", type=Path, help="write the medians to this file")
    parser.add_argument(
        "--only",
        nargs="+",
        choices=CONTESTANTS,
        default=CONTESTANTS,
        metavar="NAME",
        help=f"some of {', '.join(CONTESTANTS)}",
    )
    parser.add_argument(
        "--statements", action="store_true", help="count the SQL statements instead"
    )
    parser.add_argument(
        "--scale",
        nargs="*",
        type=int,
        metavar="N",
        help="ours with few and with many instead (1000 10000)",
    )
    parser.add_argument(
        "--workers", type=int, metavar="N", help="ours in one and in N processes instead"
    )
    parser.add_argument(
        "--lock",
        action="store_true",
        help="how long the numbers of a journal are held instead, and what that allows",
    )
    parser.add_argument(
        "--claim",
        nargs="?",
        type=int,
        const=MILLION,
        metavar="N",
        help="choosing a batch among so many instead (1000000)",
    )
    return parser


def _measure(options):
    """Return the summaries of all that was asked for; show each as a table."""
    modes = {
        _scale: options.scale is not None,
        _workers: options.workers,
        _lock: options.lock,
        _claim: options.claim,
        _statements: options.statements,
    }
    chosen = [mode for mode, wanted in modes.items() if wanted] or [_compare]
    found = {}
    for mode in chosen:
        found |= mode(options)
    return found


def _compare(options):
    """All contestants, on the same data."""
    source = _templates.data(options.n, PARTS)
    runs = {name: (source, options.n, name, 1) for name in options.only}
    return _alternate(runs, options.rounds, "bare")


def _scale(options):
    """Ours with few and with many subscriptions."""
    runs = {
        f"ours_{count}": (_templates.data(count, ("ours",)), count, "ours", 1)
        for count in options.scale or SCALES
    }
    return _alternate(runs, options.rounds, next(iter(runs)))


def _workers(options):
    """Ours in one process and in several."""
    source = _templates.data(options.n, ("ours",))
    runs = {
        f"ours_workers_{count}": (source, options.n, "ours", count)
        for count in (1, options.workers)
    }
    return _alternate(runs, options.rounds, next(iter(runs)))


def _lock(options):
    """How long ours, and bare Odoo, hold the numbers of a journal."""
    source = _templates.data(options.n, ("ours",))
    runs = {name: (source, options.n, name, 1) for name in ("bare", "ours")}
    found = _alternate(runs, options.rounds, "bare")
    say("\nworkers of one journal, a core each: invoices a second at most, computed")
    say(f"{'':8}{'ms':>8}{'held ms':>9}{'share':>8}" + "".join(map(_head, WORKERS)))
    for name, one in found.items():
        ms, held = one["ms_per_invoice"], one["held_ms_per_invoice"]
        rates = (f"{_figures.rate(ms, held, workers):9.0f}" for workers in WORKERS)
        say(f"{name:8}{ms:8.1f}{held:9.2f}{held / ms:8.1%}" + "".join(rates))
    return found


def _head(workers):
    return f"{workers:>7} w."


def _claim(options):
    """Choosing the next batch among very many."""
    database.create(RUN, _templates.data(1, ("ours",)))
    say(f"- Choosing a batch among {options.claim:,} subscriptions ...")
    found = _process.run(RUN, _templates.addons_path(), "claim", options.claim)
    say(f"\n{found['batch']} chosen of {found['due']:,} due of {found['total']:,}")
    for name in ("query_ms", "call_ms"):
        say(f"  {name}  {_figures.spread(found[name])}  ({len(found[name])} times)")
    say("\n" + "\n".join(found["plan"]))
    medians = {name: round(median(found[name]), 3) for name in ("query_ms", "call_ms")}
    return {"claim": {**found, **medians}}


def _statements(options):
    """Which statements each contestant sends; nothing is timed."""
    source = _templates.data(options.n, PARTS)
    found = {}
    for name in options.only:
        database.create(RUN, source)
        result = _bill(name, 0, statements=True)
        say(f"\n{name}: {result['queries'] / options.n:.2f} queries per invoice")
        say("  times      ms  (most frequent first)")
        for statement, times, ms in result["statements"][:SHOWN]:
            say(f"{times:7}{ms:8.0f}  {statement}")
        found[name] = result["statements"]
    return found


def _alternate(runs, rounds, base):
    """Measure each run once a round, on a fresh copy; return the summaries.

    :param runs: {name: (template, number of invoices, contestant, processes)}
    """
    samples = {name: [] for name in runs}
    books = {}
    for number in range(rounds):
        say(f"- Round {number + 1} of {rounds} ...")
        # There and back: who comes first in a warm machine comes last in the next round.
        for name in list(runs)[:: -1 if number % 2 else 1]:
            source, count, contestant, processes = runs[name]
            samples[name].append(_sample(source, count, contestant, processes))
            books.setdefault(count, {})[name] = _books.read(RUN, count)
    for found in books.values():
        _books.check_equal(found)
    say("\n" + _figures.table(samples, base))
    return {name: _figures.summary(found) for name, found in samples.items()}


def _sample(source, count, contestant, processes):
    database.create(RUN, source)
    tasks = [
        (RUN, _templates.addons_path(), "bill", contestant, number, processes)
        for number in range(processes)
    ]
    found = _process.run_together(tasks)
    shared = {"invoices": count / processes}
    return _figures.Sample.together(
        [
            _figures.Sample(
                **{name: {**one, **shared}[name] for name in _figures.Sample._fields}
            )
            for one in found
        ]
    )


def _bill(contestant, number, *, statements):
    path = _templates.addons_path()
    option = "statements" if statements else ""
    return _process.run(RUN, path, "bill", contestant, number, 1, option)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
