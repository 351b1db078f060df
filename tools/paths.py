"""The folders of the tools: downloads are per user, everything else is per checkout."""

import fcntl
import hashlib
import os
import shutil
from contextlib import contextmanager
from pathlib import Path

from tools.console import Problem

NAME = "subscription-rental"
ROOT = Path(__file__).resolve().parent.parent
# What the other addons build on, measured and killed without them.
CORE = ROOT / "subscription_rental"
# The one ignored folder of a checkout: environment, settings, filestores, logs.
WORK = ROOT / ".dev"
# Two clones on one machine must not share a server, a socket or a database name.
CHECKOUT = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
IS_ROOT = os.geteuid() == 0


def addons():
    """Return the folders of our addons, in the order of their names."""
    return sorted(path.parent for path in ROOT.glob("*/__manifest__.py"))


def work(*parts):
    """Return a folder below the checkout's working folder, made if need be."""
    return _made(WORK.joinpath(*parts))


def cache(*parts):
    """Return a folder of the user's cache, shared by all clones."""
    return _made(_home("XDG_CACHE_HOME", ".cache").joinpath(NAME, *parts))


def server_home():
    """Return where embedded servers live: readable by the user they run as."""
    if IS_ROOT:
        return Path("/var/lib", NAME)
    return _home("XDG_DATA_HOME", ".local/share") / NAME


def socket_folder(suffix=""):
    """Return a short private folder: a socket's path may have 107 bytes at most."""
    base = Path("/run") if IS_ROOT else Path("/tmp")
    return base / f"{NAME}-{os.geteuid()}-{CHECKOUT}{suffix}"


def need_space(folder, megabytes, what):
    """Raise a Problem if `folder` cannot take `megabytes` more."""
    free = shutil.disk_usage(folder).free // 2**20
    if free < megabytes:
        raise Problem(
            f"{what} needs {megabytes} MB in {folder}, and {free} MB are free: "
            "make room there and run this again."
        )


@contextmanager
def locked(folder):
    """Hold the lock of `folder`: one process at a time works there."""
    with (folder / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _home(variable, default):
    value = os.environ.get(variable)
    if value and os.path.isabs(value):
        return Path(value)
    try:
        return Path.home() / default
    except RuntimeError as error:
        raise Problem(f"No home folder is known: set HOME or {variable}.") from error


def _made(folder):
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(
            f"Cannot write to {folder} ({error.strerror}): make it writable for you."
        ) from error
    return folder
