import {Interaction} from "@web/public/interaction";
import {PaymentButton} from "@payment/interactions/payment_button";
import {PaymentForm} from "@payment/interactions/payment_form";
import {patch} from "@web/core/utils/patch";
import {registry} from "@web/core/registry";
import {rpc, RPCError} from "@web/core/network/rpc";
import {_t} from "@web/core/l10n/translation";

/** Return the sign of what is shown before ordering; undefined without a plan. */
function shownDigest() {
    return document.querySelector(".o_rental_law")?.dataset.digest;
}

patch(PaymentForm.prototype, {
    _prepareTransactionRouteParams() {
        const params = super._prepareTransactionRouteParams();
        const digest = shownDigest();
        if (digest && this.paymentContext.transactionRoute.startsWith("/shop/")) {
            params.rental_accepted = digest;
        }
        return params;
    },

    async _assignToken(tokenId) {
        const digest = shownDigest();
        if (!digest) {
            return super._assignToken(tokenId);
        }
        try {
            await this.waitFor(
                rpc(this.paymentContext.assignTokenRoute, {
                    token_id: tokenId,
                    access_token: this.paymentContext.accessToken,
                    rental_accepted: digest,
                }),
            );
            window.location = this.paymentContext.landingRoute;
        } catch (error) {
            if (!(error instanceof RPCError)) {
                throw error;
            }
            this._displayErrorDialog(_t("The order was not placed"), error.data.message);
            this._enableButton();
        }
    },
});

patch(PaymentButton.prototype, {
    _canSubmit() {
        const terms = document.querySelector(".o_rental_law input[name=rental_terms]");
        return super._canSubmit() && (!terms || terms.checked);
    },
});

/** Enables the button when the terms of the plans are accepted. */
export class RentalTerms extends Interaction {
    static selector = ".o_rental_law";
    dynamicContent = {"input[name=rental_terms]": {"t-on-change": this.onChange}};

    onChange(ev) {
        const wanted = ev.target.checked ? "enablePaymentButton" : "disablePaymentButton";
        this.env.bus.trigger(wanted);
    }
}

registry.category("public.interactions").add("subscription_rental_website.terms", RentalTerms);
