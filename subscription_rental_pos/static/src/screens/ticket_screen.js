import {patch} from "@web/core/utils/patch";
import {TicketScreen} from "@point_of_sale/app/screens/ticket_screen/ticket_screen";

patch(TicketScreen.prototype, {
    /** What packs and credit have paid goes back to them, and not out of the drawer. */
    postRefund(destinationOrder) {
        super.postRefund(destinationOrder);
        this.pos.addPrepaidPayment(destinationOrder);
    },
});
