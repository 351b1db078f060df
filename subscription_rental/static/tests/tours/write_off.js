import {registry} from "@web/core/registry";

const SELECT = ".o_data_row .o_list_record_selector input";

registry.category("web_tour.tours").add("subscription_rental_write_off", {
    steps: () => [
        {
            content: "what the rule proposes stands there",
            trigger: ".o_data_row td[name='state']:contains(Proposed)",
        },
        {
            content: "it is chosen",
            trigger: SELECT,
            run: "click",
        },
        {
            trigger: ".o_control_panel button:contains(Write Off):not(:disabled)",
            run: "click",
        },
        {
            content: "the entry is shown before it is booked",
            trigger: ".modal .o_field_widget[name='effect']:contains(Bad debts):contains(34.50)",
        },
        {
            content: "no calendar has opened over it",
            trigger: "body:not(:has(.o_datetime_picker))",
        },
        {
            content: "it is approved",
            trigger: ".modal button[name='action_write_off']",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
        {
            content: "nothing is proposed any more: all rows are asked for",
            trigger: ".o_searchview .o_facet_remove",
            run: "click",
        },
        {
            content: "the row names its entry",
            trigger:
                ".o_data_row:has(td[name='state']:contains(Written Off)) td[name='entry_id']:contains(/)",
        },
        {
            trigger: SELECT,
            run: "click",
        },
        {
            content: "it is undone",
            trigger: ".o_control_panel button:contains(Undo):not(:disabled)",
            run: "click",
        },
        {
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "the claim is kept, and no entry stands for it",
            trigger:
                ".o_data_row:has(td[name='state']:contains(Claim Kept)) td[name='entry_id']:not(:contains(/))",
        },
    ],
});
