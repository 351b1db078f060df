"""What is measured, and the table that shows it: no database, no clock."""

from statistics import median
from typing import NamedTuple


class Sample(NamedTuple):
    """What one measured run took, all its processes together."""

    invoices: int
    ms: float
    queries: int
    cpu_ms: float
    peak_rss_mb: float
    grown_mb: float
    # How long transactions held the numbers of their journal.
    held_ms: float

    @classmethod
    def together(cls, samples):
        """Return the sample of processes that ran side by side."""
        invoices, ms, queries, cpu_ms, peak, grown, held = zip(*samples, strict=True)
        sums = sum(queries), sum(cpu_ms), max(peak), max(grown), sum(held)
        return cls(sum(invoices), max(ms), *sums)


def summary(samples):
    """Return the medians over the rounds, as they stand in the JSON file."""
    return {
        "ms_per_invoice": _median(one.ms / one.invoices for one in samples),
        "queries_per_invoice": _median(one.queries / one.invoices for one in samples),
        "cpu_ms_per_invoice": _median(one.cpu_ms / one.invoices for one in samples),
        "held_ms_per_invoice": _median(one.held_ms / one.invoices for one in samples),
        "peak_rss_mb": _median(one.peak_rss_mb for one in samples),
    }


def rate(ms, held_ms, workers):
    """Return how many invoices a second so many workers of one journal make at most.

    Each has a core of its own; whoever gives numbers lets the others wait for them.

    :param ms: the time of one invoice in one worker
    :param held_ms: which part of it the numbers of the journal are held
    """
    return min(workers * 1000 / ms, 1000 / held_ms)


def ratios(samples, base, field):
    """Return how much `samples` took per invoice for 1 of `base`, round by round."""
    return [
        (getattr(one, field) / one.invoices) / (getattr(two, field) / two.invoices)
        for one, two in zip(samples, base, strict=True)
    ]


def spread(values):
    """Return the least, the middle and the greatest value as text."""
    found = (min(values), median(values), max(values))
    return "\N{EN DASH}".join(f"{value:.2f}" for value in found)


HEAD = (
    "per invoice",
    "ms",
    "inv/s",
    "queries",
    "CPU ms",
    "peak MB",
    "grown MB",
    "time ratio",
    "CPU ratio",
)


def table(results, base=None):
    """Return the table of {name: samples}; ratios are to the contestant `base`."""
    return lines([HEAD, *(_row(name, results, base) for name in results)])


def lines(rows):
    """Return rows of cells as lines of text, in columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_line(row, widths) for row in rows)


def _row(name, results, base):
    samples = results[name]
    found = summary(samples)
    compared = ["", ""]
    if base in results:
        compared = [
            spread(ratios(samples, results[base], field)) for field in ("ms", "cpu_ms")
        ]
    return (
        name,
        f"{found['ms_per_invoice']:.1f}",
        f"{1000 / found['ms_per_invoice']:.1f}",
        f"{found['queries_per_invoice']:.2f}",
        f"{found['cpu_ms_per_invoice']:.1f}",
        f"{found['peak_rss_mb']:.0f}",
        f"{median(one.grown_mb for one in samples):.0f}",
        *compared,
    )


def _line(row, widths):
    first, *rest = (
        cell.rjust(width) if place else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join([first, *rest]).rstrip()


def _median(values):
    return round(median(values), 3)
