import {rpc} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Return the parts of the link that a dialog shows: its path and its token. */
function readLink() {
    const text = document.querySelector(".modal .o_field_widget[name=link]").textContent;
    const link = new URL(text.trim());
    return {path: link.pathname, token: link.searchParams.get("access_token")};
}

/** Pay, or register a method, as the customer's phone does behind the QR code. */
async function onTheirPhone(route, params) {
    const tour = document.querySelector("body").dataset;
    const values = await rpc(route, {
        flow: "direct",
        landing_route: "/my",
        provider_id: parseInt(tour.rentalProvider),
        payment_method_id: parseInt(tour.rentalMethod),
        token_id: null,
        ...params,
    });
    await rpc("/payment/demo/simulate_payment", {
        reference: values.reference,
        payment_details: "4242",
        simulated_state: "done",
    });
    await rpc("/payment/status/poll", {});
}

/** Remember which provider the phone pays with. */
async function findProvider() {
    const found = await rpc("/web/dataset/call_kw/payment.provider/search_read", {
        model: "payment.provider",
        method: "search_read",
        args: [
            [
                ["code", "=", "demo"],
                ["state", "=", "test"],
            ],
        ],
        kwargs: {fields: ["payment_method_ids"], limit: 1},
    });
    const body = document.querySelector("body");
    body.dataset.rentalProvider = found[0].id;
    body.dataset.rentalMethod = found[0].payment_method_ids[0];
}

const openPayment = [
    {trigger: "a[name=payment]", run: "click"},
    {trigger: "button[name=action_pay_link]"},
];

// The clerk shows a QR code; the customer registers a card; the dialog changes by itself.
tours.add("subscription_rental_ask_method", {
    steps: () => [
        ...openPayment,
        {trigger: ".tab-pane.active button[name=action_ask_for_method]", run: "click"},
        {trigger: ".modal .o_rental_qr img"},
        {
            trigger: ".modal .o_rental_waiting",
            async run() {
                await findProvider();
                const {path, token} = readLink();
                await onTheirPhone(path.replace("payment_method", "transaction/one"), {
                    access_token: token,
                    amount: null,
                    is_validation: true,
                    tokenization_requested: true,
                });
            },
        },
        {content: "It noticed", trigger: ".modal .o_rental_done:contains('4242')"},
        {trigger: ".modal .modal-footer button:contains('Close')", run: "click"},
        {
            trigger: ".o_field_widget[name=payment_token_id] input:value(4242)",
        },
    ],
});

// The clerk shows a QR code; the customer pays; the dialog changes by itself.
tours.add("subscription_rental_pay_link", {
    steps: () => [
        ...openPayment,
        {trigger: "button[name=action_pay_link]", run: "click"},
        {trigger: ".modal .o_field_widget[name=amount]:contains('25.00')"},
        {
            trigger: ".modal .o_rental_waiting",
            async run() {
                await findProvider();
                const {path, token} = readLink();
                const id = path.split("/").pop();
                await onTheirPhone(`/invoice/transaction/${id}`, {
                    access_token: token,
                    amount: 25,
                    is_validation: false,
                    tokenization_requested: false,
                });
            },
        },
        {content: "It noticed", trigger: ".modal .o_rental_done:contains('is paid')"},
        {trigger: ".modal .modal-footer button:contains('Close')", run: "click"},
        {trigger: ".o_form_view:not(:has(.modal))"},
    ],
});

// A payment failed: the clerk charges again, and it is paid.
tours.add("subscription_rental_retry", {
    url: "/odoo/dunning",
    steps: () => [
        {
            content: "How far it is, with the sum of what is unpaid",
            trigger: ".o_list_view:has(tfoot:contains('25.00')) td[name=rung]:contains(' of ')",
        },
        {trigger: ".o_data_row td:contains('Tour customer')", run: "click"},
        {trigger: ".o_rental_timeline:contains('Payment failed'):contains('Terminate')"},
        {trigger: ".o_statusbar_buttons button[name=action_retry]", run: "click"},
        {
            content: "No card is charged without a question",
            trigger: ".modal:contains('charged at once') .modal-footer button.btn-primary",
            run: "click",
        },
        {trigger: ".o_notification:contains('Paid')"},
        {trigger: ".o_statusbar_status button.o_arrow_button_current:contains('Paid')"},
        {trigger: ".o_rental_timeline:contains('Paid')"},
    ],
});

// The customer registers a method on the page behind the QR code, without an account.
tours.add("subscription_rental_register", {
    steps: () => [
        {trigger: "p:contains('No money is taken now')"},
        {trigger: "input[name=o_payment_radio]:not(:visible), input[name=o_payment_radio]"},
        {trigger: "#customer_input", run: "edit 1881"},
        {
            trigger: "button[name=o_payment_submit_button]:not([disabled])",
            run: "click",
            expectUnloadPage: true,
        },
        {trigger: ".o_rental_method_done:contains('1881')"},
    ],
});

// The customer of a suspended subscription pays what is missing.
tours.add("subscription_rental_pay_missing", {
    steps: () => [
        {trigger: ".badge:contains('Payment missing')"},
        {trigger: ".o_rental_pay", run: "click", expectUnloadPage: true},
        {trigger: "a[data-bs-target='#pay_with']:visible", run: "click"},
        {
            trigger: ".modal.show button[name=o_payment_expand_button]",
            run: "click",
        },
        {
            trigger: ".modal.show #o_payment_methods input[name=o_payment_radio]",
            run: "click",
        },
        {trigger: ".modal.show #customer_input", run: "edit 4242"},
        {
            trigger: ".modal.show button[name=o_payment_submit_button]:not([disabled])",
            run: "click",
            expectUnloadPage: true,
        },
        {trigger: ".badge:contains('Paid')"},
    ],
});

// And then it goes on.
tours.add("subscription_rental_active_again", {
    steps: () => [
        {trigger: ".badge:contains('In Progress')"},
        {trigger: ".o_rental_invoice .badge:contains('Paid')"},
    ],
});
