"""What is said of jobs: medians, ratios to the loop, and what misses its bar."""

from datetime import datetime, timezone
from statistics import median

from benchmarks import _figures

MEASURED = ("ms", "cpu_ms", "queries")
# Queries of a record do not grow with the number of records.
SLACK = 1.1
HEAD = (
    "per record",
    "records",
    "ms",
    "CPU ms",
    "queries",
    "queries, a tenth",
    "MB",
    "MB, a tenth",
    "loop: ms",
    "CPU ms",
    "queries",
    "MB",
    "CPU ratio",
)


def day():
    """Return today as text: data of yesterday is due no more."""
    return str(datetime.now(timezone.utc).date())


def summary(samples):
    """Return the medians per record over the rounds, as they stand in the JSON file."""
    found = {
        name: median(one[name] / one["records"] for one in samples) for name in MEASURED
    }
    return {
        **found,
        "records": samples[0]["records"],
        "grown_mb": median(one["grown_mb"] for one in samples),
        "outcome": samples[0]["outcome"],
        "same": all(one["outcome"] == samples[0]["outcome"] for one in samples),
    }


def ratio(found):
    """Return the CPU time of ours for 1 of the loop's."""
    return found["ours"]["cpu_ms"] / found["loop"]["cpu_ms"]


def missed(found, job):
    """Return a sentence for each bar of `job` that `found` misses."""
    ours, loop, few = (found[way] for way in ("ours", "loop", "few"))
    grown = ours["grown_mb"] - few["grown_mb"]
    checks = {
        f"outcomes differ: {ours['outcome']}, and of the loop {loop['outcome']}": (
            ours["same"] and loop["same"] and ours["outcome"] == loop["outcome"]
        ),
        f"nothing came of it: {ours['outcome']}": all(ours["outcome"].values()),
        f"CPU is {ratio(found):.2f} of the loop's, {job.cpu:.2f} at most": (
            ratio(found) <= job.cpu
        ),
        f"{ours['queries']:.2f} queries, of the loop {loop['queries']:.2f}": (
            ours["queries"] <= job.queries * loop["queries"]
        ),
        f"{ours['queries']:.2f} queries, {few['queries']:.2f} with a tenth": (
            ours["queries"] <= SLACK * few["queries"]
        ),
        f"{grown:.0f} MB more than with a tenth, {job.mb:.0f} at most": grown <= job.mb,
    }
    return [said for said, kept in checks.items() if not kept]


def table(found):
    """Return the table of {job: its medians}."""
    return _figures.lines([HEAD, *(_row(name, found[name]) for name in found)])


def _row(name, found):
    ours, loop, few = (found[way] for way in ("ours", "loop", "few"))
    return (
        name,
        f"{ours['records']:,}",
        f"{ours['ms']:.1f}",
        f"{ours['cpu_ms']:.1f}",
        f"{ours['queries']:.2f}",
        f"{few['queries']:.2f}",
        f"{ours['grown_mb']:.0f}",
        f"{few['grown_mb']:.0f}",
        f"{loop['ms']:.1f}",
        f"{loop['cpu_ms']:.1f}",
        f"{loop['queries']:.2f}",
        f"{loop['grown_mb']:.0f}",
        f"{ratio(found):.2f}",
    )
