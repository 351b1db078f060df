import * as CustomerDisplay from "@point_of_sale/../tests/customer_display/customer_display_utils";
import {registry} from "@web/core/registry";

// What a till tells of a paid ticket.
const PAID = {lines: [], finalized: true, amount: "227.44", paymentLines: []};
const CODE = "data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg'/>";

function tell(rentalMethods, description) {
    return CustomerDisplay.postMessage({...PAID, rentalMethods}, description);
}

registry.category("web_tour.tours").add("rental_pos_display", {
    steps: () =>
        [
            CustomerDisplay.addProduct({...PAID, rentalMethods: []}, "a paid ticket"),
            {
                content: "no code",
                trigger: "div:not(:has(.o_rental_methods)):contains('Thank you.')",
            },
            tell([{id: 1, name: "Monthly bike", method: false, code: CODE}], "a code"),
            {
                content: "the code of the subscription",
                trigger: ".o_rental_method:contains('Monthly bike') img[src^='data:image/svg']",
            },
            tell([{id: 1, name: "Monthly bike", method: "Card 1234", code: false}], "stored"),
            {content: "it is stored", trigger: ".o_rental_stored:contains('Card 1234')"},
            {content: "no code any more", trigger: ".o_rental_method:not(:has(img))"},
            tell([], "closed"),
            {content: "gone", trigger: ".o_customer_display_main:not(:has(.o_rental_methods))"},
        ].flat(),
});
