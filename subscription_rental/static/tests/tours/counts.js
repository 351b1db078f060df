import {registry} from "@web/core/registry";

// The list says how many are past due, and shows them at a click.
registry.category("web_tour.tours").add("subscription_rental_counts", {
    steps: () => [
        {
            trigger: ".o_data_row:contains('Prompt customer')",
        },
        {
            trigger: ".o_rental_counts button.btn-danger:contains('1'):contains('Past due')",
            run: "click",
        },
        {
            trigger: ".o_searchview_facet:contains('Past Due')",
        },
        {
            trigger:
                ".o_list_view:not(:has(.o_data_row:contains('Prompt customer'))) .o_data_row:contains('partner_a')",
        },
    ],
});
