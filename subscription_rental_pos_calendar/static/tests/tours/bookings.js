import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as Order from "@point_of_sale/../tests/generic_helpers/order_widget_util";
import {registry} from "@web/core/registry";

function patient(steps) {
    return steps.flat(Infinity).map((step) => ({timeout: 60000, ...step}));
}

function click(content, trigger) {
    return {content, trigger, run: "click"};
}

const clickPrepaid = () => click("packs", ".product-screen .o_rental_prepaid");

const choose = (text) => click(`choose ${text}`, `.modal .selection-item:contains("${text}")`);

const undo = (what) => click(`undo ${what}`, `.order-container .o_rental_${what}_undo`);

function lineIs(price, content = "a booked line") {
    return [
        {content, trigger: '.order-container .o_rental_booking:contains("Booking of today")'},
        Order.hasTotal(price),
    ];
}

registry.category("web_tour.tours").add("rental_pos_booking", {
    steps: () =>
        patient([
            Chrome.startPoS(),
            ProductScreen.clickPartnerButton(),
            ProductScreen.clickCustomer("Ann Till"),
            // The customer's bookings of today, by their time: one tap each.
            Dialog.is({title: "Massage: Booking of today"}),
            Dialog.bodyIs("10 sessions left of Ten massages"),
            Dialog.confirm("Use a session"),
            Dialog.is({title: "Haircut: Booking of today"}),
            Dialog.bodyIs("no pack that pays for it"),
            Dialog.cancel(),
            lineIs("22.00"),
            // Its session is undone: the customer could pay otherwise.
            undo("prepaid"),
            lineIs("24.20"),
            clickPrepaid(),
            choose("Massage: Booking of today"),
            lineIs("22.00"),
            // The booking is undone, with the line that it brought.
            undo("booking"),
            Order.doesNotHaveLine({productName: "Massage"}),
            // It is offered again as its service is added by hand.
            ProductScreen.clickDisplayedProduct("Massage"),
            Dialog.is({title: "Massage: Booking of today"}),
            Dialog.confirm("Use a session"),
            lineIs("22.00"),
            Order.hasLine({productName: "Massage", quantity: "1", price: "22.00"}),
            ProductScreen.clickPayButton(),
            PaymentScreen.remainingIs("0.00"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            {
                content: "the receipt says what was booked, and what is left",
                trigger:
                    '.receipt-screen .pos-receipt:contains("Booking of today"):contains("9 left")',
            },
            ReceiptScreen.clickNextOrder(),
        ]),
});
