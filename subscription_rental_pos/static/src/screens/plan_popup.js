import {Component, useState} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {serializeDate, today} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {KeepLast} from "@web/core/utils/concurrency";
import {usePos} from "@point_of_sale/app/hooks/pos_hook";

/** Which plan, how many, with cover or not, from when on: and what the server says of it. */
export class PlanPopup extends Component {
    static template = "subscription_rental_pos.PlanPopup";
    static components = {Dialog};
    static props = {
        product: Object,
        order: Object,
        choice: Object,
        offers: Array,
        getPayload: Function,
        close: Function,
    };

    setup() {
        this.pos = usePos();
        this.keepLast = new KeepLast();
        const {planId, quantity, withCover, start} = this.props.choice;
        const {offers} = this.props;
        this.state = useState({
            planId: offers.some((one) => one.id === planId) ? planId : offers[0].id,
            quantity: quantity || 1,
            withCover: withCover || false,
            start: start || "",
            offers,
            isAsking: false,
        });
    }

    get title() {
        return _t("%(product)s: which plan?", {product: this.props.product.display_name});
    }

    get firstDay() {
        return serializeDate(today());
    }

    /** The chosen one. No variable of the template may have this name: it could not be set. */
    get offer() {
        return this.state.offers.find((one) => one.id === this.state.planId);
    }

    get cover() {
        return this.offer?.cover;
    }

    get choice() {
        const {planId, quantity, withCover, start} = this.state;
        return {planId, quantity: Number(quantity), withCover, start: start || false};
    }

    async change(name, value) {
        this.state[name] = value;
        this.state.isAsking = true;
        const {product, order} = this.props;
        const offers = await this.keepLast.add(this.pos.findPlans(order, product, this.choice));
        this.state.isAsking = false;
        this.state.offers = offers || [];
    }

    confirm() {
        this.props.getPayload({
            ...this.choice,
            withCover: Boolean(this.state.withCover && this.cover),
        });
        this.props.close();
    }
}
