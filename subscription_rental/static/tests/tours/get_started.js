import {registry} from "@web/core/registry";

/** Return the steps that go back to the panel, where so many steps are ticked. */
function backToPanel(done) {
    return [
        {
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            content: "What is done is ticked by itself",
            trigger: `.o_rental_get_started:has(li:nth-child(${done}) .o_rental_step_done)`,
        },
    ];
}

// From an empty company to the first subscription, by the panel alone.
registry.category("web_tour.tours").add("subscription_rental_get_started", {
    steps: () => [
        {
            content: "The company",
            trigger: ".o_rental_get_started li:nth-child(1):not(:has(.o_rental_step_done)) button",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=street] input",
            run: "edit Rue de la Loi 16",
        },
        {
            content: "Odoo loads the page again",
            trigger: ".modal button[name=action_save_onboarding_company_data]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_rental_get_started li:nth-child(1) .o_rental_step_done",
        },
        {
            content: "A plan from a template, and with it the product",
            trigger: "button[data-step=action_open_step_rental_plan]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=kind] .o_radio_item:contains('Service') input",
            run: "click",
        },
        {
            content: "The template says what the plan begins with",
            trigger: ".modal:contains('a week before') .o_field_widget[name=name] input",
            run: "edit Tour cleaning",
        },
        {
            trigger: ".modal .o_field_widget[name=price] input",
            run: "edit 49 && press Tab",
        },
        {
            trigger: ".modal button[name=action_create]",
            run: "click",
        },
        {
            content: "The plan says itself in a sentence, and has its product",
            trigger:
                ".o_form_view:has(.o_field_widget[name=line_ids] .o_data_row:contains('Tour cleaning')) .o_field_widget[name=offer_sentence]:contains('49.00 every month')",
        },
        ...backToPanel(2),
        {
            content: "The products",
            trigger: "button[data-step=action_open_step_rental_product]",
            run: "click",
        },
        {
            trigger:
                ".o_kanban_record:contains('Tour cleaning'), .o_data_row:contains('Tour cleaning')",
        },
        ...backToPanel(3),
        {
            content: "The first customer",
            trigger: "button[data-step=action_open_step_rental_customer]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=partner_id] input",
            run: "edit Tour customer",
        },
        {
            trigger: ".ui-autocomplete a:contains('Tour customer')",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=plan_id] input",
            run: "edit Tour cleaning",
        },
        {
            trigger: ".ui-autocomplete a:contains('Tour cleaning')",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=first_invoice]:contains('56.35')",
        },
        {
            trigger: ".modal button[name=action_subscribe]",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('In Progress')",
        },
        {
            content: "Nobody needs the panel any more",
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            trigger: ".o_rental_today:not(:has(.o_rental_get_started)) [data-door='active']",
        },
    ],
});
