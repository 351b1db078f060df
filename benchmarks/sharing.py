"""`./dev bench sharing`: ten subscriptions of a customer on one invoice, and on ten."""

import argparse
import sys
from pathlib import Path
from statistics import median

from benchmarks import _command, _process, _seed, _templates
from tools import database
from tools.console import Problem, say

RUN = f"{database.PREFIX}_benchsharing"
# Sharing may save so much less than it saves Odoo itself, of the time of ten invoices.
BAR = 0.05
LABELS = {
    "plain": "Odoo, an invoice each",
    "plain_shared": "Odoo, one invoice",
    "ours": "ours, an invoice each",
    "shared": "ours, one invoice",
}
QUERY = """
    SELECT COUNT(*), COUNT(DISTINCT partner.id), SUM(move.amount_untaxed)
      FROM account_move move
      JOIN res_partner partner ON partner.id = move.partner_id
     WHERE partner.ref = 'benchmark' AND move.state = 'posted'
"""


def main(arguments):
    """Measure both ways in turns; return 1 if sharing saves too little."""
    options = _parser().parse_args(arguments)
    found = _command.measured(RUN, lambda: _measure_all(options), options.json)
    return _show(found) if found else 1


def _measure_all(options):
    """Return {way: what each round took}."""
    found = {way: [] for way in LABELS}
    source = _templates.data(options.n, ("shared",))
    for number in range(options.rounds):
        say(f"- Round {number + 1} of {options.rounds} ...")
        for way in list(LABELS)[:: -1 if number % 2 else 1]:
            found[way].append(_measure(source, way, options.n))
    _check_same(found)
    return found


def _check_same(found):
    """Raise Problem unless all bill the same; taxes are rounded once an invoice."""
    if len({one["total"] for runs in found.values() for one in runs}) > 1:
        raise Problem("Not all ways billed the same amount.")


def _measure(source, way, customers):
    """Bill everybody in this way; raise Problem unless each is billed, and as much."""
    database.create(RUN, source)
    found = _process.run(RUN, _templates.addons_path(), "bill", way)
    ((invoices, billed, total),) = database.query(RUN, QUERY)
    each = 1 if way.endswith("shared") else _seed.SHARED
    if (invoices, billed) != (customers * each, customers):
        raise Problem(f"{way}: {invoices} invoices of {billed} customers.")
    return {**found, "invoices": invoices, "customers": billed, "total": float(total)}


def _show(found):
    """Print both ways a subscription; return 1 if a bar is missed."""
    say(f"\n{'ten subscriptions':24}{'ms':>8}{'CPU ms':>8}{'queries':>9}")
    for way, runs in found.items():
        each = [
            median(one[what] / one["customers"] for one in runs)
            for what in ("ms", "cpu_ms", "queries")
        ]
        say(f"{LABELS[way]:24}{each[0]:8.1f}{each[1]:8.1f}{each[2]:9.2f}")
    odoo, ours = _ratio(found, "plain"), _ratio(found, "ours")
    say(f"CPU of one invoice to that of ten: {ours:.2f}, Odoo alone: {odoo:.2f}")
    return 1 if ours > odoo + BAR else 0


def _ratio(found, apart):
    """Return the CPU time of shared invoices for 1 of those that bill the same apart."""
    together = found["plain_shared" if apart == "plain" else "shared"]
    return median(
        two["cpu_ms"] / one["cpu_ms"]
        for one, two in zip(found[apart], together, strict=True)
    )


def _parser():
    parser = argparse.ArgumentParser(prog="./dev bench sharing", description=__doc__)
    parser.add_argument("-n", type=int, default=100, help="customers of ten (100)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each (3)")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
