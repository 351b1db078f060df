import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";

/** Shows what the chosen plan and cover cost, today and then. */
export class PlanChoice extends Interaction {
    static selector = ".o_rental_choice";
    dynamicContent = {
        "input[name=rental_plan_id], input[name=rental_with_cover]": {
            "t-on-change": this.render,
        },
        _root: {"t-on-rental_offers": this.onOffers},
    };

    setup() {
        this.offers = JSON.parse(this.el.dataset.offers);
        this._chooseAsked();
        this.render();
    }

    /** Choose what the address names, as links from the customer's own pages do. */
    _chooseAsked() {
        const address = new URLSearchParams(window.location.search);
        const asked = address.get("rental_plan");
        const inputs = [...this.el.querySelectorAll("input[name=rental_plan_id]")];
        const found = inputs.find((input) => asked && input.value === asked);
        if (found) {
            found.checked = true;
        }
        const cover = this.el.querySelector("input[name=rental_with_cover]");
        if (cover && address.get("rental_cover")) {
            cover.checked = true;
        }
    }

    /** The offers of another variant or quantity have come. */
    onOffers(ev) {
        this.offers = ev.detail.offers;
        const once = this.el.querySelector(".o_rental_once .oe_currency_value");
        if (once) {
            once.textContent = ev.detail.once;
        }
        for (const option of this.el.querySelectorAll("[data-plan-id]")) {
            this._renderOption(option);
        }
        this.render();
    }

    _renderOption(option) {
        const offer = this._getOffer(option.dataset.planId);
        const input = option.querySelector("input");
        option.classList.toggle("d-none", !offer);
        option.classList.toggle("d-flex", Boolean(offer));
        input.disabled = !offer;
        if (!offer) {
            input.checked = false;
            return;
        }
        option.querySelector(".o_rental_price").textContent = offer.price;
        const facts = offer.facts.map((fact) => {
            const line = document.createElement("span");
            line.className = "d-block";
            line.textContent = fact;
            return line;
        });
        option.querySelector(".o_rental_facts").replaceChildren(...facts);
    }

    _getOffer(planId) {
        return this.offers.find((offer) => offer.id === parseInt(planId, 10));
    }

    render() {
        let chosen = this.el.querySelector("input[name=rental_plan_id]:checked");
        if (!chosen) {
            chosen = this.el.querySelector("input[name=rental_plan_id]:enabled");
            if (!chosen) {
                return;
            }
            chosen.checked = true;
        }
        const offer = this._getOffer(chosen.value);
        const cover = this.el.querySelector(".o_rental_cover");
        cover?.classList.toggle("d-none", !offer?.cover);
        cover?.classList.toggle("d-flex", Boolean(offer?.cover));
        if (offer?.cover) {
            cover.querySelector(".o_rental_cover_price").textContent = offer.cover.price;
            cover.querySelector(".o_rental_cover_interval").textContent = offer.interval;
        }
        const covered = offer?.cover && cover.querySelector("input").checked;
        const sentence = covered ? offer.cover.sentence : offer?.sentence;
        this.el.querySelector(".o_rental_sentence").textContent = sentence || "";
    }
}

registry.category("public.interactions").add("subscription_rental_website.plan_choice", PlanChoice);
