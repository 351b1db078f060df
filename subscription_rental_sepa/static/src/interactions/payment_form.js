import {_t} from "@web/core/l10n/translation";
import {rpc, RPCError} from "@web/core/network/rpc";
import {patch} from "@web/core/utils/patch";
import {PaymentForm} from "@payment/interactions/payment_form";

const CODE = "rental_sepa";
const FIELDS = ["iban", "bic", "holder", "place", "signed_name", "lang"];

patch(PaymentForm.prototype, {
    /** Show the form of a mandate; what it is signed with stays in the page until then. */
    async _prepareInlineForm(providerId, providerCode, paymentOptionId, methodCode, flow) {
        if (providerCode !== CODE) {
            await super._prepareInlineForm(...arguments);
            return;
        }
        if (flow !== "token") {
            this._setPaymentFlow("direct");
        }
        const scheme = this._getMandateForm()?.querySelector("[name=sepa_scheme]");
        if (scheme) {
            scheme.onchange = () => this._showMandateText();
            this._showMandateText();
        }
    },

    /** Ask for what is missing before a transaction is made. */
    async _initiatePaymentFlow(providerCode, paymentOptionId, methodCode, flow) {
        if (providerCode === CODE && flow === "direct") {
            const missing = [...this._getMandateForm().querySelectorAll("input")].find(
                (input) => !input.reportValidity(),
            );
            if (missing) {
                this._enableButton();
                return;
            }
        }
        await super._initiatePaymentFlow(...arguments);
    },

    /** Sign the mandate. */
    async _processDirectFlow(providerCode, paymentOptionId, methodCode, processingValues) {
        if (providerCode !== CODE) {
            await super._processDirectFlow(...arguments);
            return;
        }
        const form = this._getMandateForm();
        const typed = Object.fromEntries(
            FIELDS.map((name) => [name, form.querySelector(`[name=sepa_${name}]`).value]),
        );
        try {
            await this.waitFor(
                rpc("/subscriptions/sepa/sign", {
                    reference: processingValues.reference,
                    key: processingValues.sepa_key,
                    business: this._isBusinessMandate(),
                    accepted: form.querySelector("[name=sepa_accepted]").checked,
                    ...typed,
                }),
            );
            window.location = "/payment/status";
        } catch (error) {
            if (!(error instanceof RPCError)) {
                throw error;
            }
            this._displayErrorDialog(_t("The mandate was not registered"), error.data.message);
            this._enableButton();
        }
    },

    /** Show the text of the kind of mandate that is chosen. */
    _showMandateText() {
        const business = this._isBusinessMandate();
        const form = this._getMandateForm();
        for (const [kind, shown] of [
            ["core", !business],
            ["business", business],
        ]) {
            for (const node of form.querySelectorAll(`.o_rental_sepa_${kind}`)) {
                node.classList.toggle("d-none", !shown);
            }
        }
    },

    /** Return whether a business signs a mandate without refunds. */
    _isBusinessMandate() {
        const scheme = this._getMandateForm().querySelector("[name=sepa_scheme]");
        return scheme?.value === "business";
    },

    /** Return the form of the mandate that is open. */
    _getMandateForm() {
        const radio = this.el.querySelector("input[name='o_payment_radio']:checked");
        return this._getInlineForm(radio);
    },
});
