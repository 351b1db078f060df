import {_t} from "@web/core/l10n/translation";
import {patch} from "@web/core/utils/patch";
import {OrderSummary} from "@point_of_sale/app/screens/product_screen/order_summary/order_summary";

patch(OrderSummary.prototype, {
    /** A line that a pack or credit pays for is removed, or left as it is. */
    _setValue(value) {
        const line = this.currentOrder.getSelectedOrderline();
        if (line?.isPaidByPrepaid && value !== "remove") {
            this.numberBuffer.reset();
            this.pos.tellPrepaid(
                _t("Paid by a pack or credit"),
                _t("Take it off the line first, then change the line."),
            );
            return;
        }
        super._setValue(value);
    },
});
