"""Virtual environments from locked requirements, offline once the wheels are there."""

import hashlib
import importlib.util
import os
import shutil
import sys
from pathlib import Path

from tools import debian, paths
from tools.console import Problem, run, step


def ensure(name, lock, imports=()):
    """Return the Python of the environment `name`, made anew when `lock` changed.

    :param lock: requirements file with hashes
    :param imports: folders that the environment shall import from
    """
    folder = paths.work() / name
    python = folder / "bin" / "python"
    stamp = folder / "made-from"
    wanted = _fingerprint(lock, imports)
    if python.exists() and stamp.is_file() and stamp.read_text() == wanted:
        return python
    paths.need_space(paths.work(), 1500, "The Python environment")
    shutil.rmtree(folder, ignore_errors=True)
    wheels = _wheels(lock)
    _make(folder)
    with step(f"Installing {len(wheels)} Python packages"):
        run(
            [*pip(python), "install", "--no-index", "--no-deps", *wheels],
            doing="install the Python packages",
        )
    _let_import(folder, imports)
    stamp.write_text(wanted)
    return python


def fresh(name, imports):
    """Return the Python of a new, empty environment that imports from `imports`."""
    folder = paths.work() / name
    shutil.rmtree(folder, ignore_errors=True)
    _make(folder)
    _let_import(folder, imports)
    return folder / "bin" / "python"


def site(folder):
    """Return where the packages of an environment are."""
    return next(folder.glob("lib/python3*/site-packages"))


def _let_import(folder, imports):
    (site(folder) / "odoo.pth").write_text("".join(f"{path}\n" for path in imports))


def unpack(lock, target):
    """Unpack the packages of `lock` into the folder `target`."""
    fresh = target.with_name(target.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    run(
        [*pip(sys.executable), "install", "--no-index", "--no-deps", "--target", fresh]
        + _wheels(lock),
        doing=f"unpack {lock.name}",
    )
    fresh.rename(target)


def _fingerprint(lock, imports):
    parts = [lock.read_text(), sys.version, *map(str, imports)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _make(folder):
    command = [_base_python(), "-m", "venv", "--without-pip", folder]
    run(command, doing="make a virtual environment")


def _base_python():
    return getattr(sys, "_base_executable", None) or sys.executable


def _wheels(lock):
    """Return the wheels of `lock` in the user's cache, downloaded the first time."""
    text = lock.read_text() + f"{sys.version_info[:2]}{sys.platform}"
    home = paths.cache("wheels")
    target = home / hashlib.sha256(text.encode()).hexdigest()[:16]
    with paths.locked(home):
        if not target.is_dir():
            paths.need_space(home, 500, "The Python packages")
            fresh = home / "downloading"
            shutil.rmtree(fresh, ignore_errors=True)
            with step(f"Downloading the Python packages of {lock.name}") as running:
                run(
                    [*pip(sys.executable), "wheel", "--no-deps", "--require-hashes"]
                    + ["-r", lock, "-w", fresh],
                    doing="download the Python packages: check the network, run this again",
                    step=running,
                    progress=r"^(?:Collecting|Building wheel for) (\S+)",
                )
            fresh.rename(target)
    return sorted(target.glob("*.whl"))


def pip(python):
    """Return the command that runs pip for `python`, from a wheel if it has none."""
    has_pip = importlib.util.find_spec("pip") and str(python) == sys.executable
    if has_pip:
        return [python, "-m", "pip"]
    return [python, _pip_wheel() / "pip"]


def _pip_wheel():
    bundled = _bundled_pip()
    if bundled:
        return bundled
    home = paths.cache("pip")
    with paths.locked(home):
        if not list(home.glob("usr/share/python-wheels/pip-*.whl")):
            if not debian.is_available():
                raise Problem("This python3 has neither pip nor ensurepip: install pip.")
            debian.fetch([f"python3-pip-whl/{debian.release()}"], home)
    return next(home.glob("usr/share/python-wheels/pip-*.whl"))


def _bundled_pip():
    """Return the pip wheel that comes with this Python's ensurepip, if it is there."""
    try:
        import ensurepip
    except ImportError:
        return None
    folder = Path(ensurepip.__file__).parent / "_bundled"
    return next(iter(folder.glob("pip-*.whl")), None) or next(
        iter(Path("/usr/share/python-wheels").glob("pip-*.whl")), None
    )


def is_running_in(python):
    """Return whether this very process runs in the environment of `python`."""
    return Path(sys.prefix).resolve() == Path(python).parent.parent.resolve()


def enter(python, arguments):
    """Replace this process by `./dev` in the environment of `python`."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [str(python), str(paths.ROOT / "dev"), *arguments]
    os.execve(command[0], command, environment)
