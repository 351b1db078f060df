import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";
import {rpc} from "@web/core/network/rpc";

/** Shows the plans that are paid as often as the visitor wants. */
export class PlanTable extends Interaction {
    static selector = ".o_rental_plans";
    dynamicContent = {
        ".o_rental_switch button": {"t-on-click": this.onSwitch},
    };

    onSwitch(ev) {
        const wanted = ev.currentTarget.dataset.interval;
        for (const button of this.el.querySelectorAll(".o_rental_switch button")) {
            button.setAttribute("aria-pressed", String(button.dataset.interval === wanted));
        }
        for (const card of this.el.querySelectorAll(".o_rental_card")) {
            card.classList.toggle("d-none", card.dataset.interval !== wanted);
        }
    }
}

registry.category("public.interactions").add("subscription_rental_website.plan_table", PlanTable);

/** Return the id in what the website builder keeps of a chosen record. */
function idOf(kept) {
    return kept ? JSON.parse(kept).id : false;
}

/** Fills the building block with the plans as they are now. */
export class PlanBlock extends Interaction {
    static selector = ".s_rental_plans";

    async willStart() {
        const {product, plan} = this.el.dataset;
        this.html = await this.waitFor(
            rpc("/shop/rental/plans", {product_id: idOf(product), plan_id: idOf(plan)}),
        );
    }

    start() {
        const read = new DOMParser().parseFromString(this.html, "text/html");
        const place = this.el.querySelector(".s_rental_plans_content");
        this.insert(read.body.firstElementChild, place);
    }
}

registry.category("public.interactions").add("subscription_rental_website.plan_block", PlanBlock);
registry
    .category("public.interactions.edit")
    .add("subscription_rental_website.plan_block", {Interaction: PlanBlock});
