"""Odoo 19 itself: found on the machine, or fetched once per user."""

import importlib.util
import json
import os
import re
import shutil
from pathlib import Path

from tools import debian, paths
from tools.console import Problem, run, say, step

SERIES = "19.0"
# Odoo's static files are links into these; all go into one folder, so they resolve.
FROM_UNSTABLE = (
    "odoo-19",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-montserrat",
    "fonts-roboto-unhinted",
    "fonts-ocr-b",
    "fonts-glyphicons-halflings",
)
# Unstable's lack the file names that Odoo links to.
FROM_RELEASE = ("fonts-font-awesome", "fonts-inconsolata")
# Debian removes this file for its licence; every backend page asks for it.
MISSING_SCRIPT = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


class Odoo:
    """An Odoo on disk: the folder to import from, and its folders of addons."""

    def __init__(self, home, origin):
        self.home = Path(home)
        self.origin = origin

    @property
    def addons_path(self):
        """Return the folders of core addons; `odoo/addons` is found by itself."""
        extra = self.home / "addons"
        return [extra] if (extra / "account").is_dir() else []

    @property
    def version(self):
        """Return what identifies this very Odoo, or raise Problem if it is no 19.0."""
        release = self.home / "odoo" / "release.py"
        text = release.read_text() if release.is_file() else ""
        found = re.search(r"^version_info = \((\d+), (\d+),", text, re.MULTILINE)
        if not found or ".".join(found.groups()) != SERIES:
            raise Problem(
                f"{self.home} holds no Odoo {SERIES}: point ODOO_HOME to a folder that "
                "does, or unset it."
            )
        # A build has no more telling name than the time its release file was made.
        return f"{SERIES}-{release.stat().st_mtime_ns}-{release.stat().st_size}"


def find():
    """Return the Odoo to use, fetching it the first time."""
    given = os.environ.get("ODOO_HOME")
    if given:
        return _checked(Odoo(Path(given).expanduser().resolve(), "ODOO_HOME"))
    return _remembered() or _remember(_installed() or _fetched())


def _checked(odoo):
    return odoo if odoo.version else None


def _remembered():
    note = paths.WORK / "odoo.json"
    if not note.is_file():
        return None
    known = Odoo(**json.loads(note.read_text()))
    return known if (known.home / "odoo" / "release.py").is_file() else None


def _remember(odoo):
    say(f"  Odoo {SERIES}: {odoo.origin}, {odoo.home}")
    note = {"home": str(odoo.home), "origin": odoo.origin}
    (paths.work() / "odoo.json").write_text(json.dumps(note))
    return odoo


def _installed():
    """Return the Odoo 19 that this python3 can import, if there is one."""
    spec = importlib.util.find_spec("odoo")
    for folder in (spec and spec.submodule_search_locations) or ():
        release = Path(folder) / "release.py"
        if release.is_file() and "version_info = (19, 0" in release.read_text():
            return Odoo(Path(folder).parent, "installed on this machine")
    return None


def _fetched():
    home = paths.cache("odoo")
    target = home / SERIES
    with paths.locked(home):
        if not target.is_dir():
            paths.need_space(home, 2500, "Odoo")
            fresh = home / "unpacking"
            shutil.rmtree(fresh, ignore_errors=True)
            _fetch(fresh)
            fresh.rename(target)
    packaged = target / "usr/lib/python3/dist-packages"
    if packaged.is_dir():
        return Odoo(packaged, "from the Debian package odoo-19")
    return Odoo(target, "from Odoo's git repository")


def _fetch(folder):
    folder.mkdir()
    if debian.is_available():
        own = debian.release()
        wanted = [f"{name}/sid" for name in FROM_UNSTABLE]
        debian.fetch(wanted + [f"{name}/{own}" for name in FROM_RELEASE], folder)
        _mend(folder / "usr/lib/python3/dist-packages")
    elif shutil.which("git"):
        _clone(folder)
    else:
        raise Problem(
            f"No Odoo {SERIES} was found, and there is neither a Debian mirror nor git "
            "to fetch it: set ODOO_HOME to a folder that holds Odoo 19.0."
        )


def _mend(packages):
    """Undo changes of the Debian package on which a browser or the addons path stumbles."""
    script = packages / "odoo/addons" / MISSING_SCRIPT
    script.parent.mkdir(parents=True, exist_ok=True)
    script.write_text("/* left out by the distribution */\n")
    # A half copy that Odoo would put on the addons path.
    shutil.rmtree(packages / "addons", ignore_errors=True)


def _clone(folder):
    with step("Cloning Odoo's branch 19.0"):
        run(
            ["git", "clone", "--depth", "1", "--branch", SERIES]
            + ["https://github.com/odoo/odoo", folder],
            doing="clone Odoo (set ODOO_HOME to a folder that holds it)",
        )
