"""`./dev bench lives`: many random lives of subscriptions, against a count of days."""

import argparse
import os
import random
import re
import subprocess
import sys
import time

from tools import paths
from tools.console import Problem, say

TEST = "subscription_rental/tests/acts/test_lives.py"
# How pytest names a life that differs from its ledger.
DIFFERENCE = re.compile(r"^SUBFAILED\(seed=\d+, life=(\d+)\)", re.MULTILINE)


def main():
    """Play the lives on a fresh database, say what was found; return the exit code."""
    options = _options()
    log = paths.work("log") / "bench-lives.log"
    say(f"{options.lives} lives, --seed {options.seed}; in full: {log}")
    started = time.monotonic()
    code = _play(options, log)
    seconds = time.monotonic() - started
    different = DIFFERENCE.findall(log.read_text(errors="replace"))
    if code and not different:
        last = log.read_text(errors="replace").strip().splitlines()[-12:]
        raise Problem("\n".join(["The lives could not be played:", *last]))
    say(
        f"seed {options.seed}: {options.lives} lives in {seconds:.0f} s, "
        f"{len(different)} differences"
    )
    for life in different:
        say(f"  ./dev bench lives --seed {options.seed} --life {life}")
    return 1 if different else 0


def _options():
    parser = argparse.ArgumentParser(prog="./dev bench lives", description=__doc__)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--lives", type=int, default=500, help="how many (500)")
    parser.add_argument("--life", type=int, help="only this one of them, by its number")
    options = parser.parse_args()
    if options.life is not None:
        options.lives = 1
    return options


def _play(options, log):
    """Run the test of lives as `./dev test` does; return its exit code."""
    chosen = {"LIVES_SEED": str(options.seed), "LIVES": str(options.lives)}
    if options.life is not None:
        chosen["LIFE"] = str(options.life)
    part = ("tools.test_part", "odoo", paths.CORE.name, "lives", TEST)
    with log.open("w") as output:
        return subprocess.call(
            [sys.executable, "-B", "-m", *part],
            cwd=paths.ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **chosen},
        )


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Problem as problem:
        say(f"\n{problem}")
        sys.exit(1)
