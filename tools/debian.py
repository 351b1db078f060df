"""Packages from the machine's own Debian mirror, without root and beside its apt."""

import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

from tools import paths
from tools.console import Problem, run, step

KEYRINGS = (
    "/usr/share/keyrings/debian-archive-keyring.gpg",
    "/usr/share/keyrings/debian-archive-keyring.pgp",
)


def is_available():
    """Return whether this machine knows a Debian mirror and can check its signature."""
    return bool(shutil.which("apt-get") and _keyring() and _mirror())


def release():
    """Return the machine's own release, by its name (`bookworm`)."""
    return platform.freedesktop_os_release().get("VERSION_CODENAME", "stable")


def fetch(packages, into):
    """Unpack `packages` (a list of `name/suite`) into one folder `into`.

    Raises Problem where the mirror does not answer or lacks a package.
    """
    home = paths.cache("apt")
    with paths.locked(home):
        apt = _Apt(home, {name.split("/")[1] for name in packages})
        archives = apt.download(packages)
    with step("Unpacking Debian packages"):
        for archive in archives:
            run(["dpkg-deb", "-x", archive, into], doing=f"unpack {archive.name}")
            archive.unlink()


def install(package, why):
    """Install a package, or several, on the machine itself, where that is allowed."""
    if not shutil.which("apt-get"):
        raise Problem(f"{package} is missing: install it ({why}).")
    if not paths.IS_ROOT:
        raise Problem(
            f"{package} is missing ({why}): run 'sudo apt-get install {package}' once."
        )
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # Style is checked while tests are set up, and apt works for one at a time.
    waiting = paths.locked(paths.cache("apt"))
    with waiting, step(f"Installing {package} ({why})") as running:
        doing = f"install {package} from the Debian mirror"
        run(["apt-get", "update", "-qq"], doing="reach the Debian mirror", env=quiet)
        run(
            ["apt-get", "install", "-y", "--no-install-recommends", *package.split()],
            doing=doing,
            step=running,
            progress=r"^(?:Get:(\d+)|Unpacking (\S+))",
            env=quiet,
        )


class _Apt:
    """A private set of apt folders for some suites of the machine's mirror."""

    def __init__(self, home, suites):
        self.home = home
        for name in ("lists/partial", "cache/archives/partial", "deb"):
            (home / name).mkdir(parents=True, exist_ok=True)
        (home / "sources.list").write_text(
            "".join(
                f"deb [signed-by={_keyring()}] {_mirror()} {suite} main\n"
                for suite in sorted(suites)
            )
        )

    def download(self, packages):
        with step("Reading the lists of the Debian mirror"):
            self._run(
                "update",
                doing="reach the Debian mirror: check the network and run this again",
            )
        folder = self.home / "deb"
        for left in folder.glob("*.deb"):
            left.unlink()
        with step(f"Downloading {len(packages)} Debian packages"):
            self._run(
                "download",
                *packages,
                doing="download from the Debian mirror: check the network, run this again",
                cwd=folder,
            )
        return sorted(folder.glob("*.deb"))

    def _run(self, *arguments, doing, **options):
        run(["apt-get", *self._options(), *arguments], doing=doing, **options)

    def _options(self):
        settings = {
            "Dir::Etc::sourcelist": self.home / "sources.list",
            "Dir::Etc::sourceparts": "/dev/null",
            "Dir::State::Lists": self.home / "lists",
            "Dir::Cache": self.home / "cache",
            "Dir::State::status": "/dev/null",
            "APT::Sandbox::User": "root",
            "Acquire::Languages": "none",
            # Otherwise lists that could not be fetched are no error.
            "APT::Update::Error-Mode": "any",
            "Acquire::Retries": "2",
        }
        return [
            part for name, value in settings.items() for part in ("-o", f"{name}={value}")
        ]


def _keyring():
    return next((path for path in KEYRINGS if Path(path).exists()), None)


def _mirror():
    """Return the address of the machine's main archive, from apt's own settings."""
    listing = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI)"]
        + ["Created-By: Packages", "Origin: Debian", "Component: main"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    targets = sorted(set(listing.split())) or _sources()
    return next((target for target in targets if "security" not in target), None)


def _sources():
    """Return the addresses in apt's source files, for lists that were never read."""
    files = [Path("/etc/apt/sources.list"), *Path("/etc/apt/sources.list.d").glob("*")]
    texts = [path.read_text() for path in files if path.is_file()]
    pattern = r"^(?:deb(?: \[.*?\])?|URIs:)\s+(\S*debian\S*)"
    return [uri for text in texts for uri in re.findall(pattern, text, re.MULTILINE)]
