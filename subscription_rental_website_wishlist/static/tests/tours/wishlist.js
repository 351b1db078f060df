import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("subscription_rental_website_wish", {
    steps: () => [
        {
            content: "Choose by the year",
            trigger: ".o_rental_option:contains(Yearly) input",
            run: "click",
        },
        {content: "Wish for it", trigger: "#product_detail .o_add_wishlist_dyn", run: "click"},
        {
            content: "It is on the list: look at it",
            trigger: ".o_wsale_my_wish:not(.d-none) .my_wish_quantity:contains(1)",
        },
        {
            content: "To the list",
            trigger: ".o_wsale_my_wish a, a.o_wsale_my_wish",
            run: "click",
            expectUnloadPage: true,
        },
        {content: "It says the plan", trigger: ".o_rental_wish:contains(Yearly)"},
        {
            content: "Into the cart",
            trigger: ".o_wish_add",
            run: "click",
            expectUnloadPage: true,
        },
        {content: "It is in the cart", trigger: ".o_rental_cart_plan"},
    ],
});
