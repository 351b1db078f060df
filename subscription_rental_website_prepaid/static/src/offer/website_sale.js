import {WebsiteSale} from "@website_sale/interactions/website_sale";
import {patch} from "@web/core/utils/patch";

function show(element, text) {
    element.textContent = text || "";
    element.classList.toggle("d-none", !text);
}

// Each variant may sell another pack.
patch(WebsiteSale.prototype, {
    _onChangeCombination(ev, parent, combination) {
        super._onChangeCombination(...arguments);
        const offer = parent.querySelector(".o_rental_prepaid_offer");
        if (offer) {
            show(offer.querySelector(".o_rental_prepaid_sentence"), combination.prepaid_sentence);
            show(offer.querySelector(".o_rental_prepaid_refusal"), combination.prepaid_refusal);
        }
    },
});
