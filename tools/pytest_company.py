"""A pytest plugin: the company that tests work in is made once, with its accounts.

Odoo makes one for each test class, which takes longer than some ten tests. Its own runner
still does; here each class finds one as fresh: what a class does is undone after it.
"""

import functools
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.modules import module
from odoo.modules.registry import Registry
from odoo.tests.common import get_db_name

from odoo.addons.account.tests.common import AccountTestInvoicingCommon
from odoo.addons.base.tests.common import DISABLED_MAIL_CONTEXT

# Making it takes as long as it takes in two classes.
FEWEST = 4


def pytest_collection_finish(session):
    """Make the company, where enough classes work in one, and let them find it."""
    if len({item.cls for item in session.items if _works_in_company(item)}) >= FEWEST:
        known = _make_company()
        start = AccountTestInvoicingCommon.setup_independent_company.__func__
        found = classmethod(_finding(start, known))
        AccountTestInvoicingCommon.setup_independent_company = found


def _works_in_company(item):
    return issubclass(getattr(item, "cls", None) or object, AccountTestInvoicingCommon)


def _make_company():
    """Return the id of a new company, made as Odoo's tests make theirs."""
    # A company has its warehouse at once while a test runs, else never.
    running = patch.object(module, "current_test", True)
    with running, Registry(get_db_name()).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, DISABLED_MAIL_CONTEXT)
        maker = type("Maker", (AccountTestInvoicingCommon,), {"env": env})
        return maker._create_company(name="company_1_data").id


def _finding(start, known):
    """Return `start` that finds the company `known`, unless one of a kind is asked for."""

    @functools.wraps(start)
    def find(cls, **kwargs):
        if kwargs or cls.country_code or cls.chart_template:
            return start(cls, **kwargs)
        company = cls.env["res.company"].browse(known)
        cls.env.user.company_ids |= company
        return company

    return find
