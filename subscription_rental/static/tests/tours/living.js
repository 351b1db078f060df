import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Return the steps that choose `value` in the many2one field `name` of the form. */
function choose(name, value, scope = "") {
    return [
        {
            trigger: `${scope} .o_field_widget[name=${name}] input`,
            run: `edit ${value}`,
        },
        {
            trigger: `.ui-autocomplete a:contains('${value}')`,
            run: "click",
        },
    ];
}

// A clerk moves the billing day of a subscription, and skips a period.
tours.add("subscription_rental_move_billing_day", {
    steps: () => [
        {
            trigger: ".o_notebook a[name=schedule]",
            run: "click",
        },
        {
            trigger: "div[name=schedule_acts] button:contains('Move the Billing Day')",
            run: "click",
        },
        {
            content: "Ten days after the next period begins",
            trigger: ".modal .o_field_widget[name=first_day] input",
            run: "edit 02/11/2024",
        },
        {
            trigger: ".modal .modal-body p",
            run: "click",
        },
        {
            content: "The bridge is shown first",
            trigger:
                ".modal .o_field_widget[name=preview_html]:contains('10 of 29 days'):contains('8.62')",
        },
        {
            trigger: ".modal button[name=action_move]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_rental_schedule tr:contains('10 of 29 days')",
        },
        {
            trigger: "div[name=schedule_acts] button:contains('Skip a Period')",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=amount_total]:contains('8.62')",
        },
        {
            trigger: ".modal button[name=action_skip]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_rental_schedule tr:contains('Skipped')",
        },
        {
            trigger: ".o_field_widget[name=skip_ids] button[name=action_bill_again]",
            run: "click",
        },
        {
            trigger: ".o_rental_schedule:not(:contains('Skipped'))",
        },
    ],
});

// A clerk sells a bike with three months at half price; each price is said and billed.
tours.add("subscription_rental_sell_phases", {
    url: "/odoo/sales/new",
    steps: () => [
        ...choose("partner_id", "Tour customer"),
        {
            trigger: "a:contains('Add a product')",
            run: "click",
        },
        {
            trigger: ".o_selected_row .o_field_widget[name=product_template_id] input",
            run: "edit Tour bike",
        },
        {
            trigger: ".ui-autocomplete a:contains('Tour bike')",
            run: "click",
        },
        {
            trigger: ".modal select.o_rental_plan",
            run: "selectByLabel Tour plan: $ 25.00 / month",
        },
        {
            trigger: ".modal button:contains('Confirm')",
            run: "click",
        },
        {
            content: "The dialog has written the line",
            trigger: "body:not(:has(.modal)) .o_rental_order_totals:contains('Then, every month')",
        },
        {
            content: "What is paid at first has a column of its own, if one wants it",
            trigger: ".o_field_widget[name=order_line] .o_optional_columns_dropdown button",
            run: "click",
        },
        {
            trigger: ".o-dropdown--menu input[name=rental_phases]",
            run: "check",
        },
        {
            content: "Three months at half price",
            trigger:
                ".o_field_widget[name=order_line] .o_data_row:not(.o_selected_row) td[name=rental_phases]",
            run: "click",
        },
        {
            trigger: ".o_selected_row .o_field_widget[name=rental_phases] input",
            run: "edit 3 x -50%",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "What is paid at first, and what then",
            trigger:
                ".o_rental_order_totals:contains('First, for 3 months'):contains('12.50'):contains('25.00')",
        },
        {
            trigger: ".o_statusbar_buttons button[name=action_confirm]:not(.d-none)",
            run: "click",
        },
        {
            trigger: "button[name=action_view_rental_subscriptions]",
            run: "click",
        },
        {
            content: "The ordinary price is laid out ahead",
            trigger: ".o_field_widget[name=line_ids] .o_data_row:contains('25.00')",
        },
        {
            trigger: ".o_field_widget[name=line_ids] .o_data_row:contains('12.50')",
        },
        {
            trigger: ".o_field_widget[name=mrr_coming]:contains('25.00')",
        },
    ],
});

// A clerk sells a bike by subscription with its cover; the order makes the subscription, and is
// not where it is changed.
tours.add("subscription_rental_sell", {
    url: "/odoo/sales/new",
    steps: () => [
        ...choose("partner_id", "Tour customer"),
        {
            content: "Add the product",
            trigger: "a:contains('Add a product')",
            run: "click",
        },
        {
            trigger: ".o_selected_row .o_field_widget[name=product_template_id] input",
            run: "edit Tour bike",
        },
        {
            trigger: ".ui-autocomplete a:contains('Tour bike')",
            run: "click",
        },
        {
            content: "The configurator asks for the plan",
            trigger: ".modal select.o_rental_plan:contains('/ year')",
            run: "selectByLabel Tour yearly: $ 300.00 / year",
        },
        {
            trigger: ".modal select.o_rental_plan",
            run: "selectByLabel Tour plan: $ 25.00 / month",
        },
        {
            content: "And for the cover",
            trigger: ".modal .o_rental_choice:contains('Tour waiver') input.o_rental_cover",
            run: "check",
        },
        {
            trigger: ".modal button:contains('Confirm')",
            run: "click",
        },
        {
            content: "The line says what recurs",
            trigger:
                ".o_field_widget[name=order_line] .o_data_row:contains('25.00'):contains('Tour plan')",
        },
        {
            content: "What is paid today, cover included, stands there before it is saved",
            trigger:
                ".o_field_widget[name=rental_sentence]:contains('Today: $ 34.50'):contains('Then: $ 34.50 every month')",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "The cover is a line of its own",
            trigger: ".o_field_widget[name=order_line] .o_data_row:contains('Tour waiver')",
        },
        {
            content: "What recurs is shown apart",
            trigger: ".o_rental_order_totals:contains('Then, every month')",
        },
        {
            trigger: ".o_statusbar_buttons button[name=action_confirm]:not(.d-none)",
            run: "click",
        },
        {
            content: "It says what was made",
            trigger: ".alert:contains('was made') button[name=action_view_rental_subscriptions]",
        },
        {
            content: "What recurs is not changed on the order any more",
            trigger:
                ".o_field_widget[name=order_line] .o_data_row:contains('Tour bike') td[name=product_uom_qty]",
            run: "click",
        },
        {
            trigger: ".o_selected_row .o_field_widget[name=product_uom_qty] input",
            run: "edit 3",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "A sentence says where, and a button leads there",
            trigger: ".modal button:contains('Open the subscriptions')",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('In Progress')",
        },
        {
            trigger: ".o_field_widget[name=line_ids] .o_data_row:contains('Tour waiver')",
        },
    ],
});

