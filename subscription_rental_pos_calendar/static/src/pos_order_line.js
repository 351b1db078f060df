import {PosOrderline} from "@point_of_sale/app/models/pos_order_line";
import {patch} from "@web/core/utils/patch";

patch(PosOrderline.prototype, {
    /** A booking is one line: it stays apart from what else is bought. */
    canBeMergedWith(orderline) {
        const isBooked = this.rental_booking || orderline.rental_booking;
        return !isBooked && super.canBeMergedWith(orderline);
    },

    /** Whether this line can be so much of a service that the customer has booked. */
    canBeBooking(product, quantity) {
        return (
            this.product_id.id === product.id &&
            this.qty === quantity &&
            !this.rental_booking &&
            !this.rental_prepaid_id &&
            (this.canUsePrepaid || Boolean(this.rental_pack_uuid))
        );
    },
});
