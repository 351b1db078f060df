import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

// The owner reads what a model brings, and goes on to its unit and the unit's invoice.
tours.add("subscription_rental_stock_fleet", {
    steps: () => [
        {trigger: ".o_pivot th:contains('Tour phone')"},
        {trigger: ".o_pivot th:contains('Cost Earned Back')"},
        {trigger: ".o_switch_view.o_list", run: "click"},
        {
            trigger: ".o_data_row:contains('TOUR-1') td:contains('50')",
        },
        {
            trigger: ".o_data_row:contains('TOUR-1') button[name=action_view_invoices]",
            run: "click",
        },
        {trigger: ".o_form_view .o_field_widget[name=invoice_line_ids]"},
        {trigger: ".o_back_button", run: "click"},
        {trigger: ".o_data_row td[name=lot_id]:contains('TOUR-1')", run: "click"},
        {trigger: ".o_form_view .o_field_widget[name=rental_assignment_ids]"},
    ],
});
