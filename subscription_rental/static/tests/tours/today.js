import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

registry.category("web_tour.tours").add("subscription_rental_today", {
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            content: "the app opens on Today",
            trigger: ".o_app[data-menu-xmlid='subscription_rental.subscription_menu_root']",
            run: "click",
        },
        {
            content: "what is to do is done in one click",
            trigger: ".o_rental_task:contains(Call the customer) button",
            run: "click",
        },
        {
            content: "it is gone",
            trigger: ".o_rental_today:not(:has(.o_rental_task))",
        },
        {
            content: "a count opens what was counted",
            trigger: "[data-door='past_due']:contains(1)",
            run: "click",
        },
        {
            content: "with what is owed, and the sum",
            trigger: ".o_list_view td[name='amount_owed']:contains(34.50)",
        },
        {
            content: "back to Today",
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            content: "a door with nothing behind it says so, and shows no made-up rows",
            trigger: ".o_rental_today [data-door='billing_error']:contains(0)",
            run: "click",
        },
        {
            trigger:
                ".o_view_nocontent p.o_view_nocontent_smiling_face:contains(Could not be billed: none)",
        },
        {trigger: ".o_list_view:not(:has(.o_sample_data))"},
        {
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {trigger: ".o_rental_today [data-door='active']"},
    ],
});
