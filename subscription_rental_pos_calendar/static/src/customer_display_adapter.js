import {patch} from "@web/core/utils/patch";
import {CustomerDisplayPosAdapter} from "@point_of_sale/app/customer_display/customer_display_adapter";

patch(CustomerDisplayPosAdapter.prototype, {
    getOrderlineData(line) {
        const data = super.getOrderlineData(line);
        data.customerNote = [line.rental_booking, data.customerNote].filter(Boolean).join(" · ");
        return data;
    },
});
