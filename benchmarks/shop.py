"""`./dev bench shop`: what our addon adds to the pages of a web shop."""

import argparse
import json
import sys
from pathlib import Path
from statistics import median

from benchmarks import _process
from tools import database, paths, server
from tools.console import Problem, say, step

RUNS = {
    "without": f"{database.PREFIX}_benchshop_without",
    "with": f"{database.PREFIX}_benchshop_with",
}
ADDON = paths.ROOT / "subscription_rental_website"
SEED = paths.ROOT / "benchmarks" / "_shop.py"
# What our addon may add to a page.
MOST_TIME, MOST_QUERIES = 1.10, 3


def main(arguments):
    """Measure the pages in both databases; return 1 if one costs more than it may."""
    options = _parser().parse_args(arguments)
    try:
        found = _measure(options.n, options.profile)
    except Problem as problem:
        sys.stderr.write(f"\n{problem}\n")
        return 1
    finally:
        for name in RUNS.values():
            database.drop(name)
    over = _show(found["pages"])
    for side, lines in found.get("profiles", {}).items():
        say(f"\n{side}\n{lines}")
    if options.json:
        options.json.write_text(json.dumps(found, indent=2) + "\n")
    return 1 if over else 0


def _parser():
    parser = argparse.ArgumentParser(prog="./dev bench shop", description=__doc__)
    parser.add_argument("-n", type=int, default=60, help="visits of each page (60)")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--profile", metavar="PAGE", help="say where the time of it goes")
    return parser


def _measure(count, profiled):
    for side, build in (("without", _without), ("with", _with)):
        database.create(RUNS[side], build())
    # The same process serves both: neither has more memory or a better core.
    task = ["shop", RUNS["with"], count, *([profiled] if profiled else [])]
    return _process.run(RUNS["without"], _own_addons(), *task)


def _without():
    """Return a template with products in Odoo's own shop."""
    base = database.base_template(ADDON)
    key = database.fingerprint(base, SEED.read_text())
    return database.cached("shopwithout", key, lambda name: _seed(name, base))


def _seed(name, base):
    database.create(name, base)
    with step("Making products"):
        _process.run(name, _own_addons(), "shop_products")


def _with():
    """Return a template with the same products, half of them rented."""
    key = database.fingerprint(_without(), database.template(ADDON))
    return database.cached("shopwith", key, _rent)


def _rent(name):
    database.create(name, _without())
    with step("Installing our addon") as running:
        server.update(name, [ADDON.name], running)
    with step("Renting half of the products"):
        _process.run(name, _own_addons(), "shop_plans")


def _own_addons():
    return f"--addons-path={server.setting('addons_path')}"


def _show(pages):
    """Print a table; return the names of pages that cost more than they may."""
    heads = ("page", "CPU ms", "with ours", "ratio", "queries", "with ours")
    say("\n" + "".join(f"{head:>11}" for head in heads))
    over = []
    for name, sides in pages.items():
        times = {side: median(one["ms"] for one in tries) for side, tries in sides.items()}
        sent = {side: max(one["queries"] for one in tries) for side, tries in sides.items()}
        ratio = times["with"] / times["without"]
        say(
            f"{name:>11}{times['without']:11.1f}{times['with']:11.1f}{ratio:11.2f}"
            f"{sent['without']:11}{sent['with']:11}"
        )
        if ratio > MOST_TIME or sent["with"] > sent["without"] + MOST_QUERIES:
            over.append(name)
    say(f"\nMore than {MOST_TIME} or {MOST_QUERIES} queries: {', '.join(over) or 'none'}")
    return over


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
