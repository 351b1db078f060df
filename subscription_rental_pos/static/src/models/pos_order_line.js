import {PosOrderline} from "@point_of_sale/app/models/pos_order_line";
import {formatCurrency} from "@web/core/currency";
import {_t} from "@web/core/l10n/translation";
import {patch} from "@web/core/utils/patch";

patch(PosOrderline.prototype, {
    /** The offer that this line sells: a pack or credit. */
    get soldOffer() {
        const offers = this.models["subscription.prepaid.offer"];
        return offers?.find((offer) => offer.product_id?.id === this.product_id.id);
    },

    /** The line of this ticket that sells the pack of which this is a session. */
    get soldPackLine() {
        return (
            this.rental_pack_uuid &&
            this.order_id.lines.find((line) => line.uuid === this.rental_pack_uuid)
        );
    },

    get isPaidByPrepaid() {
        return Boolean(this.rental_prepaid_id || this.rental_pack_uuid);
    },

    /** Whether a session or credit could pay for this line. */
    get canUsePrepaid() {
        return (
            this.qty > 0 &&
            !this.isPaidByPrepaid &&
            !this.refunded_orderline_id &&
            !this.soldOffer &&
            !this.isPartOfCombo()
        );
    },

    /** Whether the session costs what was paid for it: its tax is due at the use. */
    get isPricedBySession() {
        const terms = this.rental_prepaid_id || this.soldPackLine?.soldOffer;
        return this.isPaidByPrepaid && !this.rental_credit && !terms?.isTaxedAtSale;
    },

    /** How much of this line packs or credit pay by the payment method of theirs. */
    get prepaidAmount() {
        const refunded = this.refunded_orderline_id;
        if (refunded) {
            return -(refunded.rental_credit || (refunded.isPricedBySession && this.refundedTotal));
        }
        return this.isPricedBySession ? this.priceIncl : this.rental_credit || 0;
    },

    get refundedTotal() {
        return Math.abs(this.priceIncl);
    },

    /** How much of its pack this line takes: sessions, or an amount. */
    get prepaidQuantity() {
        const pack = this.rental_prepaid_id;
        return pack?.isCredit
            ? this.rental_credit
            : pack?.sessionsFor(this.product_id, this.qty) || 0;
    },

    /** What the screen, the receipt and the customer display say about it. */
    get prepaidLabel() {
        if (this.soldPackLine) {
            return _t("First session of %(pack)s", {pack: this.soldPackLine.full_product_name});
        }
        const pack = this.rental_prepaid_id;
        if (!pack) {
            return "";
        }
        return pack.isCredit
            ? _t("%(amount)s by %(credit)s", {
                  amount: formatCurrency(this.rental_credit, this.currency.id),
                  credit: pack.name,
              })
            : _t("Session of %(pack)s", {pack: pack.name});
    },

    /** Sell this line for `total` with taxes: what was paid for its sessions. */
    setPrepaidPrice(total) {
        this.price_type = "manual";
        this.setDiscount(0);
        if (!total) {
            this.setDiscount(100);
            return;
        }
        if (this.priceIncl < total) {
            // Prices have few digits, discounts have many: a bit more, and less again.
            this.setUnitPrice((this.price_unit * total * 1.001) / (this.priceIncl || 1));
        }
        this.discount = (1 - total / this.priceIncl) * 100;
    },

    /** Forget what pays for this line: it has its own price again. */
    dropPrepaid() {
        const isCredit = Boolean(this.rental_credit);
        this.rental_prepaid_id = undefined;
        this.rental_credit = 0;
        this.rental_pack_uuid = false;
        if (!isCredit) {
            this.setDiscount(0);
            this.price_type = "original";
            this.setQuantity(this.qty);
        }
    },

    setQuantity(quantity, keepPrice) {
        if (this.isPaidByPrepaid && !this.order_id.finalized) {
            return {
                title: _t("Paid by a pack or credit"),
                body: _t("Take it off the line first, then change the line."),
            };
        }
        return super.setQuantity(quantity, keepPrice);
    },

    canBeMergedWith(orderline) {
        return (
            super.canBeMergedWith(orderline) &&
            !this.isPaidByPrepaid &&
            !orderline.isPaidByPrepaid &&
            // Each pack has its own first session.
            !this.order_id.lines.some((line) => line.rental_pack_uuid === this.uuid)
        );
    },

    getDiscountStr() {
        return this.isPricedBySession ? "" : super.getDiscountStr();
    },
});
