import {_t} from "@web/core/l10n/translation";
import {patch} from "@web/core/utils/patch";
import {SelectionPopup} from "@point_of_sale/app/components/popups/selection_popup/selection_popup";
import {ControlButtons} from "@point_of_sale/app/screens/product_screen/control_buttons/control_buttons";
import {makeAwaitable} from "@point_of_sale/app/utils/make_awaitable_dialog";

/** The button *Packs and Credit*: all that can be used on this ticket, and undone. */
patch(ControlButtons.prototype, {
    async clickPrepaid() {
        const order = this.currentOrder;
        if (!order.partner_id && !(await this.pos.selectPartner(order))) {
            return;
        }
        const packs = await this.pos.findPrepaids(order.partner_id);
        const list = this.getPrepaidChoices(order, packs);
        if (!list.length) {
            this.pos.tellPrepaid(
                _t("Packs and Credit"),
                this.pos.data.network.offline
                    ? _t("The till has no connection: nothing can be claimed now.")
                    : _t("%(customer)s has nothing to use.", {customer: order.partner_id.name}),
            );
            return;
        }
        const chosen = await makeAwaitable(this.dialog, SelectionPopup, {
            title: _t("Packs and Credit of %(customer)s", {customer: order.partner_id.name}),
            list: list.map((choice, id) => ({...choice, id: id + 1})),
        });
        await chosen?.();
    },

    getPrepaidChoices(order, packs) {
        const selected = order.getSelectedOrderline();
        const lines = (selected ? [selected] : order.lines).filter((one) => one.canUsePrepaid);
        const sessions = packs.filter((pack) => !pack.isCredit);
        const credits = packs.filter((pack) => pack.isCredit);
        return [
            ...this.getUndoChoices(order),
            ...sessions.flatMap((pack) => this.getSessionChoices(order, lines, pack)),
            ...credits.flatMap((credit) => this.getCreditChoices(order, lines, credit)),
        ];
    },

    getUndoChoices(order) {
        const paid = order.lines.filter((line) => line.isPaidByPrepaid);
        const choices = paid.map((line) => ({
            label: _t("Take off: %(label)s", {label: line.prepaidLabel}),
            description: line.full_product_name,
            item: () => this.pos.undoPrepaid([line]),
        }));
        if (paid.length > 1) {
            choices.push({
                label: _t("Take all packs and credit off the ticket"),
                item: () => this.pos.undoPrepaid(paid),
            });
        }
        return choices;
    },

    getSessionChoices(order, lines, pack) {
        const choices = lines
            .filter((line) => pack.covers(line.product_id, line.qty))
            .map((line) => ({
                label: _t("%(service)s: a session of %(pack)s", {
                    service: line.full_product_name,
                    pack: pack.name,
                }),
                description: pack.freeLabel,
                item: () => this.pos.useSession(pack, line),
            }));
        for (const id of Object.keys(pack.pos_services)) {
            const product = this.pos.models["product.product"].get(Number(id));
            if (product && pack.covers(product, pack.pos_services[id])) {
                choices.push({
                    label: _t("Add %(service)s with a session of %(pack)s", {
                        service: product.display_name,
                        pack: pack.name,
                    }),
                    description: pack.freeLabel,
                    item: () => this.addSession(order, product, pack),
                });
            }
        }
        return choices;
    },

    async addSession(order, product, pack) {
        const quantity = pack.pos_services[product.id];
        const line = await this.pos.addApart(order, product, quantity);
        if (line && !(await this.pos.useSession(pack, line))) {
            order.removeOrderline(line);
        }
    },

    getCreditChoices(order, lines, credit) {
        const choices = lines
            .filter((line) => credit.paysFor(line.product_id))
            .map((line) => ({
                label: _t("Pay %(service)s with %(credit)s", {
                    service: line.full_product_name,
                    credit: credit.name,
                }),
                description: credit.freeLabel,
                item: () => this.pos.useCredit(credit, [line]),
            }));
        const all = order.lines.filter(
            (line) => line.canUsePrepaid && credit.paysFor(line.product_id),
        );
        if (all.length) {
            choices.push({
                label: _t("Pay the ticket with %(credit)s", {credit: credit.name}),
                description: credit.freeLabel,
                item: () => this.pos.useCredit(credit, all),
            });
        }
        return choices;
    },
});
