"""`./dev test`: the rules, Odoo with its browser, crashes, and the addons' whole life."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tools import browser, database, paths, postgres, server
from tools.console import Problem, say, step

NO_TESTS = 5
DATABASE = f"{database.PREFIX}_test"
CRASH = Path("tests", "crash")
PYTEST = [sys.executable, "-B", "-m", "pytest"]


def run(arguments):
    """Run what `arguments` ask for, or everything; return the exit code."""
    given = [Path(argument.split("::")[0]) for argument in arguments]
    chosen = [path for path in given if path.exists()]
    crash = [path for path in chosen if CRASH in (path, *path.parents)]
    plain = [path for path in chosen if path.parts[0] == "tests" and path not in crash]
    codes = []
    if plain or not chosen:
        codes.append(_plain(arguments, chosen))
    if len(plain) + len(crash) < len(chosen) or not chosen:
        codes.append(_with_odoo(arguments, chosen))
    if crash or not chosen:
        codes.append(_crashing(arguments, chosen))
    failed = [code for code in codes if code not in (0, NO_TESTS)]
    if failed or set(codes) == {NO_TESTS}:
        return (failed or [NO_TESTS])[0]
    if not chosen and "-k" not in arguments:
        _whole_life()
    return 0


def _plain(arguments, chosen):
    say("\nThe rules and the repository, without Odoo")
    where = [] if chosen else ["tests"]
    options = ["-p", "no:odoo", f"--ignore={CRASH}"]
    return subprocess.call([*PYTEST, *options, *where, *arguments], cwd=paths.ROOT)


def _crashing(arguments, chosen):
    say("\nThe job, killed at any moment")
    where = [] if chosen else [CRASH]
    options = ["-p", "no:odoo", "-p", "tools.pytest_no_skips", "--durations=0"]
    if postgres.is_given():
        options.append(f"--ignore={CRASH / 'test_server_killed.py'}")
        say("PGHOST is set: its server is not killed. Unset it to run that test, too.")
    command = [*PYTEST, *options, *where, *arguments]
    return subprocess.call(list(map(str, command)), cwd=paths.ROOT)


def _with_odoo(arguments, chosen):
    """Test each addon in a database that has nothing but what it builds on."""
    codes = []
    for addon in paths.addons():
        own = [path for path in chosen if path.parts[0] == addon.name]
        others = {str(path) for path in chosen} - {str(path) for path in own}
        if own or not chosen:
            kept = [one for one in arguments if one.split("::")[0] not in others]
            where = [] if own else [str(addon / "tests")]
            codes.append(_test_addon(addon, [*where, *kept]))
    return next(
        (code for code in codes if code not in (0, NO_TESTS)), min(codes, default=0)
    )


def _test_addon(addon, arguments):
    path = f"{Path(browser.ensure()).parent}{os.pathsep}{os.environ['PATH']}"
    template = database.template(addon)
    say(f"\n{addon.name}, in Odoo")
    database.create(DATABASE, template)
    database.hurry(DATABASE)
    try:
        return subprocess.call(
            [*PYTEST, *_odoo_options(), *arguments],
            cwd=paths.ROOT,
            env={**os.environ, "PATH": path},
        )
    finally:
        database.drop(DATABASE)


def _odoo_options():
    return [
        # Without --odoo-http browser tests would be skipped, and skipping fails the run.
        *("-p", "tools.pytest_no_skips", "--odoo-http"),
        f"--odoo-config={server.configuration()}",
        f"--odoo-database={DATABASE}",
        "--odoo-log-level=error",
    ]


def _whole_life():
    """Install, upgrade and uninstall each alone: without a warning, without a trace."""
    for addon in paths.addons():
        _life_of(addon)
    say("Installed, upgraded and uninstalled without a warning.")


def _life_of(addon):
    say(f"\n{addon.name}: install, upgrade, uninstall")
    template = database.template(addon)
    database.create(DATABASE, template)
    database.hurry(DATABASE)
    names = [one.name for one in database.closure(addon)]
    try:
        _check_log(f"install-{template}_draft")
        with step("Upgrading the addons") as running:
            server.update(DATABASE, names, running, verb="-u")
        _check_log(f"install-{DATABASE}")
        with step("Uninstalling the addons") as running:
            script = paths.ROOT / "tools" / "uninstall_script.py"
            server.script(
                DATABASE,
                script,
                doing="uninstall the addons",
                step=running,
                env={**os.environ, "RENTAL_ADDONS": ",".join(names)},
            )
    finally:
        database.drop(DATABASE)


def _check_log(name):
    """Raise Problem if Odoo warned of anything while it did what `name` logged."""
    log = paths.work("log") / f"{name}.log"
    if not log.is_file():
        return
    pattern = re.compile(r"^\S+ \S+ \d+ (WARNING|ERROR|CRITICAL) .*", re.MULTILINE)
    found = [match.group() for match in pattern.finditer(log.read_text())]
    if found:
        raise Problem(f"{log} has warnings:\n" + "\n".join(found[:10]))
