import {
    fillAdressForm,
    goToCart,
    goToCheckout,
    payWithDemo,
} from "@website_sale/js/tours/tour_utils";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

function reads(selector, text) {
    return {content: `It says ${text}`, trigger: `${selector}:contains(${text})`};
}

function addToCart() {
    return [{content: "Into the cart", trigger: "#add_to_cart", run: "click"}, goToCart()];
}

/** Order as a guest, from the cart on. */
function order(accept = true) {
    const terms = {
        content: "The terms are accepted",
        trigger: ".o_rental_law input[name=rental_terms]",
        run: "check",
    };
    return [
        goToCheckout(),
        ...fillAdressForm(undefined, true),
        ...(accept ? [terms] : []),
        reads(".o_rental_law", "You can withdraw"),
        reads("button[name=o_payment_submit_button]", "Order with obligation to pay"),
        ...payWithDemo(),
        reads(".o_rental_next", "What happens now"),
    ];
}

tours.add("subscription_rental_website_rent", {
    steps: () => [
        reads(".o_rental_sentence", "Today"),
        {
            content: "With cover",
            trigger: ".o_rental_cover input",
            run: "click",
        },
        reads(".o_rental_sentence", "42.00 every month"),
        ...addToCart(),
        reads("tr[name=o_order_total]", "104.00"),
        reads("tr[name=o_rental_then]", "42.00"),
        ...order(),
    ],
});

tours.add("subscription_rental_website_trial", {
    steps: () => [
        reads(".o_rental_facts", "14 days free"),
        ...addToCart(),
        reads("tr[name=o_order_total]", "0.00"),
        ...order(false),
    ],
});

tours.add("subscription_rental_website_change", {
    steps: () => [
        {
            content: "The yearly plan",
            trigger: ".o_rental_option:contains(Yearly) input",
            run: "click",
        },
        reads(".o_rental_sentence", "every year"),
        ...addToCart(),
        reads("tr[name=o_rental_then]", "every year"),
        {
            content: "Monthly after all",
            trigger: ".o_rental_cart_plan select",
            run: "selectByLabel Monthly",
            expectUnloadPage: true,
        },
        reads("tr[name=o_rental_then]", "every month"),
        reads(".o_cart_product .o_rental_cart_plan", "36.00 every month"),
    ],
});
