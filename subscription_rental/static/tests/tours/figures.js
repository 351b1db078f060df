import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("subscription_rental_figures", {
    steps: () => [
        {
            content: "a figure says what it is",
            trigger: "[data-figure='net']:contains(Of the MRR a year ago)",
        },
        {
            content: "why they left",
            trigger: ".o_rental_reasons td:contains(Too dear)",
        },
        {
            content: "half of January's beginners are left: who are they?",
            trigger: ".o_rental_cohorts tr:has(td:contains(50)) a:contains(Jan 2024)",
            run: "click",
        },
        {
            content: "two customers began then",
            trigger: ".o_list_view .o_data_row:has([name='partner_id']:contains(Bob))",
        },
        {
            content: "the one who left",
            trigger: ".o_list_view .o_data_row [name='partner_id']:contains(Bob)",
            run: "click",
        },
        {trigger: ".o_form_view [name='partner_id']:contains(Bob)"},
    ],
});
