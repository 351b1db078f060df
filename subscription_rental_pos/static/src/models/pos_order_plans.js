import {PosOrder} from "@point_of_sale/app/models/pos_order";
import {serializeDate} from "@web/core/l10n/dates";
import {patch} from "@web/core/utils/patch";
import {claims} from "./pos_order";

patch(PosOrder.prototype, {
    /** What was chosen with a plan, without what comes along. */
    get rentedLines() {
        return this.lines.filter((line) => line.isRented);
    },

    get rentalStart() {
        return this.rental_date_start ? serializeDate(this.rental_date_start) : false;
    },

    get isCustomerRequired() {
        return super.isCustomerRequired || (!this.partner_id && this.rentedLines.length > 0);
    },

    /** Whose ticket it is, as the server asks for it. */
    getAskedCustomer() {
        return {
            partner_id: this.partner_id?.id,
            start: this.rentalStart,
            fiscal_position_id: this.fiscal_position_id?.id,
            pricelist_id: this.pricelist_id?.id,
        };
    },

    getAskedRentals() {
        return {
            ...this.getAskedCustomer(),
            lines: this.rentedLines.map((line) => ({
                uuid: line.uuid,
                product_id: line.product_id.id,
                quantity: line.qty,
                plan_id: line.rental_plan_id?.id,
                with_cover: line.rental_with_cover,
            })),
        };
    },

    /** Take in what the server said; return the rows that have no line yet. */
    takeRentals(rows) {
        const known = new Map();
        for (const row of rows) {
            const line = this.lines.find((one) => one.isRental(row));
            if (line) {
                line.takeRental(row);
            }
            known.set(row, line);
        }
        const lines = new Set(known.values());
        for (const line of this.lines.filter((one) => one.comesAlong && !lines.has(one))) {
            super.removeOrderline(line);
        }
        return rows.filter((row) => !known.get(row));
    },

    removeOrderline(line) {
        const isRented = line.isRented && !this.finalized;
        const result = super.removeOrderline(line);
        if (isRented && this.rentedLines.length) {
            claims.trigger("reprice", {order: this});
        } else if (isRented) {
            this.takeRentals([]);
        }
        return result;
    },
});
