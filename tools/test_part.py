"""One part of `./dev test`, in a process of its own: `python -m tools.test_part …`."""

import os
import subprocess
import sys
from pathlib import Path

from tools import axe, browser, database, life, paths, printer, server
from tools.console import Problem, say

PYTEST = [sys.executable, "-B", "-m", "pytest"]


def main(kind, *arguments):
    """Run a part; return its exit code. A Problem is told in one sentence."""
    try:
        kinds = {"odoo": test_addon, "together": test_together, "life": life.check}
        return kinds[kind](*arguments)
    except Problem as problem:
        say(f"\n{problem}")
        return 1


def test_addon(addon, name, *arguments):
    """Run pytest on an addon's tests in a database that has only what it builds on.

    :param name: tells this part's database from those of other parts
    """
    template = database.template(paths.ROOT / addon)
    say(f"\n{addon}, in Odoo")
    return _test(template, name.replace("subscription_rental", "sr"), arguments)


def test_together(*arguments):
    """Run pytest in a database that has all our addons."""
    template = database.template()
    say("\nAll addons together, in Odoo")
    return _test(template, "together", arguments)


def _test(template, name, arguments):
    """Run pytest in a copy of the database `template`; return its exit code."""
    # The printer first: where the browser is, there may be one that prints no text.
    programs = (printer.ensure(), Path(browser.ensure()))
    path = os.pathsep.join([*(str(one.parent) for one in programs), os.environ["PATH"]])
    copy = f"{database.PREFIX}_test_{name}"
    # How it was installed, with what it builds on.
    database.check_log(paths.work("log") / f"install-{template}_draft.log")
    database.create(copy, template)
    database.hurry(copy)
    try:
        return subprocess.call(
            [*PYTEST, *_odoo_options(copy), *arguments],
            cwd=paths.ROOT,
            env={**os.environ, "PATH": path, "RENTAL_AXE": str(axe.ensure())},
        )
    finally:
        database.drop(copy)


def _odoo_options(copy):
    return [
        # Without --odoo-http browser tests would be skipped, and skipping fails the run.
        "--odoo-http",
        *("-p", "tools.pytest_no_skips"),
        *("-p", "tools.pytest_browser"),
        *("-p", "tools.pytest_company"),
        f"--odoo-config={server.configuration()}",
        f"--odoo-database={copy}",
        "--odoo-log-level=error",
        # Told in the log of each part, to find what makes the whole run long.
        "--durations=20",
    ]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
