import {Component, onWillStart, useState} from "@odoo/owl";
import {RentalCountsRenderer} from "@subscription_rental/rental_counts/rental_counts";
import {RentalToday} from "@subscription_rental/rental_today/rental_today";
import {asWindow} from "@subscription_rental/rental_today/rental_window";
import {useService} from "@web/core/utils/hooks";

const PANEL = "onboarding.onboarding";
const STEP = "onboarding.onboarding.step";

/** The first steps of a company without subscriptions; nothing once there are some. */
export class RentalGetStarted extends Component {
    static template = "subscription_rental.GetStarted";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({steps: false});
        onWillStart(() => this.load());
    }

    async load() {
        this.state.steps = await this.orm.call(PANEL, "get_rental_started", []);
    }

    async open(step) {
        const action = await this.orm.call(STEP, step.method, []);
        await this.action.doAction(asWindow(action), {onClose: () => this.load()});
    }

    async close() {
        await this.orm.call(PANEL, "action_close_panel_rental", []);
        this.state.steps = false;
    }
}

// Above the list, and above what the app opens on.
RentalToday.components = {...RentalToday.components, RentalGetStarted};
RentalCountsRenderer.components = {...RentalCountsRenderer.components, RentalGetStarted};
