import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as Order from "@point_of_sale/../tests/generic_helpers/order_widget_util";
import {registry} from "@web/core/registry";

const REWARD = "10% on everything";

function patient(steps) {
    return steps.flat(Infinity).map((step) => ({timeout: 60000, ...step}));
}

function choosePlan() {
    return [
        ProductScreen.clickDisplayedProduct("City bike"),
        {
            content: "put the plan on the ticket",
            trigger: ".modal .o_rental_confirm:not([disabled])",
            run: "click",
        },
    ];
}

registry.category("web_tour.tours").add("rental_pos_promotions", {
    steps: () =>
        patient([
            Chrome.startPoS(),
            ProductScreen.clickPartnerButton(),
            ProductScreen.clickCustomer("Ann Till"),
            ProductScreen.clickDisplayedProduct("Massage"),
            Order.hasLine({productName: REWARD}),
            Order.hasTotal("21.78"),
            // The plan takes the reward off what was there, too.
            choosePlan(),
            Order.doesNotHaveLine({productName: REWARD}),
            ProductScreen.clickLine("Massage", "1"),
            ProductScreen.clickNumpad("⌫", "⌫"),
            Order.doesNotHaveLine({productName: "Massage"}),
            Order.doesNotHaveLine({productName: REWARD}),
            Order.hasTotal("227.44"),
            ProductScreen.clickPayButton(),
            PaymentScreen.totalIs("227.44"),
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            ReceiptScreen.clickNextOrder(),
            ProductScreen.clickDisplayedProduct("Massage"),
            Order.hasLine({productName: REWARD}),
            Dialog.isNot(),
        ]),
});
