import {Component, onWillDestroy, onWillStart} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

// So often the dialog looks whether the customer is done.
const POLL = 2000;

/** Shows that somebody is waited for, and what came of it, without being asked. */
export class RentalWait extends Component {
    static template = "subscription_rental.RentalWait";
    static props = {...standardFieldProps};

    setup() {
        onWillStart(() => this.waitMore());
        onWillDestroy(() => clearTimeout(this.timer));
    }

    get data() {
        return this.props.record.data;
    }

    waitMore() {
        if (!this.data.is_done) {
            this.timer = setTimeout(() => this.look(), POLL);
        }
    }

    async look() {
        await this.props.record.load();
        this.waitMore();
    }
}

registry.category("fields").add("rental_wait", {
    component: RentalWait,
    supportedTypes: ["char"],
});
