import {browser} from "@web/core/browser/browser";
import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";
import {rpc} from "@web/core/network/rpc";

const FOCUS = "subscription_rental_website.cart_plan";

/** Changes the plan and the cover of a line of the cart. */
export class CartPlan extends Interaction {
    static selector = ".o_rental_cart_plan";
    dynamicContent = {
        "select, input[type=checkbox]": {"t-on-change": this.locked(this.onChange)},
    };

    setup() {
        this._returnFocus();
    }

    /** Whoever changes plans by the keyboard goes on where they were. */
    _returnFocus() {
        const [lineId, name] = (browser.sessionStorage.getItem(FOCUS) || "").split(",");
        if (lineId === this.el.dataset.lineId) {
            browser.sessionStorage.removeItem(FOCUS);
            this.el.querySelector(`[name=${name}]`)?.focus();
        }
    }

    async onChange(ev) {
        browser.sessionStorage.setItem(
            FOCUS,
            [this.el.dataset.lineId, ev.currentTarget.name].join(","),
        );
        const find = (name) => this.el.querySelector(`[name=${name}]`);
        try {
            await this.waitFor(
                rpc("/shop/cart/plan", {
                    line_id: parseInt(this.el.dataset.lineId, 10),
                    plan_id: parseInt(find("plan_id").value, 10),
                    with_cover: Boolean(find("with_cover")?.checked),
                }),
            );
        } finally {
            // All totals follow; after a refusal the page shows what holds.
            browser.location.reload();
        }
    }
}

registry.category("public.interactions").add("subscription_rental_website.cart_plan", CartPlan);
