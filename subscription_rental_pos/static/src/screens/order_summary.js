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
        if (line?.rental_kind) {
            this.changeRental(line, value);
            return;
        }
        super._setValue(value);
    },

    /** What was chosen is removed with what comes along; the rest is the plan's. */
    changeRental(line, value) {
        this.numberBuffer.reset();
        if (line.isRented && ["remove", "", "0"].includes(value)) {
            this.currentOrder.removeOrderline(line);
            return;
        }
        this.pos.tellPrepaid(
            _t("Sold by a plan"),
            line.isRented
                ? _t("Tap Change on the line: quantity, plan, cover and start are there.")
                : _t("This comes with the plan: change or remove what was chosen."),
        );
    },

    async editPackLotLines(line) {
        if (line.rental_kind) {
            this.pos.tellPrepaid(
                _t("Sold by a plan"),
                _t("The subscription hands its goods over: choose the units in Inventory."),
            );
            return;
        }
        return super.editPackLotLines(line);
    },

    async onOrderlineLongPress(ev, line) {
        if (line.rental_kind) {
            return line.isRented && this.pos.changePlan(line);
        }
        return super.onOrderlineLongPress(ev, line);
    },
});
