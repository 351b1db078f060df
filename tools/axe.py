"""axe-core, which looks at pages as people see them who cannot see, or see little.

Pinned: a newer version has more rules, and no change of ours shall fail by its release.
"""

import hashlib
import shutil

from tools import debian, paths
from tools.console import Problem, run, step

VERSION = "4.14.1"
SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
WHY = "it fetches axe-core, which checks the accessibility of pages"


def ensure():
    """Return the path of axe-core's script in the user's cache, fetched the first time."""
    home = paths.cache("axe")
    folder = home / VERSION
    script = folder / "node_modules" / "axe-core" / "axe.min.js"
    with paths.locked(home):
        if not script.is_file():
            _fetch(folder)
    if hashlib.sha256(script.read_bytes()).hexdigest() != SHA256:
        raise Problem(f"{script} is not axe-core {VERSION}: remove {home}.")
    return script


def _fetch(folder):
    if not shutil.which("npm"):
        debian.install("npm", WHY)
    options = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund"]
    with step("Downloading axe-core"):
        run(
            ["npm", "install", *options, "--prefix", folder, f"axe-core@{VERSION}"],
            doing="download axe-core: check the network and run this again",
        )