// A clerk changes the plan, and sees before what the period that runs gives back and costs.
tours.add("subscription_rental_change_plan", {
    steps: () => [
        {
            trigger: ".o_statusbar_buttons button:contains('Change')",
            run: "click",
        },
        {
            content: "Nothing is settled yet",
            trigger:
                ".modal .o_field_widget[name=preview_html]:contains('What is billed already stays as it is')",
        },
        ...choose("plan_id", "Tour gold", ".modal"),
        {
            content: "The preview shows what is given back, what it costs, and the days",
            trigger: ".modal .o_rental_shown tbody tr:contains('25.00')",
        },
        {
            trigger: ".modal .o_rental_shown tbody tr:contains('60.00')",
        },
        {
            trigger: ".modal .o_rental_shown tfoot:contains('35.00')",
        },
        {
            content: "With taxes, and what stays as it is",
            trigger:
                ".modal:contains('The billing day stays') .o_field_widget[name=total_after]:contains('69.00')",
        },
        {
            trigger: ".modal button[name=action_change]",
            run: "click",
        },
        {
            content: "What was shown waits for the next invoice",
            trigger: "a[name=charges]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=charge_ids] .o_data_row:contains('60.00')",
        },
        {
            trigger: ".o_field_widget[name=plan_id]:contains('Tour gold')",
        },
        {
            content: "The conversation says what was changed",
            trigger: ".o-mail-Message:contains('Changed from'):contains('Tour gold')",
        },
        {
            content: "Lines are changed by the dialog alone; the total is with taxes",
            trigger: ".o_notebook a[name=lines]",
            run: "click",
        },
        {
            trigger:
                ".tab-pane.active:not(:has(.o_field_x2many_list_row_add)) .o_field_widget[name=recurring_total]:contains('69.00')",
        },
    ],
});

// A clerk cancels at the end of the paid period, and takes it back.
tours.add("subscription_rental_cancel_undo", {
    steps: () => [
        {
            trigger: ".o_statusbar_buttons button:contains('Cancel')",
            run: "click",
        },
        {
            content: "What can be undone is proposed, and no minimum term where there is none",
            trigger:
                ".modal .o_field_widget[name=when]:not(:contains('minimum term')) input:checked + label:contains('At the end of the paid period')",
        },
        {
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit Moves away",
        },
        {
            trigger: ".modal p:contains('Up to that day the cancellation can be undone')",
        },
        {
            trigger: ".modal button[name=action_cancel]",
            run: "click",
        },
        {
            content: "It says so on top",
            trigger: "div[name=cancelled]:contains('Moves away')",
        },
        {
            trigger: "div[name=cancelled] button[name=action_undo_cancel]",
            run: "click",
        },
        {
            content: "It goes on",
            trigger: ".o_statusbar_buttons button:contains('Pause')",
        },
        {
            trigger: ".o_form_view:not(:has(div[name=cancelled] button))",
        },
    ],
});

// A clerk subscribes a customer of whom something is missing.
tours.add("subscription_rental_subscribe", {
    url: "/odoo/subscriptions",
    steps: () => [
        {
            trigger:
                ".o_list_buttons button:contains('Subscribe'), .o_control_panel button:contains('Subscribe a Customer')",
            run: "click",
        },
        {
            content: "A new customer is made here",
            trigger: ".modal .o_field_widget[name=partner_id] input",
            run: "edit Tour newcomer",
        },
        {
            trigger: ".ui-autocomplete a:contains('Create \"Tour newcomer\"')",
            run: "click",
        },
        ...choose("plan_id", "Tour plan", ".modal"),
        {
            trigger: ".modal .o_field_widget[name=quantity] input",
            run: "edit 2 && press Tab",
        },
        {
            content: "With the cover, and the amount of the first invoice",
            trigger: ".modal .o_field_widget[name=with_cover] input",
            run: "check",
        },
        {
            trigger: ".modal .o_field_widget[name=first_invoice]:contains('69.00')",
        },
        {
            content: "It names what is missing",
            trigger: ".modal .alert:contains('Missing on the customer')",
        },
        {
            content: "And does not finish without it",
            trigger: ".modal button[name=action_subscribe]",
            run: "click",
        },
        {
            trigger: ".o_error_dialog:contains('lacks'), .modal:contains('lacks')",
        },
        {
            trigger: ".modal:contains('lacks') .modal-footer button:contains('Close')",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=email] input",
            run: "edit tour@example.com && press Tab",
        },
        {
            trigger: ".modal .alert:contains('All is there')",
        },
        {
            trigger: ".modal button[name=action_subscribe]",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('In Progress')",
        },
    ],
});
