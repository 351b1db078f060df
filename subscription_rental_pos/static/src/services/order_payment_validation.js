import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";
import {ConnectionLostError} from "@web/core/network/rpc";
import {patch} from "@web/core/utils/patch";

patch(OrderPaymentValidation.prototype, {
    setup() {
        super.setup(...arguments);
        this.payment_methods_from_config = this.payment_methods_from_config.filter(
            (method) => !method.rental_is_prepaid,
        );
    },

    /** Tell the server later that the customer has left with the receipt. */
    handleValidationError(error) {
        if (error instanceof ConnectionLostError) {
            this.order.rental_was_offline = true;
            this.order.uiState.isUnsent = true;
        }
        return super.handleValidationError(error);
    },
});
