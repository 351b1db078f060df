import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("subscription_rental_month_end", {
    steps: () => [
        {
            content: "what is deferred stands there, and is not booked yet",
            trigger:
                ".o_field_widget[name='figure_ids'] tr:contains(Deferred revenue):contains(Not booked yet)",
        },
        {
            content: "what would be booked is shown before",
            trigger: ".o_notebook .nav-link:contains(Deferred Revenue)",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name='deferral_preview']:contains(335.00)",
        },
        {
            content: "it is booked",
            trigger: "button[name='action_defer']:enabled",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name='deferral_move_id']",
        },
        {
            content: "our figure and the ledger agree",
            trigger: ".o_notebook .nav-link:contains(Figures)",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name='figure_ids'] tr:contains(Deferred revenue):not(:contains(Not booked))",
        },
        {
            content: "a figure opens its rows",
            trigger:
                ".o_field_widget[name='figure_ids'] tr:contains(Deferred revenue) button[name='action_open_rows']",
            run: "click",
        },
        {
            trigger: ".o_list_view td[name='amount']:contains(-335.00)",
        },
        {
            content: "back to the month",
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item.o_back_button a",
            run: "click",
        },
        {
            trigger: ".o_notebook .nav-link:contains(Checklist)",
            run: "click",
        },
        {
            content: "the last step is ticked",
            trigger: ".o_field_widget[name='task_ids'] .o_data_row:nth-child(8) .fa-square-o",
            run: "click",
        },
        {
            content: "with all ticked",
            trigger: ".o_field_widget[name='task_ids'] .o_data_row:nth-child(8) .fa-check-square-o",
        },
        {
            content: "the month is closed",
            trigger: "button[name='action_close']:enabled",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name='closed_by_id']",
        },
    ],
});
