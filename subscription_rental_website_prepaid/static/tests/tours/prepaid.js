import {goToCart, goToCheckout, payWithDemo} from "@website_sale/js/tours/tour_utils";
import {registry} from "@web/core/registry";

function reads(selector, text) {
    return {content: `It says ${text}`, trigger: `${selector}:contains(${text})`};
}

function visit(url) {
    return {
        content: `Visit ${url}`,
        trigger: "body",
        run: `goToUrl ${url}`,
        expectUnloadPage: true,
    };
}

function press(selector, content) {
    return {content, trigger: selector, run: "click", expectUnloadPage: true};
}

registry.category("web_tour.tours").add("subscription_rental_website_prepaid", {
    steps: () => [
        reads(".o_rental_prepaid_sentence", "10 sessions of Massage"),
        {content: "Into the cart", trigger: "#add_to_cart", run: "click"},
        goToCart(),
        goToCheckout(),
        ...payWithDemo(),
        reads(".o_rental_prepaid_next", "can be used now: 10"),
        visit("/my/packs"),
        reads(".o_rental_prepaid", "10 left"),
        visit("/shop?search=Massage for one"),
        press(".oe_product:contains(Massage for one) a.oe_product_image_link", "The massage"),
        {content: "Into the cart", trigger: "#add_to_cart", run: "click"},
        goToCart(),
        press(".o_rental_session button:contains(Use one of your sessions)", "A session"),
        reads(".o_rental_session_used", "Paid with"),
        press(".o_rental_session_used button", "Not after all"),
        press(".o_rental_session button:contains(10 left)", "A session after all"),
        reads("tr[name=o_rental_rest]", "0.00"),
        goToCheckout(),
        press("form[name=o_wsale_confirm_order] button", "Order without a payment"),
        reads(".o_rental_prepaid_next", "paid with"),
        visit("/my/packs"),
        reads(".o_rental_prepaid", "10 left"),
    ],
});
