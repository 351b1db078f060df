"""What the pages of the portal and the shop have in common."""

from pathlib import Path

import pytest
from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
LAYOUTS = {"portal.portal_layout", "portal.frontend_layout", "website.layout"}


def pages():
    """Return (id, layout) of each template of ours that is a page of its own."""
    return [
        pytest.param(layout, id=template.get("id"))
        for path in sorted(ROOT.glob("subscription_rental*/views/**/*.xml"))
        for template in etree.parse(path).iter("template")
        for layout in template.iter("t")
        if layout.get("t-call") in LAYOUTS
    ]


def test_there_are_pages():
    assert len(pages()) > 10


@pytest.mark.parametrize("layout", pages())
def test_the_tab_of_each_page_has_a_title_that_is_translated(layout):
    """Else Odoo shows the name of the template there, which has no translation."""
    titles = [one for one in layout.iter("t") if one.get("t-set") == "additional_title"]
    assert len(titles) == 1
    assert titles[0].get("t-value") or (titles[0].text or "").strip()
