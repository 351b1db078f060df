"""`./dev bench jobs`: what scheduled jobs cost, each beside a simple loop of Odoo's own."""

import argparse
import json
import sys
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks import _job_figures, _process
from tools import database, paths, server
from tools.console import Problem, say, step

RUN = f"{database.PREFIX}_benchjobs"
FEW = 10
WAYS = ("ours", "loop")


class Job(NamedTuple):
    """A job that is measured: `benchmarks/_job_NAME.py` has its data and its ways."""

    # So many are due, among so many times as many.
    records: int
    among: int
    # At most so much of what the loop takes for a record.
    cpu: float = 1.0
    queries: float = 1.0
    # At most so much more memory than for a tenth of the records.
    mb: float = 20.0
    addon: Path = paths.CORE
    # Jobs whose data it begins with.
    builds_on: tuple = ()


JOBS = {
    # Three locks, a commit more, a look for other payments: nobody is charged twice.
    "collect": Job(1_000, among=10, cpu=1.2, queries=1.15),
    "dunning": Job(1_000, among=10),
    "reminders": Job(1_000, among=10),
    # Each mail has a transaction of its own, as in the loop, and a lock.
    "renewals": Job(1_000, among=10, cpu=1.1, queries=1.15),
    "prices": Job(10_000, among=1, cpu=1.1, queries=1.15),
    "applied": Job(10_000, among=1, builds_on=("prices",)),
    "audit": Job(100_000, among=1),
}


def main(arguments):
    """Measure; return 1 if a job misses its bar, or does not what the loop does."""
    options = _parser().parse_args(arguments)
    try:
        found = dict(_do_all(options))
    except Problem as problem:
        sys.stderr.write(f"\n{problem}\n")
        return 1
    finally:
        database.drop(RUN)
    return 0 if options.look else _show(found, options.json)


def _do_all(options):
    """Yield (name, what was found) of each job, or print where its time goes."""
    for name in options.only or JOBS:
        count = options.n or JOBS[name].records
        if options.look:
            _look(name, count, options.look)
            continue
        found = _measure(name, count, options.rounds)
        say(_job_figures.table({name: found}))
        yield name, found


def _show(found, path):
    """Print the table of all, and what misses its bar; return 1 if anything does."""
    if path:
        path.write_text(json.dumps(found, indent=2) + "\n")
    if len(found) > 1:
        say(f"\n{_job_figures.table(found)}")
    missed = [
        f"{name}: {said}"
        for name in found
        for said in _job_figures.missed(found[name], JOBS[name])
    ]
    for said in missed:
        say(f"Missed: {said}")
    return 1 if missed else 0


def _parser():
    parser = argparse.ArgumentParser(prog="./dev bench jobs", description=__doc__)
    parser.add_argument("-n", type=int, help="records that are due (each job has its own)")
    parser.add_argument(
        "--look", choices=WAYS, help="say where the time of one goes; measure nothing"
    )
    parser.add_argument("--rounds", type=int, default=1, help="how often (1)")
    parser.add_argument(
        "--only", nargs="+", choices=JOBS, metavar="NAME", help=str([*JOBS])
    )
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    return parser


def _measure(name, count, rounds):
    """Return the medians of ours, of the loop, and of ours with a tenth of the records."""
    few, many = _template(name, count // FEW), _template(name, count)
    say(f"- Job {name}: {count:,} of {count * JOBS[name].among:,} ...")
    samples = {way: [] for way in (*WAYS, "few")}
    for number in range(rounds):
        # There and back: a machine that becomes busy is unfair to both.
        for way in WAYS[:: -1 if number % 2 else 1]:
            samples[way].append(_run(name, many, count, way))
        samples["few"].append(_run(name, few, count // FEW, "ours"))
    return {way: _job_figures.summary(owned) for way, owned in samples.items()}


def _look(name, count, way):
    """Print the statements and the profile of one way."""
    database.create(RUN, _template(name, count))
    among = JOBS[name].among
    found = _process.run(RUN, _addons_path(), "job_look", name, count, among, way)
    say(found["profile"])
    say("  times      ms  (most frequent first)")
    for statement, times, ms in found["statements"]:
        say(f"{times:7}{ms:8.0f}  {statement}")


def _run(name, template, count, way):
    """Measure one way in a fresh copy of `template`, in a process of its own."""
    database.create(RUN, template)
    return _process.run(RUN, _addons_path(), "job", name, count, JOBS[name].among, way)


def _template(name, count):
    """Return a database in which `count` records are due today."""
    source = database.template(JOBS[name].addon)
    folder = paths.ROOT / "benchmarks"
    jobs = [f"_job_{one}.py" for one in (name, *JOBS[name].builds_on)]
    own = [folder / one for one in ("_job.py", "_copies.py", *jobs)]
    key = database.fingerprint(
        source, *(path.read_text() for path in own), _job_figures.day()
    )
    return database.cached(
        f"job{name}{count}", key, partial(_seed, job=name, count=count, source=source)
    )


def _seed(name, job, count, source):
    database.create(name, source)
    with step(f"Making {count * JOBS[job].among:,} records for the job {job}"):
        _process.run(name, _addons_path(), "job_seed", job, count, JOBS[job].among)


def _addons_path():
    return f"--addons-path={server.setting('addons_path')}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
