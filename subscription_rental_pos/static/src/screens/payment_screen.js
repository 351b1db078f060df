import {_t} from "@web/core/l10n/translation";
import {patch} from "@web/core/utils/patch";
import {PaymentScreen} from "@point_of_sale/app/screens/payment_screen/payment_screen";

patch(PaymentScreen.prototype, {
    setup() {
        super.setup(...arguments);
        this.payment_methods_from_config = this.payment_methods_from_config.filter(
            (method) => !method.rental_is_prepaid,
        );
    },

    updateSelectedPaymentline() {
        if (this.selectedPaymentLine?.isPrepaid) {
            this.numberBuffer.reset();
            return;
        }
        super.updateSelectedPaymentline(...arguments);
    },

    deletePaymentLine(uuid) {
        const line = this.paymentLines.find((one) => one.uuid === uuid);
        if (line?.isPrepaid) {
            this.pos.tellPrepaid(
                _t("Packs and Credit"),
                _t("Go back to the ticket and take the session or credit off its line."),
            );
            return;
        }
        return super.deletePaymentLine(uuid);
    },
});
