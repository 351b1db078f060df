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

// A customer reads French, and cancels.
tours.add("subscription_rental_consumer_french", {
    steps: () => [
        {
            content: "How often it is paid is a whole phrase",
            trigger: ".badge:contains('En cours')",
        },
        {trigger: "#wrap:contains('tous les 3 mois'):contains('Prochaines échéances')"},
        {trigger: "a.o_rental_cancel", run: "click", expectUnloadPage: true},
        {trigger: "button.o_rental_confirm", run: "click", expectUnloadPage: true},
        {
            content: "Cancelled, and not annulled",
            trigger: ".badge:contains('Résilié')",
        },
    ],
});
