"""One part of `./dev test`, in a process of its own: `python -m tools.test_part …`."""

import os
import subprocess
import sys
from pathlib import Path

from tools import axe, browser, database, paths, printer, server, wheels
from tools.console import Problem, say, step

# A line of the log of a life: what comes before it is of the upgrade.
UPGRADED = "The addon is upgraded."
PYTEST = [sys.executable, "-B", "-m", "pytest"]


def main(kind, *arguments):
    """Run a part; return its exit code. A Problem is told in one sentence."""
    try:
        kinds = {"odoo": test_addon, "life": live, "wheels": wheels.check}
        return kinds[kind](*arguments)
    except Problem as problem:
        say(f"\n{problem}")
        return 1


def test_addon(addon, name, *arguments):
    """Run pytest on an addon's tests in a database that has only what it builds on.

    :param name: tells this part's database from those of other parts
    """
    # The printer first: where the browser is, there may be one that prints no text.
    programs = (printer.ensure(), Path(browser.ensure()))
    path = os.pathsep.join([*(str(one.parent) for one in programs), os.environ["PATH"]])
    template = database.template(paths.ROOT / addon)
    copy = f"{database.PREFIX}_test_{name.replace('subscription_rental', 'sr')}"
    say(f"\n{addon}, in Odoo")
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
        *("-p", "tools.pytest_no_skips", "-p", "tools.pytest_assets", "--odoo-http"),
        f"--odoo-config={server.configuration()}",
        f"--odoo-database={copy}",
        "--odoo-log-level=error",
        # Told in the log of each part, to find what makes the whole run long.
        "--durations=20",
    ]


def live(name):
    """Install, upgrade and uninstall an addon: without a warning, without a trace.

    What it builds on has a life of its own.
    """
    addon = paths.ROOT / name
    say(f"\n{name}: install, upgrade, uninstall")
    template = database.template(addon)
    copy = f"{database.PREFIX}_life_{name.replace('subscription_rental', 'sr')}"
    database.create(copy, template)
    database.hurry(copy)
    logs = paths.work("log")
    script = paths.ROOT / "tools" / "life_script.py"
    given = {"RENTAL_DATABASE": copy, "RENTAL_ADDON": name, "RENTAL_UPGRADED": UPGRADED}
    try:
        database.check_log(logs / f"install-{template}_draft.log")
        with step("Upgrading and uninstalling the addon") as running:
            server.script(
                copy,
                script,
                connected=False,
                doing="upgrade and uninstall the addon",
                step=running,
                env={**os.environ, **given},
            )
        database.check_log(logs / f"{script.stem}-{copy}.log", until=UPGRADED)
    finally:
        database.drop(copy)
    say("Installed, upgraded and uninstalled without a warning.")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
