import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

// A consumer withdraws from the contract in two steps.
tours.add("subscription_rental_withdraw", {
    steps: () => [
        {trigger: "a.o_rental_withdraw", run: "click", expectUnloadPage: true},
        {trigger: ".o_rental_withdrawal input[name=name]", run: "edit Ada"},
        {
            trigger: ".o_rental_withdrawal button.o_rental_confirm",
            run: "click",
            expectUnloadPage: true,
        },
        {trigger: ".alert-success:contains(your withdrawal)"},
        {trigger: "body:not(:has(.o_rental_withdraw))"},
    ],
});

// A consumer cancels although the plan says no.
tours.add("subscription_rental_consumer_cancel", {
    steps: () => [
        {trigger: "a.o_rental_cancel", run: "click", expectUnloadPage: true},
        {trigger: "input[name=reason]", run: "edit I move"},
        {
            trigger: "button.o_rental_confirm",
            run: "click",
            expectUnloadPage: true,
        },
        {trigger: ".alert-success:contains(your cancellation)"},
        {trigger: ".o_rental_undo"},
    ],
});
