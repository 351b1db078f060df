import {_t} from "@web/core/l10n/translation";
import {patch} from "@web/core/utils/patch";
import {PosStore} from "@point_of_sale/app/services/pos_store";
import {ask} from "@point_of_sale/app/utils/make_awaitable_dialog";

/** Today's bookings of the customer: offered, claimed for the ticket, taken off (PK3). */
patch(PosStore.prototype, {
    async setup() {
        this.bookings = {};
        await super.setup(...arguments);
    },

    /** Ask which bookings a customer has today, as the server says now, or said last. */
    async findBookings(partner) {
        const args = [[this.config.id], partner.id];
        const found =
            this.prepaidMethod &&
            !this.data.network.offline &&
            (await this.data.silentCall("pos.config", "rental_find_bookings", args));
        if (found) {
            this.bookings[partner.id] = found.filter((one) => this.getBooked(one));
        }
    },

    /** The service of a booking, if this till sells it. */
    getBooked(booking) {
        return this.models["product.product"].get(booking.product_id);
    },

    getBookingLabel(booking) {
        return booking.time
            ? _t("Booking of today, %(time)s", {time: booking.time})
            : _t("Booking of today");
    },

    /** The line of this ticket that has a booking. */
    getBookingLine(order, booking) {
        return order.lines.find((one) => one.rental_booking && one.uuid === booking.uuid);
    },

    /** The customer's bookings that no ticket has yet. */
    getOpenBookings(order) {
        const known = this.bookings[order.partner_id?.id] || [];
        return known.filter((one) => !one.is_on_ticket && !this.getBookingLine(order, one));
    },

    async offerSessions(order) {
        await this.findBookings(order.partner_id);
        for (const booking of this.getOpenBookings(order)) {
            await this.offerBooking(order, booking);
        }
        return super.offerSessions(order);
    },

    /** What is added may be what was booked: that comes before other sessions. */
    async offerForAdded(line) {
        const order = line.order_id;
        const booking = this.getOpenBookings(order).find((one) =>
            line.canBeBooking(this.getBooked(one), this.getBookedQuantity(one)),
        );
        if (booking && !this.data.network.offline) {
            await this.offerBooking(order, booking, line);
        }
        if (!line.rental_booking) {
            return super.offerForAdded(line);
        }
    },

    /** Ask whether the ticket is for a booking: one tap adds it, with its session. */
    async offerBooking(order, booking, line = undefined) {
        const names = {
            customer: order.partner_id.name,
            service: this.getBooked(booking).display_name,
            booking: this.getBookingLabel(booking),
        };
        const accepted = await ask(this.dialog, {
            title: _t("%(service)s: %(booking)s", names),
            body: booking.prepaid_id
                ? _t("%(customer)s has booked it. %(left)s", {...names, left: booking.hint})
                : _t("%(customer)s has booked it, and has no pack that pays for it.", names),
            confirmLabel: booking.prepaid_id ? _t("Use a session") : _t("Put it on the ticket"),
            cancelLabel: _t("No"),
        });
        return accepted && this.addBooking(order, booking, line);
    },

    /** How much of its service a booking is: one session. */
    getBookedQuantity(booking) {
        const pack = this.models["subscription.prepaid"].get(booking.prepaid_id);
        return pack?.pos_services[booking.product_id] || 1;
    },

    /** Put a booking on its line: that of its service, or a new one. */
    async addBooking(order, booking, line = undefined) {
        const product = this.getBooked(booking);
        const quantity = this.getBookedQuantity(booking);
        const known = line || order.lines.find((one) => one.canBeBooking(product, quantity));
        if (known) {
            return this.claimBooking(booking, known);
        }
        const added = await this.addApart(order, product, quantity);
        if (!added) {
            return false;
        }
        added.uiState.isBroughtByBooking = true;
        const claimed = await this.claimBooking(booking, added);
        if (!claimed) {
            order.removeOrderline(added);
        }
        return claimed;
    },

    /** Claim a booking for a line on the server, with its session where a pack pays. */
    async claimBooking(booking, line) {
        const withSession = !line.isPaidByPrepaid;
        const args = [booking.event_id, line.order_id.partner_id.id, line.uuid, withSession];
        const claim = await this.askPrepaid("rental_claim_booking", ...args);
        if (!claim) {
            return false;
        }
        booking.uuid = claim.uuid;
        line.rental_booking = this.getBookingLabel(booking);
        if (!claim.prepaid_id) {
            return true;
        }
        this.takeInPrepaid(claim.records);
        const pack = this.models["subscription.prepaid"].get(claim.prepaid_id);
        return this.takeSession(pack, line, claim);
    },

    /** Take a booking off the ticket, with its session, and the line that it brought. */
    async undoBooking(line) {
        const order = line.order_id;
        line.rental_booking = "";
        if (line.uiState.isBroughtByBooking) {
            order.removeOrderline(line);
        } else if (line.rental_prepaid_id) {
            await this.undoPrepaid([line]);
        }
    },

    async onCustomerChanged(order) {
        // What one customer has booked is not another's.
        for (const line of order.lines) {
            line.rental_booking = "";
        }
        return super.onCustomerChanged(order);
    },
});
