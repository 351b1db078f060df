import {PosOrderline} from "@point_of_sale/app/models/pos_order_line";
import {patch} from "@web/core/utils/patch";

patch(PosOrderline.prototype, {
    /** Whether a cashier chose this with a plan. */
    get isRented() {
        return this.rental_kind === "rented";
    },

    /** Whether this comes along with a plan: a cover, a setup fee, a deposit. */
    get comesAlong() {
        return Boolean(this.rental_kind) && !this.isRented;
    },

    /** Whether this is the line of a row of the server. */
    isRental(row) {
        if (row.uuid) {
            return this.uuid === row.uuid;
        }
        return (
            this.rental_kind === row.kind &&
            this.rental_plan_id?.id === row.plan_id &&
            (this.rental_parent_uuid || false) === row.parent
        );
    },

    /** Take in what the server said of this line: no price of it is counted here. */
    takeRental(row) {
        const taxes = row.tax_ids.map((id) => this.models["account.tax"].get(id));
        this.update({
            qty: row.quantity,
            // As it is: prices of cashiers have fewer digits.
            price_unit: row.price_unit,
            price_type: "manual",
            discount: row.discount,
            tax_ids: taxes.length ? [["set", ...taxes]] : [["clear"]],
            rental_terms: row.terms,
        });
    },

    get canUsePrepaid() {
        return super.canUsePrepaid && !this.rental_kind;
    },

    hasValidProductLot() {
        // The subscription hands its goods over.
        return Boolean(this.rental_kind) || super.hasValidProductLot();
    },

    setQuantityByLot() {
        if (!this.rental_kind) {
            super.setQuantityByLot();
        }
    },

    canBeMergedWith(orderline) {
        const isRental = this.rental_kind || orderline.rental_kind;
        return !isRental && super.canBeMergedWith(orderline);
    },
});
