import {Component, EventBus, onWillUnmount, useEffect, useState} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {_t} from "@web/core/l10n/translation";
import {useBus} from "@web/core/utils/hooks";
import {usePos} from "@point_of_sale/app/hooks/pos_hook";
import {generateQRCodeDataUrl} from "@point_of_sale/utils";

/** Tells the open dialog that a customer has stored a payment method. */
export const methods = new EventBus();

const SIZE = {width: 240, height: 240};

/** A code for the customer's phone; it says so once the method is stored there. */
export class MethodPopup extends Component {
    static template = "subscription_rental_pos.MethodPopup";
    static components = {Dialog};
    static props = {order: Object, subscriptions: Array, close: Function};

    setup() {
        this.pos = usePos();
        this.state = useState({subscriptions: this.props.subscriptions});
        useBus(methods, "stored", () => this.refresh());
        useEffect(
            (subscriptions) => this.showCustomer(subscriptions),
            () => [this.state.subscriptions],
        );
        onWillUnmount(() => this.showCustomer([]));
    }

    get title() {
        return _t("Payment method of %(customer)s", {
            customer: this.props.order.partner_id?.name || "",
        });
    }

    /** Show these on the customer display, too: that is where the customer looks. */
    showCustomer(subscriptions) {
        this.props.order.shownMethods = subscriptions.map((one) => ({
            id: one.id,
            name: one.name,
            method: one.method,
            code: !one.method && this.getCode(one),
        }));
    }

    getCode(subscription) {
        return generateQRCodeDataUrl(subscription.url, SIZE);
    }

    async refresh() {
        const found = await this.pos.findMethods(this.props.order);
        const shown = new Set(this.props.subscriptions.map(({id}) => id));
        if (found) {
            this.state.subscriptions = found.filter(({id}) => shown.has(id));
        }
    }
}
