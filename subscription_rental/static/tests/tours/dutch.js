import {registry} from "@web/core/registry";

// Words that no screen of ours shows to who reads Dutch.
const ENGLISH =
    /\b(the|and|with|Billing|Cancel|Change|Customer|Invoice|Invoices|Paid|Plan|Quantity)\b/;

/** Return a step that finds no English word in `selector`, whatever is typed there. */
function readDutch(selector) {
    return {
        trigger: selector,
        run() {
            const found = ENGLISH.exec(this.anchor.innerText);
            if (found) {
                throw new Error(`English in ${selector}: ${found[0]}`);
            }
        },
    };
}

// A clerk who reads Dutch: what is owed, a cancellation and its undoing, a new customer.
registry.category("web_tour.tours").add("subscription_rental_dutch", {
    steps: () => [
        {
            trigger: ".o_rental_today:contains('De laatste twaalf maanden')",
        },
        readDutch(".o_rental_today"),
        {
            trigger: "[data-door='past_due']:contains('Achterstallig')",
            run: "click",
        },
        {
            content: "List heads are words, and not cut",
            trigger: ".o_list_view thead th:contains('Verschuldigd')",
            run() {
                const heads = [...document.querySelectorAll(".o_list_view thead th span")];
                const cut = heads.filter((head) => head.scrollWidth > head.clientWidth + 1);
                if (cut.length) {
                    throw new Error(`Cut: ${cut.map((head) => head.innerText)}`);
                }
            },
        },
        readDutch(".o_list_view thead"),
        {
            trigger: ".o_data_row td[name='amount_owed']",
            run: "click",
        },
        {
            content: "What is owed is said in a sentence",
            trigger: "div[name=past_due]:contains('verschuldigd sinds')",
        },
        readDutch(".o_form_view .o_form_sheet"),
        {
            trigger: ".o_statusbar_buttons button:contains('Opzeggen')",
            run: "click",
        },
        {
            trigger:
                ".modal .o_field_widget[name=when] input:checked + label:contains('Aan het einde van de betaalde periode')",
        },
        readDutch(".modal .modal-content"),
        {
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit Verhuist",
        },
        {
            trigger: ".modal button[name=action_cancel]:contains('Het abonnement opzeggen')",
            run: "click",
        },
        {
            trigger: "div[name=cancelled]:contains('Opgezegd'):contains('Verhuist')",
        },
        {
            trigger: "div[name=cancelled] button:contains('De opzegging ongedaan maken')",
            run: "click",
        },
        {
            trigger: ".o_form_view:not(:has(div[name=cancelled] button))",
        },
        {
            trigger: "[data-menu-xmlid='subscription_rental.subscription_subscription_menu']",
            run: "click",
        },
        {
            trigger: ".o_control_panel button:contains('Een klant abonneren')",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=partner_id] input",
            run: "edit Nieuwe klant",
        },
        {
            trigger: ".ui-autocomplete a:contains('Nieuwe klant')",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=plan_id] input",
            run: "edit Stadsfiets",
        },
        {
            trigger: ".ui-autocomplete a:contains('Stadsfiets')",
            run: "click",
        },
        {
            content: "The price is said as one says it",
            trigger: ".modal .o_field_widget[name=offer]:contains('elke maand')",
        },
        readDutch(".modal .modal-content"),
        {
            trigger: ".modal button[name=action_subscribe]:contains('Abonneren')",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Lopend')",
        },
        readDutch(".o_form_view .o_form_sheet"),
    ],
});
