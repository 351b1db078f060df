import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import * as TicketScreen from "@point_of_sale/../tests/pos/tours/utils/ticket_screen_util";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as Order from "@point_of_sale/../tests/generic_helpers/order_widget_util";
import * as OfflineUtil from "@point_of_sale/../tests/generic_helpers/offline_util";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

function planSays(text) {
    return {content: `a plan says ${text}`, trigger: `.modal .o_rental_plan:contains("${text}")`};
}

function partIs(name, amount) {
    const trigger = `.modal .o_rental_parts div:contains("${name}"):contains("${amount}")`;
    return {content: `${name} is ${amount}`, trigger};
}

function clickInDialog(selector) {
    return {content: `click ${selector}`, trigger: `.modal ${selector}`, run: "click"};
}

function termsSay(text) {
    const trigger = `.order-container .o_rental_terms:contains("${text}")`;
    return {content: `a line says ${text}`, trigger};
}

function receiptSays(text) {
    const trigger = `.receipt-screen .pos-receipt:contains("${text}")`;
    return {content: `the receipt says ${text}`, trigger};
}

function editInDialog(selector, value) {
    return {
        content: `enter ${value}`,
        trigger: `.modal ${selector}`,
        run: `edit ${value} && press Tab`,
    };
}

function chooseWay(way) {
    const trigger = `.modal .selection-item:contains("${way}")`;
    return {content: `choose ${way}`, trigger, run: "click"};
}

function change() {
    const trigger = ".order-container .o_rental_change";
    return {content: "change the plan", trigger, run: "click"};
}

function putOnTicket() {
    return clickInDialog(".o_rental_confirm:not([disabled])");
}

function choosePlan() {
    return [
        ProductScreen.clickDisplayedProduct("City bike"),
        Dialog.is({title: "Who subscribes?"}),
        Dialog.confirm("Choose the customer"),
        ProductScreen.clickCustomer("Ann Till"),
        planSays("Monthly bike"),
    ];
}

/** Keep what the till tells the customer display. */
function watchDisplay() {
    return {
        content: "watch the customer display",
        trigger: "body",
        run() {
            window.rentalDisplay = new BroadcastChannel("UPDATE_CUSTOMER_DISPLAY");
            window.rentalDisplay.onmessage = ({data}) => {
                const rows = data.rentalMethods.map((one) => one.method || one.code.slice(0, 14));
                document.body.dataset.rentalDisplay = rows.join() || "nothing";
            };
        },
    };
}

function displayShows(text) {
    return {content: `the display shows ${text}`, trigger: `body[data-rental-display*="${text}"]`};
}

function patient(steps) {
    return steps.flat(Infinity).map((step) => ({timeout: 60000, ...step}));
}

tours.add("rental_pos_subscription", {
    steps: () =>
        patient([
            Chrome.startPoS(),
            choosePlan(),
            planSays("227.44"),
            planSays("47.19 every month"),
            partIs("First period", "47.19"),
            partIs("Setup fee", "30.25"),
            partIs("Deposit", "150.00"),
            clickInDialog(".o_rental_cover"),
            planSays("233.49"),
            planSays("53.24 every month"),
            putOnTicket(),
            Order.hasLine({productName: "City bike", quantity: "1", price: "47.19"}),
            Order.hasLine({productName: "Damage waiver", quantity: "1", price: "6.05"}),
            termsSay("Monthly bike: then"),
            termsSay("47.19 every month"),
            termsSay("given back at the end"),
            Order.hasTotal("233.49"),
            change(),
            clickInDialog(".o_rental_cover"),
            planSays("227.44"),
            putOnTicket(),
            Order.hasTotal("227.44"),
            // Prices and quantities are the plan's.
            ProductScreen.clickNumpad("5"),
            Dialog.is({title: "Sold by a plan"}),
            Dialog.confirm(),
            Order.hasTotal("227.44"),
            // The rest of the shop is on another ticket.
            ProductScreen.clickDisplayedProduct("Massage"),
            Order.hasTotal("251.64"),
            ProductScreen.clickPayButton(false),
            Dialog.bodyIs("a ticket of its own"),
            Dialog.confirm(),
            ProductScreen.clickNumpad("⌫", "⌫"),
            Order.hasTotal("227.44"),
            ProductScreen.clickPayButton(),
            PaymentScreen.totalIs("227.44"),
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            receiptSays("Monthly bike: then"),
            receiptSays("47.19 every month"),
            receiptSays("Monthly bike: given back at the end"),
            ReceiptScreen.totalAmountContains("227.44"),
            ReceiptScreen.clickNextOrder(),
            // A subscription gives its money back itself.
            Chrome.clickOrders(),
            TicketScreen.selectFilter("Paid"),
            TicketScreen.selectOrderByPrice("227.44"),
            ProductScreen.clickNumpad("1"),
            Dialog.bodyIs("cancel the subscription in the office"),
            Dialog.confirm(),
        ]),
});

