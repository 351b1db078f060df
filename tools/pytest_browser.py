"""A pytest plugin for tests in a browser.

Scripts and styles of the pages are made once, not for each tour: what a test makes is
undone after it, the files that its pages load as well. Odoo's own runner makes them ahead,
too (`odoo.service.server.preload_registries`).

Where three parts of the tests share two cores, a browser may need longer to start than
the seconds after which Odoo skips its test: it gets another try.
"""

import functools
import re
from unittest import SkipTest

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests.common import ChromeBrowser, HttpCase, get_db_name

IN_BROWSER = re.compile(r"\.(start_tour|browser_js)\(")
# Odoo's own tests of its scripts, the dark theme, and pages that no tour of ours opens.
LEFT_OUT = re.compile(
    r"unit_tests|qunit|tests_assets|api_doc|_dark|spreadsheet|assets_public|discuss|report"
)

# Making them takes as long as they take in two or three tests.
FEWEST = 4
STARTS = 4


def pytest_collection_finish(session):
    """Make the files that browsers load, where enough tests open one."""
    ChromeBrowser.__init__ = _patiently(ChromeBrowser.__init__)
    found = [item for item in session.items if _opens_browser(item)]
    if len(found) < FEWEST:
        return
    with Registry(get_db_name()).cursor() as cr:
        pages = api.Environment(cr, SUPERUSER_ID, {})["ir.qweb"]
        scripts, styles = pages._get_bundles_to_pregenarate()
        for bundle in sorted(filter(_is_loaded, scripts)):
            pages._get_asset_bundle(bundle, css=False, js=True).js()
        for bundle in sorted(filter(_is_loaded, styles)):
            pages._get_asset_bundle(bundle, css=True, js=False).css()


def _patiently(start):
    """Return `start` that tries again when no browser answers."""

    @functools.wraps(start)
    def try_again(self, *arguments, **options):
        for _number in range(STARTS - 1):
            try:
                return start(self, *arguments, **options)
            except SkipTest:
                self._logger.info("The browser did not start, it is tried again.")
        return start(self, *arguments, **options)

    return try_again


def _opens_browser(item):
    is_browser = issubclass(getattr(item, "cls", None) or object, HttpCase)
    return is_browser and IN_BROWSER.search(item.path.read_text())


def _is_loaded(bundle):
    return not LEFT_OUT.search(bundle)
