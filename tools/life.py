"""The addons' life: built as wheels, installed with pip beside Odoo and in a database,
upgraded, and uninstalled.
"""

import os
import re
import shutil
import zipfile

from tools import database, odoo, paths, server, venv
from tools.console import Problem, run, say, step

LIFE = paths.ROOT / "tools" / "life_script.py"
# A line of the log of a life: what comes before it is of the upgrade.
UPGRADED = "The addons are upgraded."
LOCK = paths.ROOT / "tools" / "requirements-build.txt"
# Runs in the build environment, as pip does: the addon says how it is built.
BUILD = "import sys; from whool.buildapi import build_wheel; build_wheel(sys.argv[1])"
# Which of our addons a wheel asks for.
ASKED = re.compile(r"^Requires-Dist: odoo-addon-(\w+)", re.MULTILINE)


def check():
    """Build all wheels, install them in a fresh environment, and from there in Odoo.

    There they are upgraded and uninstalled: without a warning, without a trace.
    """
    say("\nThe addons as wheels, installed, upgraded, uninstalled")
    target = paths.work("wheels")
    with step("Building the wheels"):
        wheels = build(target)
    _check_files(wheels)
    python = _fresh_environment()
    with step("Installing them with pip beside Odoo"):
        # Without what they ask for: Odoo asks for packages under other names than ours,
        # psycopg2 say. What the wheels ask for is checked above.
        run(
            [*venv.pip(python), "install", "--no-index", "--no-deps", *wheels],
            doing="install the wheels",
        )
    _install_in_odoo(python, [addon.name for addon in paths.addons()])
    say("Built, installed, upgraded and uninstalled without a warning.")
    return 0


def build(target):
    """Return the wheels of all addons, built into the folder `target`."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    python = venv.ensure("build", LOCK)
    # The number of commits since the version was set is no part of it here.
    plain = {**os.environ, "WHOOL_POST_VERSION_STRATEGY_OVERRIDE": "none"}
    for addon in paths.addons():
        run(
            [python, "-c", BUILD, target],
            doing=f"build the wheel of {addon.name}",
            cwd=addon,
            env=plain,
        )
    return sorted(target.glob("*.whl"))


def _check_files(wheels):
    """Raise Problem if a wheel lacks its addon, or does not bring what that needs."""
    asked = {}
    for wheel, addon in zip(wheels, paths.addons(), strict=True):
        with zipfile.ZipFile(wheel) as archive:
            names = archive.namelist()
            (metadata,) = (name for name in names if name.endswith("/METADATA"))
            text = archive.read(metadata).decode()
        if f"odoo/addons/{addon.name}/__manifest__.py" not in names:
            raise Problem(f"{wheel.name} has no manifest: was it built from its folder?")
        asked[addon.name] = set(ASKED.findall(text))
    for addon in paths.addons():
        needed = {other.name for other in database.closure(addon)}
        if missing := needed - _get_brought(addon.name, asked):
            raise Problem(
                f"The wheel of {addon.name} does not bring {', '.join(sorted(missing))}."
            )


def _get_brought(name, asked):
    """Return the addons that pip installs for `name`: what is asked for, asks for more."""
    found, left = set(), {name}
    while left:
        found |= left
        left = {other for one in left for other in asked[one]} - found
    return found


def _fresh_environment():
    """Return the Python of a new environment that has Odoo and none of our addons."""
    requirements = venv.site(paths.work() / "venv")
    return venv.fresh("wheels-venv", [odoo.find().home, requirements])


def _install_in_odoo(python, names):
    """Install the addons in a database, from what pip has installed, and let them go."""
    settings = server.configuration(own_addons=False)
    copy = f"{database.PREFIX}_life"
    database.create(copy, database.base_template())
    database.hurry(copy)
    log = paths.work("log") / "life-install.log"
    try:
        with step("Installing them in Odoo") as running:
            run(
                [python, "-m", "odoo", "server", "-c", settings, "-d", copy]
                + ["-i", ",".join(names), "--stop-after-init", "--no-http"]
                + ["--max-cron-threads=0"],
                doing="install the addons from their wheels",
                log=log,
                step=running,
                cwd=paths.work("wheels-venv"),
            )
        database.check_log(log)
        _upgrade_and_uninstall([python, "-m", "odoo", "shell", "-c", settings], copy, names)
    finally:
        database.drop(copy)


def _upgrade_and_uninstall(shell, copy, names):
    log = paths.work("log") / "life-uninstall.log"
    given = {
        "RENTAL_DATABASE": copy,
        "RENTAL_ADDONS": ",".join(names),
        "RENTAL_UPGRADED": UPGRADED,
    }
    with step("Upgrading and uninstalling them") as running, LIFE.open() as script:
        run(
            [*shell, "--no-http", "--log-level=warn"],
            doing="upgrade and uninstall the addons",
            log=log,
            step=running,
            stdin=script,
            cwd=paths.work("wheels-venv"),
            env={**os.environ, **given},
        )
    database.check_log(log, until=UPGRADED)
