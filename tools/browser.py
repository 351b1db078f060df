"""The browser that tours and screenshots run in."""

import shutil

from tools import debian

NAMES = ("chromium", "google-chrome", "google-chrome-stable")


def ensure():
    """Return the path of a Chromium, installed where that is allowed."""
    found = _find()
    if not found:
        debian.install("chromium", "the browser tests run in it")
    return found or _find()


def _find():
    return next((path for path in map(shutil.which, NAMES) if path), None)
