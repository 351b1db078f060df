import {_t} from "@web/core/l10n/translation";
import {patch} from "@web/core/utils/patch";
import {TicketScreen} from "@point_of_sale/app/screens/ticket_screen/ticket_screen";

patch(TicketScreen.prototype, {
    _onUpdateSelectedOrderline() {
        if (this.refuseRentalRefund(this.getSelectedOrder())) {
            return this.numberBuffer.reset();
        }
        return super._onUpdateSelectedOrderline(...arguments);
    },

    _prepareAutoRefundOnOrder(order) {
        return !this.refuseRentalRefund(order) && super._prepareAutoRefundOnOrder(order);
    },

    /** What a subscription has billed, it gives back: tell so. */
    refuseRentalRefund(order) {
        const line = order?.lines.find((one) => one.id === this.getSelectedOrderlineId());
        if (line?.rental_kind) {
            this.pos.tellPrepaid(
                _t("Sold by a plan"),
                _t(
                    "%(product)s was sold by a subscription: cancel the subscription in the " +
                        "office, which credits what was paid and gives the deposit back.",
                    {product: line.full_product_name},
                ),
            );
        }
        return Boolean(line?.rental_kind);
    },

    /** What packs and credit have paid goes back to them, and not out of the drawer. */
    postRefund(destinationOrder) {
        super.postRefund(destinationOrder);
        this.pos.addPrepaidPayment(destinationOrder);
    },
});
