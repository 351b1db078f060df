import {_t} from "@web/core/l10n/translation";
import {patch} from "@web/core/utils/patch";
import {PosStore} from "@point_of_sale/app/services/pos_store";
import {MethodPopup, methods} from "../screens/method_popup";

patch(PosStore.prototype, {
    async setup() {
        await super.setup(...arguments);
        this.data.connectWebSocket("RENTAL_METHOD", (news) => this.onMethodNews(news));
    },

    onMethodNews(news) {
        methods.trigger("stored", news);
    },

    findMethods(order) {
        return this.askServer(
            _t("Payment Method"),
            _t("The link for the customer comes from the server: try again when it answers."),
            "rental_find_methods",
            order.id,
        );
    },

    /**
     * Show the customer the code of the link on which they store their payment method.
     *
     * @param {Boolean} isWanted only where a plan collects, and there is none yet
     */
    async showMethods(order, isWanted = false) {
        if (typeof order.id !== "number" || this.data.network.offline) {
            return;
        }
        const found = (await this.findMethods(order)) || [];
        const shown = found.filter((one) => one.url && (one.is_wanted || !isWanted));
        if (shown.length) {
            this.dialog.add(MethodPopup, {order, subscriptions: shown});
        } else if (!isWanted) {
            this.tellPrepaid(
                _t("Payment Method"),
                _t("No provider keeps payment methods: the office sets one up."),
            );
        }
    },
});
