import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as Order from "@point_of_sale/../tests/generic_helpers/order_widget_util";
import * as OfflineUtil from "@point_of_sale/../tests/generic_helpers/offline_util";
import * as TicketScreen from "@point_of_sale/../tests/pos/tours/utils/ticket_screen_util";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

function chooseCustomer(name) {
    return [ProductScreen.clickPartnerButton(), ProductScreen.clickCustomer(name)];
}

function clickPrepaid() {
    return {content: "packs", trigger: ".product-screen .o_rental_prepaid", run: "click"};
}

function choose(text) {
    const trigger = `.modal .selection-item:contains("${text}")`;
    return {content: `choose ${text}`, trigger, run: "click"};
}

function lineSays(text) {
    const trigger = `.order-container .o_rental_prepaid_label:contains("${text}")`;
    return {content: `a line says ${text}`, trigger};
}

function receiptSays(text) {
    const trigger = `.receipt-screen .pos-receipt:contains("${text}")`;
    return {content: `the receipt says ${text}`, trigger};
}

function patient(steps) {
    return steps.flat(Infinity).map((step) => ({timeout: 60000, ...step}));
}

tours.add("rental_pos_pack", {
    steps: () =>
        patient([
            Chrome.startPoS(),
            ProductScreen.clickDisplayedProduct("Ten massages"),
            Dialog.is({title: "Use the first session now?"}),
            Dialog.confirm("Use it now"),
            Order.hasLine({productName: "Massage", quantity: "1", price: "22.00"}),
            lineSays("First session of Ten massages"),
            Order.hasTotal("242.00"),
            // The pack is kept for a customer: the till asks for whom.
            ProductScreen.clickPayButton(false),
            ProductScreen.clickCustomer("Ann Till"),
            PaymentScreen.remainingIs("220.00"),
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            receiptSays("First session of Ten massages"),
            receiptSays("9 left"),
            ReceiptScreen.paymentLineContains("Packs and Credit", "22.00"),
            ReceiptScreen.clickNextOrder(),
        ]),
});

tours.add("rental_pos_session", {
    steps: () =>
        patient([
            Chrome.startPoS(),
            ProductScreen.clickDisplayedProduct("Massage"),
            Order.hasTotal("24.20"),
            chooseCustomer("Ann Till"),
            Dialog.bodyIs("Likes the window seat."),
            Dialog.confirm(),
            Dialog.bodyIs("10 left"),
            Dialog.confirm("Use a session"),
            lineSays("Session of Ten massages"),
            Order.hasTotal("22.00"),
            {
                content: "undo",
                trigger: ".order-container .o_rental_prepaid_undo",
                run: "click",
            },
            Order.hasTotal("24.20"),
            // By hand.
            clickPrepaid(),
            choose("Massage: a session of Ten massages"),
            Order.hasTotal("22.00"),
            // Another service, offered as it is added.
            ProductScreen.clickDisplayedProduct("Haircut"),
            Dialog.confirm("Use a session"),
            lineSays("Session of Cuts"),
            Order.hasTotal("22.00"),
            // What a session pays is not changed.
            ProductScreen.clickNumpad("2"),
            Dialog.is({title: "Paid by a pack or credit"}),
            Dialog.confirm(),
            ProductScreen.clickPayButton(),
            PaymentScreen.remainingIs("0.00"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            receiptSays("Session of Ten massages"),
            receiptSays("9 left"),
            ReceiptScreen.clickNextOrder(),
        ]),
});

tours.add("rental_pos_credit", {
    steps: () =>
        patient([
            Chrome.startPoS(),
            ProductScreen.clickDisplayedProduct("Massage"),
            ProductScreen.clickDisplayedProduct("Haircut"),
            chooseCustomer("Ann Till"),
            ProductScreen.customerIsSelected("Ann Till"),
            clickPrepaid(),
            choose("Pay the ticket with Credit 50"),
            lineSays("24.20 by Credit 50"),
            lineSays("25.80 by Credit 50"),
            clickPrepaid(),
            choose("Take all packs and credit off"),
            {
                content: "nothing is paid by credit",
                trigger: ".order-container:not(:has(.o_rental_prepaid_label))",
            },
            clickPrepaid(),
            choose("Pay the ticket with Credit 50"),
            lineSays("25.80 by Credit 50"),
            ProductScreen.clickPayButton(),
            PaymentScreen.remainingIs("10.50"),
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            ReceiptScreen.paymentLineContains("Packs and Credit", "50.00"),
            receiptSays("Credit 50"),
            ReceiptScreen.clickNextOrder(),
        ]),
});

tours.add("rental_pos_offline", {
    steps: () =>
        patient([
            Chrome.startPoS(),
            ProductScreen.clickDisplayedProduct("Massage"),
            chooseCustomer("Ann Till"),
            Dialog.confirm("Use a session"),
            Order.hasTotal("22.00"),
            OfflineUtil.setOfflineMode(),
            // No more can be claimed now.
            ProductScreen.clickDisplayedProduct("Massage"),
            Order.hasTotal("46.20"),
            clickPrepaid(),
            choose("Massage: a session of Ten massages"),
            Dialog.bodyIs("when the till is online again"),
            Dialog.confirm(),
            Order.hasTotal("46.20"),
            ProductScreen.clickPayButton(),
            PaymentScreen.remainingIs("24.20"),
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            receiptSays("9 left"),
            OfflineUtil.setOnlineMode(),
            ReceiptScreen.clickNextOrder(),
            ProductScreen.isShown(),
            {
                content: "send what waits",
                trigger: "body",
                run: () => window.posmodel.syncAllOrders(),
            },
            Chrome.isSynced(),
        ]),
});

tours.add("rental_pos_refund", {
    steps: () =>
        patient([
            Chrome.startPoS(),
            Chrome.clickOrders(),
            TicketScreen.selectFilter("Paid"),
            TicketScreen.selectOrderByPrice("22.00"),
            ProductScreen.clickNumpad("1"),
            TicketScreen.confirmRefund(),
            PaymentScreen.isShown(),
            PaymentScreen.remainingIs("0.00"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            ReceiptScreen.paymentLineContains("Packs and Credit", "22.00"),
            ReceiptScreen.clickNextOrder(),
        ]),
});

tours.add("rental_pos_last", {
    steps: () =>
        patient([
            Chrome.startPoS(),
            ProductScreen.clickDisplayedProduct("Massage"),
            chooseCustomer("Ann Till"),
            Dialog.confirm("Use a session"),
            Dialog.bodyIs("only 0 are left"),
            Dialog.confirm(),
            Order.hasTotal("24.20"),
        ]),
});
