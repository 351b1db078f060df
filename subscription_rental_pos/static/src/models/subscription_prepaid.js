import {Base} from "@point_of_sale/app/models/related_models";
import {formatCurrency} from "@web/core/currency";
import {formatDate} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/** What packs, credit and their offers pay for. */
class PrepaidTerms extends Base {
    get isCredit() {
        return this.kind === "amount";
    }

    get isTaxedAtSale() {
        return this.vat_kind === "at_sale";
    }

    /** Credit without services pays for everything. */
    paysFor(product) {
        const services = this.pos_services || {};
        const isForAll = this.isCredit && !Object.keys(services).length;
        return isForAll || product.id in services;
    }

    /** How many sessions so much of a product takes. */
    sessionsFor(product, quantity) {
        return Math.ceil(quantity / this.pos_services[product.id] - 1e-9);
    }
}

export class SubscriptionPrepaidOffer extends PrepaidTerms {
    static pythonModel = "subscription.prepaid.offer";
}

export class SubscriptionPrepaid extends PrepaidTerms {
    static pythonModel = "subscription.prepaid";

    get currency() {
        return this.models["pos.config"].getFirst().currency_id;
    }

    format(quantity) {
        return this.isCredit
            ? formatCurrency(quantity, this.currency.id)
            : String(Math.round(quantity * 1e6) / 1e6);
    }

    /** How much of it can be claimed, as the server said last. */
    get freeLabel() {
        const names = {left: this.format(this.free)};
        return this.date_expiry
            ? _t("%(left)s left, until %(day)s", {
                  ...names,
                  day: formatDate(this.date_expiry),
              })
            : _t("%(left)s left", names);
    }

    /** Its name, and until when it can be used. */
    get expiryLabel() {
        return this.date_expiry
            ? _t("%(pack)s, until %(day)s", {pack: this.name, day: formatDate(this.date_expiry)})
            : this.name;
    }

    /** Whether so much of a product can be taken from it. */
    covers(product, quantity) {
        return (
            !this.isCredit &&
            this.paysFor(product) &&
            this.sessionsFor(product, quantity) <= this.free
        );
    }
}

for (const model of [SubscriptionPrepaidOffer, SubscriptionPrepaid]) {
    registry.category("pos_available_models").add(model.pythonModel, model);
}
