import {AlertDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {_t} from "@web/core/l10n/translation";
import {ConnectionLostError, RPCError} from "@web/core/network/rpc";
import {patch} from "@web/core/utils/patch";
import {PosStore} from "@point_of_sale/app/services/pos_store";
import {claims} from "../models/pos_order";

/** What the till asks the server about packs and credit, and tells it (PK3, PK9). */
patch(PosStore.prototype, {
    async setup() {
        this.unsentReleases = new Set();
        this.spendable = {};
        await super.setup(...arguments);
        this.data.connectWebSocket("RENTAL_PREPAID", (news) => this.onPrepaidNews(news));
        claims.addEventListener("release", ({detail}) => this.releasePrepaid(detail.uuids));
        window.addEventListener("pos-network-online", () => this.releasePrepaid([]));
    },

    get prepaidMethod() {
        return this.config.payment_method_ids.find((method) => method.rental_is_prepaid);
    },

    async askPrepaid(method, ...args) {
        return this.askServer(
            _t("Packs and Credit"),
            _t(
                "Sessions and credit need the server: what is claimed stays, more " +
                    "can be used when the till is online again.",
            ),
            method,
            ...args,
        );
    },

    /**
     * Ask the server: what it refuses, or does not answer without a connection, is told.
     *
     * @param {String|false} unanswered what is told without a connection; false throws
     */
    async askServer(title, unanswered, method, ...args) {
        try {
            return await this.data.call("pos.config", method, [[this.config.id], ...args]);
        } catch (error) {
            if (unanswered && error instanceof ConnectionLostError) {
                this.tellPrepaid(_t("No connection"), unanswered);
            } else if (error instanceof RPCError) {
                this.tellPrepaid(title, error.data?.message || error.message);
            } else {
                throw error;
            }
        }
    },

    tellPrepaid(title, body) {
        this.dialog.add(AlertDialog, {title, body});
    },

    takeInPrepaid(records) {
        if (records) {
            this.models.connectNewData(records);
            this.data.synchronizeServerDataInIndexedDB(records);
        }
    },

    /** Read what other tills have used of packs that this one knows. */
    async onPrepaidNews({ids}) {
        const known = ids.filter((id) => this.models["subscription.prepaid"].get(id));
        if (known.length && !this.data.network.offline) {
            const args = [[this.config.id], known];
            const records = await this.data.silentCall("pos.config", "rental_read_prepaids", args);
            this.takeInPrepaid(records);
        }
    },

    /** Return what a customer can spend, as the server says now, or said last. */
    async findPrepaids(partner) {
        if (!partner || !this.prepaidMethod) {
            return [];
        }
        const args = [[this.config.id], partner.id];
        const found =
            !this.data.network.offline &&
            (await this.data.silentCall("pos.config", "rental_find_prepaids", args));
        if (found) {
            this.takeInPrepaid(found);
            const packs = this.models["subscription.prepaid"];
            const ids = found["subscription.prepaid"].map(({id}) => id);
            this.spendable[partner.id] = ids.map((id) => packs.get(id));
        }
        return this.spendable[partner.id] || [];
    },

    /** Let a session pay for a line: claimed on the server, and priced as it was paid. */
    async useSession(pack, line) {
        const args = [pack.id, line.order_id.partner_id.id, line.uuid, line.product_id.id];
        const claim = await this.askPrepaid("rental_claim_sessions", ...args, line.qty);
        return Boolean(claim) && this.takeSession(pack, line, claim);
    },

    /** Take in that the server has claimed sessions for a line, and say so. */
    async takeSession(pack, line, claim) {
        this.takeInPrepaid(claim.records);
        if (!line.order_id?.lines.includes(line)) {
            // The line went away meanwhile.
            await this.releasePrepaid([claim.uuid]);
            return false;
        }
        line.setPrepaidPrice(pack.isTaxedAtSale ? 0 : claim.amount);
        line.rental_prepaid_id = pack;
        this.notification.add(
            _t("%(service)s: a session of %(pack)s, %(left)s.", {
                service: line.full_product_name,
                pack: pack.name,
                left: pack.freeLabel,
            }),
            {type: "success"},
        );
        return true;
    },

    /** Let credit pay for lines, up to its balance. */
    async useCredit(credit, lines) {
        let left = credit.free;
        const amounts = {};
        for (const line of lines.filter((one) => one.canUsePrepaid)) {
            const amount = this.currency.round(Math.min(left, line.priceIncl));
            if (amount > 0 && credit.paysFor(line.product_id)) {
                amounts[line.uuid] = amount;
                left = this.currency.round(left - amount);
            }
        }
        const order = lines[0]?.order_id;
        if (!order || !Object.keys(amounts).length) {
            return false;
        }
        const args = [credit.id, order.partner_id.id, amounts];
        const claim = await this.askPrepaid("rental_claim_credit", ...args);
        if (!claim) {
            return false;
        }
        this.takeInPrepaid(claim.records);
        for (const line of order.lines.filter((one) => one.uuid in amounts)) {
            line.rental_prepaid_id = credit;
            line.rental_credit = amounts[line.uuid];
        }
        return true;
    },

    /** Take packs and credit off lines: they cost what they did, the claims are free. */
    async undoPrepaid(lines) {
        const claimed = lines.filter((line) => line.rental_prepaid_id);
        const uuids = claimed.map((line) => line.uuid);
        for (const line of lines.filter((one) => one.isPaidByPrepaid)) {
            line.dropPrepaid();
        }
        await this.releasePrepaid(uuids);
    },

    /** Give claims back; without a connection they are given back later. */
    async releasePrepaid(uuids) {
        uuids.forEach((uuid) => this.unsentReleases.add(uuid));
        const sent = [...this.unsentReleases];
        if (!sent.length || this.data.network.offline) {
            return;
        }
        const args = [[this.config.id], sent];
        const records = await this.data.silentCall("pos.config", "rental_release_prepaid", args);
        if (records) {
            sent.forEach((uuid) => this.unsentReleases.delete(uuid));
            this.takeInPrepaid(records);
        }
    },

    postSyncAllOrders(orders) {
        for (const order of orders) {
            order.uiState.isUnsent = false;
        }
        return super.postSyncAllOrders(orders);
    },

    async _onBeforeDeleteOrder(order) {
        const goesOn = await super._onBeforeDeleteOrder(order);
        if (goesOn) {
            await this.releasePrepaid(order.claimedLines.map((line) => line.uuid));
        }
        return goesOn;
    },
});
