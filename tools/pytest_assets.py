"""A pytest plugin: scripts and styles of the pages are made once, not for each tour.

What a test makes is undone after it, the files that its pages load as well. Odoo's own
runner makes them ahead, too (`odoo.service.server.preload_registries`).
"""

import re

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests.common import HttpCase, get_db_name

IN_BROWSER = re.compile(r"\.(start_tour|browser_js)\(")
# Odoo's own tests of its scripts, the dark theme, and pages that no tour of ours opens.
LEFT_OUT = re.compile(
    r"unit_tests|qunit|tests_assets|api_doc|_dark|spreadsheet|assets_public|discuss|report"
)

# Making them takes as long as they take in two or three tests.
FEWEST = 4


def pytest_collection_finish(session):
    """Make the files that browsers load, where enough tests open one."""
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


def _opens_browser(item):
    is_browser = issubclass(getattr(item, "cls", None) or object, HttpCase)
    return is_browser and IN_BROWSER.search(item.path.read_text())


def _is_loaded(bundle):
    return not LEFT_OUT.search(bundle)
