import {_t} from "@web/core/l10n/translation";
import {patch} from "@web/core/utils/patch";
import {PosStore} from "@point_of_sale/app/services/pos_store";
import {HandoverPopup} from "../screens/handover_popup";

patch(PosStore.prototype, {
    askHandovers(method, ...args) {
        return this.askServer(
            _t("Hand Over"),
            _t("Goods are handed over with the server: try again when it answers."),
            method,
            ...args,
        );
    },

    /** Return what is to be handed over of a ticket; nothing while it is not known there. */
    async findHandovers(order) {
        if (typeof order.id !== "number" || this.data.network.offline) {
            return [];
        }
        return (await this.askHandovers("rental_find_handovers", order.id)) || [];
    },

    openHandovers(order, rows, onChange) {
        this.dialog.add(HandoverPopup, {order, rows, onChange});
    },
});
