import json
import os
from pathlib import Path

from odoo.tests import tagged

from .common_checkout import CheckoutCommon

# Where our own elements are; the rest of a page is Odoo's.
PAGES = {
    "product": [".o_rental_choice"],
    "list": [".o_rental_from", ".o_rental_filter"],
    "cart": [".o_rental_cart_plan", "tr[name=o_rental_then]"],
    "checkout": [".o_rental_law"],
    "plans": [".o_rental_plans"],
}
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CHECK = """
(async () => {
    const script = document.createElement("script");
    const loaded = new Promise((resolve) => script.addEventListener("load", resolve));
    script.src = "%(axe)s";
    document.head.append(script);
    await loaded;
    const found = await axe.run(
        {include: %(include)s},
        {runOnly: {type: "tag", values: %(levels)s}, resultTypes: ["violations"]},
    );
    const told = found.violations.flatMap((one) =>
        one.nodes.map((node) => `${one.id}: ${node.html} ${node.failureSummary}`),
    );
    if (told.length) {
        console.error(told.join("\\n"));
    } else {
        console.log("test successful");
    }
})();
"""


@tagged("post_install", "-at_install")
class TestAccessibility(CheckoutCommon):
    """Our elements of the shop break no rule of WCAG, level AA, that axe-core knows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        script = os.environ.get("RENTAL_AXE")
        if not script:
            cls.skipTest(cls, "RENTAL_AXE names no axe-core: ./dev test does.")
        attachment = cls.env["ir.attachment"].sudo()
        cls.axe = attachment.create(
            {
                "name": "axe.js",
                "raw": Path(script).read_bytes(),
                "mimetype": "text/javascript",
                "public": True,
            }
        )
        cls._shop_plan("Yearly", 300.0, interval_unit="year")
        cls.website.show_line_subtotals_tax_selection = "tax_included"

    def _check(self, page, path):
        wanted = json.dumps(PAGES[page])
        check = {
            "axe": f"/web/content/{self.axe.id}",
            "include": wanted,
            "levels": json.dumps(LEVELS),
        }
        self.browser_js(
            path,
            CHECK % check,
            ready=f"{wanted}.every((one) => document.querySelector(one))",
            login="customer",
        )

    def test_the_choice_of_a_plan(self):
        self._check("product", self.template.website_url)

    def test_the_list_of_products(self):
        self._check("list", "/shop")

    def test_the_cart(self):
        self._fill(rental_with_cover=True)
        self._check("cart", "/shop/cart")

    def test_what_is_named_before_ordering(self):
        self._fill()
        self._page()
        self._check("checkout", "/shop/payment")

    def test_the_plans_side_by_side(self):
        self._check("plans", "/plans")


@tagged("post_install", "-at_install")
class TestAccessibilityOnPhones(TestAccessibility):
    """The same on a small screen."""

    browser_size = "360x740"
    touch_enabled = True
