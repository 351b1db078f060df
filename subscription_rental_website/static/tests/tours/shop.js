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

const terms = {
    content: "The terms are accepted",
    trigger: ".o_rental_law input[name=rental_terms]",
    run: "check",
};

function choose(option) {
    return {
        content: `Choose ${option}`,
        trigger: `.o_rental_option:contains(${option}) input`,
        run: "click",
    };
}

/** Order as a guest, from the cart on. */
function order(accept = true) {
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
        choose("Yearly"),
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

tours.add("subscription_rental_website_mixed", {
    steps: () => [
        reads(".o_rental_sentence", "every month"),
        {content: "Monthly", trigger: "#add_to_cart", run: "click"},
        {content: "One in the cart", trigger: "sup.my_cart_quantity:text(1)"},
        choose("Yearly"),
        reads(".o_rental_sentence", "every year"),
        {content: "Yearly", trigger: "#add_to_cart", run: "click"},
        {content: "Two in the cart", trigger: "sup.my_cart_quantity:text(2)"},
        choose("Buy"),
        {content: "And one to keep", trigger: "#add_to_cart", run: "click"},
        goToCart({quantity: 3}),
        reads("tr[name=o_rental_then]", "every month"),
        reads("tr[name=o_rental_then]", "every year"),
        ...order(),
    ],
});

tours.add("subscription_rental_website_declined", {
    steps: () => [
        reads(".o_rental_sentence", "Today"),
        ...addToCart(),
        goToCheckout(),
        ...fillAdressForm(undefined, true),
        terms,
        {
            content: "A card that will be declined",
            trigger: "#simulated_payment_state",
            run: "select error",
        },
        {
            content: "Its number",
            trigger: "input[name=customer_input]",
            run: "edit 4000000000000002",
        },
        {
            content: "Pay",
            trigger: "button[name=o_payment_submit_button]",
            run: "click",
            expectUnloadPage: true,
        },
        reads(".o_rental_declined", "was not paid"),
        terms,
        {
            content: "Not the stored one, which was declined",
            trigger: "button[name=o_payment_expand_button]",
            run: "click",
        },
        {
            content: "Another card",
            trigger: "input[name=o_payment_radio][data-payment-option-type=payment_method]",
            run: "click",
        },
        ...payWithDemo(),
        reads(".o_rental_next", "What happens now"),
    ],
});

tours.add("subscription_rental_website_stored", {
    steps: () => [
        reads(".o_rental_sentence", "Today"),
        ...addToCart(),
        goToCheckout(),
        terms,
        {
            content: "The stored card",
            trigger: "input[name=o_payment_radio][data-payment-option-type=token]",
            run: "click",
        },
        {
            content: "Order",
            trigger: "button[name=o_payment_submit_button]",
            run: "click",
            expectUnloadPage: true,
        },
        reads(".o_rental_next", "What happens now"),
    ],
});
