from odoo.tests import tagged

from odoo.addons.subscription_rental.tests.common_axe import AxeMixin

from .common_checkout import CheckoutCommon

# The website gives a badge the colours of Odoo's own classes, and takes away all others.
COLOURED = """
(async () => {
    const page = await fetch("/my/subscriptions").then((answer) => answer.text());
    const shown = new DOMParser().parseFromString(page, "text/html");
    const badge = document.importNode(shown.querySelector(".o_rental_card .badge"), true);
    document.querySelector("#wrap").append(badge);
    const {backgroundColor, color} = getComputedStyle(badge);
    const [red, green, blue] = backgroundColor.match(/\\d+/g).map(Number);
    if (green > red && green > blue) {
        console.log("test successful");
    } else {
        console.error(`${badge.className}: ${color} on ${backgroundColor}`);
    }
})().catch((error) => console.error(error.message));
"""


@tagged("post_install", "-at_install")
class TestAccessibility(AxeMixin, CheckoutCommon):
    """Our elements of the shop break no rule of WCAG, level AA, that axe-core knows.

    Only these: the rest of a page is Odoo's.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._shop_plan("Yearly", 300.0, interval_unit="year")
        cls.website.show_line_subtotals_tax_selection = "tax_included"

    def test_states_have_their_colours_in_the_portal(self):
        self._subscription(self.company._subscription_today())
        self.browser_js("/my", COLOURED, login="customer")

    def test_what_is_offered(self):
        self._check_pages(
            {
                self.template.website_url: [".o_rental_choice"],
                "/shop": [".o_rental_from", ".o_rental_filter"],
                "/plans": [".o_rental_plans"],
            },
            "customer",
        )

    def test_the_cart_and_what_is_named_before_ordering(self):
        self._fill(rental_with_cover=True)
        shown = [".o_rental_cart_plan", "tr[name=o_rental_then]"]
        self._check_pages({"/shop/cart": shown}, "customer")
        self._page()
        self._check_pages({"/shop/payment": [".o_rental_law"]}, "customer")
