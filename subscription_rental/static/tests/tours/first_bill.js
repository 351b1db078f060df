import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

// A manager makes a plan, subscribes a customer, bills, credits and bills again.
registry.category("web_tour.tours").add("subscription_rental_first_bill", {
    url: "/odoo/subscription-plans",
    steps: () => [
        {
            content: "Make a plan",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=name] input",
            run: "edit Tour plan",
        },
        {
            content: "Add the product",
            trigger: ".o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: ".o_selected_row .o_field_widget[name=product_tmpl_id] input",
            run: "edit Tour bike",
        },
        {
            trigger: ".ui-autocomplete a:contains('Tour bike')",
            run: "click",
        },
        {
            content: "The price comes from the product, and can be another one",
            trigger: ".o_selected_row .o_field_widget[name=price_unit] input",
            run: "edit 25",
        },
        {
            content: "The plan says in one sentence what customers pay",
            trigger: ".o_field_widget[name=setup_fee] input",
            run: "edit 30 && press Tab",
        },
        {
            trigger:
                ".o_field_widget[name=offer_sentence]:contains('25.00 every month, setup fee'):contains('30.00')",
        },
        {
            trigger: ".o_field_widget[name=setup_fee] input",
            run: "edit 0 && press Tab",
        },
        {
            content: "See the billing dates",
            trigger: "a[name=preview]",
            run: "click",
        },
        {
            trigger: ".o_rental_schedule tbody tr:nth-child(12)",
        },
        ...stepUtils.saveForm(),
        {
            content: "Subscribe a customer",
            trigger:
                "button[data-menu-xmlid='subscription_rental.subscription_subscription_menu'], a[data-menu-xmlid='subscription_rental.subscription_subscription_menu']",
            run: "click",
        },
        {
            trigger: ".o_breadcrumb .active:contains('Subscriptions')",
        },
        {
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=partner_id] input",
            run: "edit Tour customer",
        },
        {
            trigger: ".ui-autocomplete a:contains('Tour customer')",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=plan_id] input",
            run: "edit Tour plan",
        },
        {
            trigger: ".ui-autocomplete a:contains('Tour plan')",
            run: "click",
        },
        {
            content: "The plan's product is there",
            trigger: ".o_field_widget[name=line_ids] .o_data_row:contains('Tour bike')",
        },
        {
            content: "Start it",
            trigger: "button[name=action_activate]",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('In Progress')",
        },
        {
            content: "Bill the first period",
            trigger: ".o_statusbar_buttons button[name=action_bill_now]",
            run: "click",
        },
        {
            content: "The invoice is posted, and knows its subscription",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Posted')",
        },
        {
            trigger: "button[name=action_view_rental_subscriptions]",
            run: "click",
        },
        {
            content: "The period stands in the ledger",
            trigger: "a[name=schedule]",
            run: "click",
        },
        {
            content: "Open its invoice",
            trigger:
                ".o_field_widget[name=period_ids] .o_data_row:contains('25.00') button[name=action_view_invoices]",
            run: "click",
        },
        {
            content: "Credit it",
            trigger: ".o_statusbar_buttons button[name=action_reverse]",
            run: "click",
        },
        {
            trigger: ".modal button[name=refund_moves]",
            run: "click",
        },
        {
            trigger: ".o_breadcrumb:contains('Reversal')",
        },
        {
            trigger: ".o_statusbar_buttons button[name=action_post]",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Posted')",
        },
        {
            content: "The period asks whether to bill it again",
            trigger: "button[name=action_view_rental_subscriptions]",
            run: "click",
        },
        {
            trigger: "a[name=schedule]",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name=period_ids] .o_data_row:contains('Credited') button[name=action_bill_again]",
            run: "click",
        },
        {
            content: "It is billed again",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Posted')",
        },
        {
            trigger: ".o_field_widget[name=invoice_line_ids] .o_data_row:contains('25.00')",
        },
    ],
});
