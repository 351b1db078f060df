import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

// A customer who was reminded renews and pays; the same page shows the new due date.
tours.add("subscription_rental_renew_due_date", {
    steps: () => [
        {trigger: ".badge:contains('Due soon')"},
        {
            trigger: "button.o_rental_due_renew",
            run: "click",
            expectUnloadPage: true,
        },
        {trigger: "a[data-bs-target='#modalaccept']:visible", run: "click"},
        {
            trigger: ".modal.show input[name=o_payment_radio]",
            run: "click",
        },
        {trigger: ".modal.show #customer_input", run: "edit 4242"},
        {
            trigger: ".modal.show button[name=o_payment_submit_button]:not([disabled])",
            run: "click",
            expectUnloadPage: true,
        },
        {trigger: ".o_rental_due_renewed:contains('it is renewed')"},
        {trigger: ".badge:contains('Active')"},
        {
            trigger: "a[href='/my/due-dates']:contains('All due dates')",
            run: "click",
            expectUnloadPage: true,
        },
        {trigger: ".o_rental_due:contains('example.com'):not(:has(.o_rental_due_renew))"},
    ],
});
