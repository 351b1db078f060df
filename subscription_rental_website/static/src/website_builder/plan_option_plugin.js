import {BaseOptionComponent} from "@html_builder/core/utils";
import {Plugin} from "@html_editor/plugin";
import {registry} from "@web/core/registry";

/** Which plans the building block compares, and which one it recommends. */
export class PlanOption extends BaseOptionComponent {
    static template = "subscription_rental_website.PlanOption";
    static selector = ".s_rental_plans";
}

class PlanOptionPlugin extends Plugin {
    static id = "rentalPlanOption";
    resources = {builder_options: [PlanOption]};
}

registry.category("website-plugins").add(PlanOptionPlugin.id, PlanOptionPlugin);
