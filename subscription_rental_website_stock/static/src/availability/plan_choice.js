import {PlanChoice} from "@subscription_rental_website/plan_choice/plan_choice";
import {WebsiteSale} from "@website_sale/interactions/website_sale";
import {patch} from "@web/core/utils/patch";

// What is rented is limited by its units; what is bought, by Odoo's own stock.
patch(PlanChoice.prototype, {
    start() {
        super.start();
        this.addListener(this.el, "rental_units", this.render);
    },

    render() {
        super.render();
        const chosen = this.el.querySelector("input[name=rental_plan_id]:checked");
        const units = chosen && this._getOffer(chosen.value)?.units;
        this._renderUnits(units);
        const product = this.el.closest(".js_main_product");
        product?.classList.toggle("o_rental_chosen", Boolean(chosen?.value));
        product?.classList.toggle("o_rental_none_left", Boolean(units) && units.most < 1);
        const quantity = product?.querySelector("input[name=add_qty]");
        if (quantity) {
            this._limit(quantity, units);
        }
    },

    _renderUnits(units) {
        const line = this.el.querySelector(".o_rental_units");
        line.classList.toggle("d-none", !units);
        if (units) {
            line.querySelector("span").textContent = units.text;
            line.querySelector("i").classList.toggle("text-success", units.free);
            line.querySelector("i").classList.toggle("text-warning", !units.free);
        }
    },

    /** Let no more be asked for than there are. */
    _limit(quantity, units) {
        if (!units) {
            if (this.isLimited) {
                delete quantity.dataset.max;
            }
            this.isLimited = false;
            return;
        }
        this.isLimited = true;
        const most = Math.max(Math.floor(units.most), 1);
        quantity.dataset.max = most;
        if (parseFloat(quantity.value) > most) {
            quantity.value = most;
            quantity.dispatchEvent(new Event("change", {bubbles: true}));
        }
    },
});

patch(WebsiteSale.prototype, {
    /** Odoo limits what is bought; a chosen plan has the last word. */
    async _onChangeCombinationStock(ev, parent) {
        await this.waitFor(super._onChangeCombinationStock(...arguments));
        const choice = parent.querySelector(".o_rental_choice");
        choice?.dispatchEvent(new CustomEvent("rental_units"));
    },
});
