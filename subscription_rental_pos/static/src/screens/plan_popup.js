import {Component, onWillStart, useState} from "@odoo/owl";
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
        getPayload: Function,
        close: Function,
    };

    setup() {
        this.pos = usePos();
        this.keepLast = new KeepLast();
        const {planId, quantity, withCover, start} = this.props.choice;
        this.state = useState({
            planId: planId || false,
            quantity: quantity || 1,
            withCover: withCover || false,
            start: start || "",
            offers: [],
            isAsking: false,
        });
        onWillStart(() => this.askOffers());
    }

    get title() {
        return _t("%(product)s: which plan?", {product: this.props.product.display_name});
    }

    get firstDay() {
        return serializeDate(today());
    }

    get offer() {
        return this.state.offers.find((one) => one.id === this.state.planId);
    }

    get cover() {
        return this.offer?.cover;
    }

    async askOffers() {
        const {quantity, withCover, start} = this.state;
        this.state.isAsking = true;
        const told = await this.keepLast.add(
            this.pos.askPlans("rental_find_plans", {
                ...this.props.order.getAskedCustomer(),
                product_id: this.props.product.id,
                quantity: Number(quantity),
                with_cover: withCover,
                start: start || false,
            }),
        );
        this.state.isAsking = false;
        this.state.offers = told?.offers || [];
        this.pos.takeInPrepaid(told?.records);
        if (!this.offer) {
            this.state.planId = this.state.offers[0]?.id || false;
        }
    }

    change(name, value) {
        this.state[name] = value;
        return this.askOffers();
    }

    confirm() {
        const {planId, quantity, withCover, start} = this.state;
        this.props.getPayload({
            planId,
            quantity: Number(quantity),
            withCover: Boolean(withCover && this.cover),
            start: start || false,
        });
        this.props.close();
    }
}
