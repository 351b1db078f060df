import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("subscription_rental_dashboard", {
    steps: () => [
        {
            content: "the dashboard is in the list",
            trigger: ".o_search_panel_section:contains(Sales) li:contains(Subscriptions)",
            run: "click",
        },
        {
            content: "its sheet is drawn, with figures",
            trigger: ".o-spreadsheet .o-figure canvas",
        },
        {
            content: "the chart of movements has its rows",
            trigger: ".o-figure [class*=chart]",
        },
    ],
});
