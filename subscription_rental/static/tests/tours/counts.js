import {registry} from "@web/core/registry";

// The list says how many are past due, shows them at a click, and finds a customer by Enter.
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
        {
            content: "What is typed finds the customer at Enter, in place of the count",
            trigger: ".o_searchview_facet:contains('Past Due') .o_facet_remove",
            run: "click",
        },
        {
            trigger: ".o_searchview_input",
            run: "edit Prompt",
        },
        {
            trigger: ".o_searchview_input",
            run: "press Enter",
        },
        {
            trigger:
                ".o_list_view:not(:has(.o_data_row:contains('partner_a'))) .o_data_row td:contains('Prompt customer')",
            run: "click",
        },
        {
            content: "It says where it stands, and has one purple button at most",
            trigger:
                ".o_form_view:has(.o_field_widget[name=headline]:contains('€'), .o_field_widget[name=headline]:contains('$')):not(:has(.o_statusbar_buttons .btn-primary ~ .btn-primary))",
        },
    ],
});
