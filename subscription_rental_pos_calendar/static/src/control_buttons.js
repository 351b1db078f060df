import {_t} from "@web/core/l10n/translation";
import {patch} from "@web/core/utils/patch";
import {ControlButtons} from "@point_of_sale/app/screens/product_screen/control_buttons/control_buttons";

/** The button *Packs and Credit* shows bookings, too: those that were not taken up. */
patch(ControlButtons.prototype, {
    async clickPrepaid() {
        const partner = this.currentOrder.partner_id;
        if (partner) {
            await this.pos.findBookings(partner);
        }
        return super.clickPrepaid();
    },

    getPrepaidChoices(order, packs) {
        return [...this.getBookingChoices(order), ...super.getPrepaidChoices(order, packs)];
    },

    getBookingChoices(order) {
        const open = this.pos.getOpenBookings(order).map((booking) => ({
            booking,
            item: () => this.pos.addBooking(order, booking),
        }));
        const known = this.pos.bookings[order.partner_id.id] || [];
        // Its session was taken off the line: here it comes back.
        const unpaid = known
            .map((booking) => ({booking, line: this.pos.getBookingLine(order, booking)}))
            .filter(({booking, line}) => booking.prepaid_id && line?.canUsePrepaid)
            .map(({booking, line}) => ({
                booking,
                item: () => this.pos.claimBooking(booking, line),
            }));
        return [...open, ...unpaid].map(({booking, item}) => ({
            label: _t("%(service)s: %(booking)s", {
                service: this.pos.getBooked(booking).display_name,
                booking: this.pos.getBookingLabel(booking),
            }),
            description: booking.hint,
            item,
        }));
    },
});