tours.add("rental_pos_subscription_removed", {
    steps: () =>
        patient([
            Chrome.startPoS(),
            choosePlan(),
            putOnTicket(),
            Order.hasTotal("227.44"),
            ProductScreen.clickDisplayedProduct("City bike"),
            clickInDialog(".o_rental_cover"),
            planSays("53.24 every month"),
            putOnTicket(),
            Order.hasTotal("430.68"),
            // The covered one, which was added last.
            ProductScreen.clickNumpad("⌫"),
            Order.hasTotal("227.44"),
            ProductScreen.clickLine("City bike", "1"),
            ProductScreen.clickNumpad("⌫"),
            ProductScreen.orderIsEmpty(),
        ]),
});

tours.add("rental_pos_subscription_choices", {
    steps: () =>
        patient([
            Chrome.startPoS(),
            ProductScreen.clickDisplayedProduct("City bike"),
            chooseWay("Buy once"),
            Order.hasTotal("363.00"),
            ProductScreen.clickNumpad("⌫", "⌫"),
            ProductScreen.orderIsEmpty(),
            ProductScreen.clickDisplayedProduct("City bike"),
            chooseWay("By subscription"),
            // Nobody was chosen: nothing is sold.
            Dialog.is({title: "Who subscribes?"}),
            Dialog.cancel(),
            ProductScreen.orderIsEmpty(),
            ProductScreen.clickPartnerButton(),
            ProductScreen.clickCustomer("Ann Till"),
            ProductScreen.clickDisplayedProduct("City bike"),
            chooseWay("By subscription"),
            planSays("Yearly bike"),
            planSays("484.00 every year"),
            editInDialog(".o_rental_quantity", "2"),
            planSays("94.38 every month"),
            {
                content: "another start: an empty day is not edited by helpers",
                trigger: ".modal .o_rental_start",
                run({anchor}) {
                    anchor.value = "2099-01-31";
                    anchor.dispatchEvent(new Event("change", {bubbles: true}));
                },
            },
            planSays("424.63"),
            putOnTicket(),
            Order.hasLine({productName: "City bike", quantity: "2", price: "94.38"}),
            termsSay("from 01/31/2099"),
            Order.hasTotal("424.63"),
            change(),
            clickInDialog(".o_rental_plan:contains('Yearly bike')"),
            putOnTicket(),
            termsSay("968.00 every year"),
            Order.hasTotal("1,268.00"),
        ]),
});

tours.add("rental_pos_subscription_offline", {
    steps: () =>
        patient([
            Chrome.startPoS(),
            choosePlan(),
            putOnTicket(),
            Order.hasTotal("227.44"),
            OfflineUtil.setOfflineMode(),
            ProductScreen.clickDisplayedProduct("City bike"),
            Dialog.bodyIs("the server says what is due"),
            Dialog.confirm(),
            ProductScreen.clickPayButton(),
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            Dialog.confirm("Continue with limited functionality"),
            ReceiptScreen.isShown(),
            receiptSays("47.19 every month"),
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

tours.add("rental_pos_method", {
    steps: () =>
        patient([
            Chrome.startPoS(),
            choosePlan(),
            putOnTicket(),
            Order.hasTotal("227.44"),
            watchDisplay(),
            ProductScreen.clickPayButton(),
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            {content: "the code", trigger: ".modal .o_rental_method img[src^='data:image/svg']"},
            displayShows("data:image/svg"),
            {
                content: "what the bus tells once the customer has stored a method",
                trigger: ".modal .o_rental_method img",
                run: () => window.posmodel.onMethodNews({ids: []}),
            },
            {content: "it is stored", trigger: ".modal .o_rental_stored:contains('1234')"},
            displayShows("1234"),
            Dialog.confirm("Close"),
            displayShows("nothing"),
            ReceiptScreen.isShown(),
            ReceiptScreen.clickNextOrder(),
        ]),
});
