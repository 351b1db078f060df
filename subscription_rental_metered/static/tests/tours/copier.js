import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("subscription_rental_metered_copier", {
    steps: () => [
        {
            content: "Its counter and its use have a tab",
            trigger: ".o_notebook .nav-link[name=metered]",
            run: "click",
        },
        {
            content: "Nobody read the second period: it is estimated",
            trigger: "div[name=use_ids] .o_data_row td[name=is_estimated] input:checked",
        },
        {
            content: "The true reading comes",
            trigger: "div[name=meter_ids] button[name=action_add_reading]",
            run: "click",
        },
        {
            content: "Fewer copies than estimated",
            trigger: ".modal div[name=value] input",
            run: "edit 5500",
        },
        {
            content: "Save it",
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "The dialog is closed",
            trigger: "body:not(:has(.modal))",
        },
        {
            content: "Open the readings as a graph",
            trigger: "button[name=action_view_readings] .o_stat_text",
            run: "click",
        },
        {
            content: "The graph is drawn",
            trigger: ".o_graph_view canvas",
        },
    ],
});
