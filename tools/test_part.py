"""One part of `./dev test`, in a process of its own: `python -m tools.test_part …`."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tools import browser, database, paths, server
from tools.console import Problem, say, step

PYTEST = [sys.executable, "-B", "-m", "pytest"]


def main(kind, *arguments):
    """Run a part; return its exit code. A Problem is told in one sentence."""
    try:
        return {"odoo": test_addon, "life": live}[kind](*arguments)
    except Problem as problem:
        say(f"\n{problem}")
        return 1


def test_addon(addon, name, *arguments):
    """Run pytest on an addon's tests in a database that has only what it builds on.

    :param name: tells this part's database from those of other parts
    """
    path = f"{Path(browser.ensure()).parent}{os.pathsep}{os.environ['PATH']}"
    template = database.template(paths.ROOT / addon)
    copy = f"{database.PREFIX}_test_{name.replace('subscription_rental', 'sr')}"
    say(f"\n{addon}, in Odoo")
    database.create(copy, template)
    database.hurry(copy)
    try:
        return subprocess.call(
            [*PYTEST, *_odoo_options(copy), *arguments],
            cwd=paths.ROOT,
            env={**os.environ, "PATH": path},
        )
    finally:
        database.drop(copy)


def _odoo_options(copy):
    return [
        # Without --odoo-http browser tests would be skipped, and skipping fails the run.
        *("-p", "tools.pytest_no_skips", "--odoo-http"),
        f"--odoo-config={server.configuration()}",
        f"--odoo-database={copy}",
        "--odoo-log-level=error",
    ]


def live(name):
    """Install, upgrade and uninstall an addon: without a warning, without a trace."""
    addon = paths.ROOT / name
    say(f"\n{name}: install, upgrade, uninstall")
    template = database.template(addon)
    copy = f"{database.PREFIX}_life_{name.replace('subscription_rental', 'sr')}"
    database.create(copy, template)
    database.hurry(copy)
    names = [one.name for one in database.closure(addon)]
    try:
        _check_log(f"install-{template}_draft")
        with step("Upgrading the addons") as running:
            server.update(copy, names, running, verb="-u")
        _check_log(f"install-{copy}")
        with step("Uninstalling the addons") as running:
            script = paths.ROOT / "tools" / "uninstall_script.py"
            server.script(
                copy,
                script,
                doing="uninstall the addons",
                step=running,
                env={**os.environ, "RENTAL_ADDONS": ",".join(names)},
            )
    finally:
        database.drop(copy)
    say("Installed, upgraded and uninstalled without a warning.")
    return 0


def _check_log(name):
    """Raise Problem if Odoo warned of anything while it did what `name` logged."""
    log = paths.work("log") / f"{name}.log"
    if not log.is_file():
        return
    pattern = re.compile(r"^\S+ \S+ \d+ (WARNING|ERROR|CRITICAL) .*", re.MULTILINE)
    found = [match.group() for match in pattern.finditer(log.read_text())]
    if found:
        raise Problem(f"{log} has warnings:\n" + "\n".join(found[:10]))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
