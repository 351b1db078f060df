import {ProductConfiguratorDialog} from "@sale/js/product_configurator_dialog/product_configurator_dialog";
import {WebsiteSale} from "@website_sale/interactions/website_sale";
import {patch} from "@web/core/utils/patch";

// What was chosen on the page goes through the dialog of optional products.
patch(ProductConfiguratorDialog, {
    props: {
        ...ProductConfiguratorDialog.props,
        rental_plan_id: {type: [Number, Boolean], optional: true},
        rental_with_cover: {type: Boolean, optional: true},
    },
});

patch(WebsiteSale.prototype, {
    _updateRootProduct(form) {
        super._updateRootProduct(form);
        const choice = form.querySelector(".o_rental_choice");
        if (!choice) {
            return;
        }
        const plan = choice.querySelector("input[name=rental_plan_id]:checked");
        const cover = choice.querySelector(".o_rental_cover.d-flex input");
        Object.assign(this.rootProduct, {
            rental_plan_id: parseInt(plan?.value, 10) || false,
            rental_with_cover: Boolean(cover?.checked),
        });
    },

    _onChangeCombination(ev, parent, combination) {
        super._onChangeCombination(...arguments);
        const choice = parent.querySelector(".o_rental_choice");
        choice?.dispatchEvent(
            new CustomEvent("rental_offers", {
                detail: {
                    offers: combination.rental_offers || [],
                    once: this._priceToStr(combination.price, combination.currency_precision),
                },
            }),
        );
    },
});
