import {registry} from "@web/core/registry";

function reads(selector, text) {
    return {content: `It says ${text}`, trigger: `${selector}:contains(${text})`};
}

registry.category("web_tour.tours").add("subscription_rental_website_stock_units", {
    steps: () => [
        reads(".o_rental_units", "Available now"),
        {
            content: "More than there are",
            trigger: "input[name=add_qty]",
            run: "edit 9 && press Tab",
        },
        {
            content: "As many as there are",
            trigger: "input[name=add_qty]:value(3)",
        },
        {content: "Into the cart", trigger: "#add_to_cart", run: "click"},
        reads(".o_rental_units", "All that are free are in your cart"),
        {
            content: "No more of them",
            trigger: ".o_rental_none_left:not(:has(#add_to_cart:visible))",
        },
    ],
});
