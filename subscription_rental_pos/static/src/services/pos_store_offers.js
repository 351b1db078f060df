import {AlertDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {_t} from "@web/core/l10n/translation";
import {patch} from "@web/core/utils/patch";
import {SelectionPopup} from "@point_of_sale/app/components/popups/selection_popup/selection_popup";
import {PosStore} from "@point_of_sale/app/services/pos_store";
import {ask, makeAwaitable} from "@point_of_sale/app/utils/make_awaitable_dialog";

/** When sessions and credit are offered, and how they come to the payment (PK2, PK3). */
patch(PosStore.prototype, {
    setPartnerToCurrentOrder(partner) {
        const order = this.getOrder();
        const before = order.getPartner();
        super.setPartnerToCurrentOrder(partner);
        if (before?.id !== partner?.id) {
            this.onCustomerChanged(order);
        }
    },

    async onCustomerChanged(order) {
        const partner = order.partner_id;
        // What one customer has claimed does not pay for another.
        await this.undoPrepaid(order.lines.filter((line) => line.rental_prepaid_id));
        if (partner?.rental_till_note) {
            await this.showNote(partner);
        }
        if (partner && !order.isRefund) {
            await this.offerSessions(order);
        }
    },

    /** Show what the staff should know of this customer, until it is read (PK7). */
    showNote(partner) {
        return new Promise((resolve) => {
            const props = {title: partner.name, body: partner.rental_till_note};
            this.dialog.add(AlertDialog, props, {onClose: resolve});
        });
    },

    async addLineToOrder(vals, order, opts = {}, configure = true) {
        const line = await super.addLineToOrder(vals, order, opts, configure);
        if (line && configure && this.prepaidMethod && !order.isRefund) {
            if (line.soldOffer) {
                await this.offerFirstSession(line);
            } else if (order.partner_id) {
                await this.offerForAdded(line);
            }
        }
        return line;
    },

    /** Offer what could pay for a line that was just added. */
    async offerForAdded(line) {
        await this.offerSessionFor(line, await this.getSpendable(line.order_id.partner_id));
    },

    /** Add so much of a service on a line of its own, without asking for anything. */
    addApart(order, product, quantity, values = {}) {
        const template = product.product_tmpl_id;
        return this.addLineToOrder(
            {
                product_tmpl_id: template,
                product_id: product,
                qty: quantity,
                // A price keeps the line apart from others of the same service.
                price_unit: template.getPrice(order.pricelist_id, quantity, 0, false, product),
                ...values,
            },
            order,
            {},
            false,
        );
    },

    /** What the till knows of a customer's own. */
    getKnownPrepaids(partner) {
        return this.models["subscription.prepaid"].filter(
            (pack) => pack.partner_id?.id === partner.id && pack.free > 0,
        );
    },

    /** What a customer can spend, asked once; the bus tells what changes. */
    async getSpendable(partner) {
        return this.spendable[partner.id] || (await this.findPrepaids(partner));
    },

    async offerSessions(order) {
        const packs = await this.findPrepaids(order.partner_id);
        for (const line of [...order.lines]) {
            await this.offerSessionFor(line, packs);
        }
    },

    /** Ask whether a session pays for a line: one tap. */
    async offerSessionFor(line, packs) {
        if (!line.canUsePrepaid || this.data.network.offline) {
            return;
        }
        const [pack] = packs.filter((one) => one.covers(line.product_id, line.qty));
        if (!pack) {
            return;
        }
        const accepted = await ask(this.dialog, {
            title: _t("Use a session?"),
            body: _t("%(customer)s has %(pack)s: %(left)s. Use it for %(service)s?", {
                customer: line.order_id.partner_id.name,
                pack: pack.name,
                left: pack.freeLabel,
                service: line.full_product_name,
            }),
            confirmLabel: _t("Use a session"),
            cancelLabel: _t("No"),
        });
        if (accepted) {
            await this.useSession(pack, line);
        }
    },

    /** Ask whether the first session of a pack is used at once (PK2). */
    async offerFirstSession(line) {
        const offer = line.soldOffer;
        const products = Object.keys(offer.pos_services)
            .map((id) => this.models["product.product"].get(Number(id)))
            .filter(Boolean);
        const isOffered = line.order_id.lines.some((one) => one.soldPackLine?.id === line.id);
        if (offer.isCredit || !products.length || isOffered) {
            return;
        }
        const service = await this.askFirstService(line, products);
        if (service) {
            await this.addFirstSession(line, service);
        }
    },

    async askFirstService(line, products) {
        const title = _t("Use the first session now?");
        if (products.length > 1) {
            const list = products.map((product) => ({
                id: product.id,
                label: product.display_name,
                item: product,
            }));
            return makeAwaitable(this.dialog, SelectionPopup, {
                title,
                list: [...list, {id: 0, label: _t("Not now"), item: null}],
            });
        }
        const accepted = await ask(this.dialog, {
            title,
            body: _t("%(pack)s: the first %(service)s today?", {
                pack: line.full_product_name,
                service: products[0].display_name,
            }),
            confirmLabel: _t("Use it now"),
            cancelLabel: _t("Not now"),
        });
        return accepted && products[0];
    },

    async addFirstSession(sold, product) {
        const quantity = sold.soldOffer.pos_services[product.id];
        const order = sold.order_id;
        const line = await this.addApart(order, product, quantity, {
            rental_pack_uuid: sold.uuid,
        });
        line.setPrepaidPrice(order.getFirstSessionPrice(sold, line));
    },

    // === payment === //

    /** Enter what packs and credit pay: no cashier does. */
    addPrepaidPayment(order) {
        if (!this.prepaidMethod || order.finalized) {
            return;
        }
        order.updateFirstSessions();
        for (const payment of order.payment_ids.filter((one) => one.isPrepaid)) {
            order.removePaymentline(payment);
        }
        const amount = order.prepaidAmount;
        if (amount) {
            const {status, data} = order.addPaymentline(this.prepaidMethod);
            if (status) {
                data.setAmount(amount);
                order.selectPaymentline(undefined);
            }
        }
    },

    async pay() {
        const order = this.getOrder();
        if (order.sellsPrepaid && !order.partner_id && !(await this.selectPartner(order))) {
            return;
        }
        this.addPrepaidPayment(order);
        return super.pay();
    },

    async validateOrderFast(paymentMethod) {
        const order = this.getOrder();
        if (order.sellsPrepaid && !order.partner_id && !(await this.selectPartner(order))) {
            return;
        }
        this.addPrepaidPayment(order);
        return super.validateOrderFast(paymentMethod);
    },
});
