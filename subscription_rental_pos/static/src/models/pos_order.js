import {_t} from "@web/core/l10n/translation";
import {EventBus} from "@odoo/owl";
import {PosOrder} from "@point_of_sale/app/models/pos_order";
import {patch} from "@web/core/utils/patch";

/** Tells the store which lines do not need their claims any more. */
export const claims = new EventBus();

patch(PosOrder.prototype, {
    /** How much of this ticket packs and credit pay; below 0 if they get it back. */
    get prepaidAmount() {
        const amount = this.lines.reduce((sum, line) => sum + (line.prepaidAmount || 0), 0);
        return this.currency.round(amount);
    },

    /** The lines that have claimed something on the server. */
    get claimedLines() {
        return this.lines.filter((line) => line.rental_prepaid_id && !this.finalized);
    },

    get sellsPrepaid() {
        return this.lines.some((line) => line.soldOffer && line.qty > 0);
    },

    get isCustomerRequired() {
        return super.isCustomerRequired || (!this.partner_id && this.sellsPrepaid);
    },

    /** What the receipt says is left: of each pack or credit used or sold. */
    get prepaidsLeft() {
        const packs = new Set(
            this.lines
                .flatMap((line) => [line.rental_prepaid_id, line.rental_sold_prepaid_id])
                .filter(Boolean),
        );
        return [...packs].map((pack) => ({
            id: pack.id,
            label: pack.expiryLabel,
            left: _t("%(left)s left", {left: pack.format(pack.left - this.getUnsentUse(pack))}),
        }));
    },

    /** What this ticket uses of a pack and the server does not know yet. */
    getUnsentUse(pack) {
        const lines = this.lines.filter((line) => line.rental_prepaid_id?.id === pack.id);
        const isKnown = this.finalized && !this.uiState.isUnsent;
        return isKnown ? 0 : lines.reduce((sum, line) => sum + line.prepaidQuantity, 0);
    },

    /** Give the first sessions of this ticket the price that their packs have now. */
    updateFirstSessions() {
        for (const line of this.lines.filter((one) => one.rental_pack_uuid)) {
            const sold = line.soldPackLine;
            if (!sold) {
                line.dropPrepaid();
            } else {
                line.setPrepaidPrice(this.getFirstSessionPrice(sold, line));
            }
        }
    },

    getFirstSessionPrice(sold, line) {
        const offer = sold.soldOffer;
        const sessions = offer.sessionsFor(line.product_id, line.qty);
        const share = (sold.priceIncl * sessions) / (offer.sessions * sold.qty);
        return offer.isTaxedAtSale ? 0 : this.currency.round(share);
    },

    removeOrderline(line) {
        const {uuid} = line;
        const isClaimed = line.rental_prepaid_id && !this.finalized;
        const result = super.removeOrderline(line);
        if (isClaimed) {
            claims.trigger("release", {uuids: [uuid]});
        }
        for (const first of this.lines.filter((one) => one.rental_pack_uuid === uuid)) {
            first.dropPrepaid();
        }
        return result;
    },
});
