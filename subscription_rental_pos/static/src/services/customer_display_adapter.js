import {patch} from "@web/core/utils/patch";
import {CustomerDisplayPosAdapter} from "@point_of_sale/app/customer_display/customer_display_adapter";

patch(CustomerDisplayPosAdapter.prototype, {
    /** Show the customer the codes that the cashier has open, and nothing once they are closed. */
    formatOrderData(order) {
        super.formatOrderData(order);
        this.data.rentalMethods = order.shownMethods || [];
    },

    /** Tell the customer which session or credit pays for a line, what is left, and what recurs. */
    getOrderlineData(line) {
        const data = super.getOrderlineData(line);
        const pack = line.rental_prepaid_id;
        const facts = [line.prepaidLabel, pack?.freeLabel, line.rental_terms].filter(Boolean);
        data.customerNote = [data.customerNote, ...facts].filter(Boolean).join(" · ");
        return data;
    },
});
