import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import {registry} from "@web/core/registry";

function click(selector) {
    return {content: `click ${selector}`, trigger: selector, run: "click"};
}

function scan(serial) {
    const run = `edit ${serial} && press Enter`;
    return {content: `scan ${serial}`, trigger: ".modal .o_rental_serial", run};
}

function scanned(text) {
    const trigger = `.modal .o_rental_scanned:contains("${text}")`;
    return {content: `it says ${text}`, trigger};
}

registry.category("web_tour.tours").add("rental_pos_handover", {
    steps: () =>
        [
            Chrome.startPoS(),
            ProductScreen.clickDisplayedProduct("Phone"),
            Dialog.confirm("Choose the customer"),
            ProductScreen.clickCustomer("Ann Till"),
            click(".modal .o_rental_plan:contains('Monthly phone')"),
            click(".modal .o_rental_confirm:not([disabled])"),
            ProductScreen.clickPayButton(),
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            click(".o_rental_open_handover"),
            scanned("0 of 1 scanned"),
            scan("P9"),
            click(".modal .o_rental_hand_over"),
            Dialog.bodyIs("no serial number we know"),
            Dialog.confirm(),
            click(".modal .o_rental_unit:contains('P9') button"),
            scan("P2"),
            scanned("1 of 1 scanned"),
            click(".modal .o_rental_hand_over"),
            {
                content: "nothing is left to hand over",
                trigger: ".receipt-screen:not(:has(.o_rental_open_handover))",
            },
            ReceiptScreen.clickNextOrder(),
        ]
            .flat(Infinity)
            .map((step) => ({timeout: 60000, ...step})),
});
