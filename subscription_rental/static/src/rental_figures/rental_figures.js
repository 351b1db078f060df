import {Component, onWillStart, useState} from "@odoo/owl";
import {Layout} from "@web/search/layout";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";
import {RentalTrend} from "../rental_today/rental_trend";
import {asWindow} from "../rental_today/rental_window";
import {RentalMovements} from "./rental_movements";

/** How the business goes: figures with what they mean, movements, cohorts, what is to come. */
export class RentalFigures extends Component {
    static template = "subscription_rental.Figures";
    static components = {Layout, RentalMovements, RentalTrend};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({scope: {}, data: null});
        onWillStart(() => this.load());
    }

    async load() {
        this.state.data = await this.orm.call("subscription.figures", "get_figures", [
            this.state.scope,
        ]);
    }

    async narrow(name, value) {
        const {[name]: _before, ...others} = this.state.scope;
        this.state.scope = value ? {...others, [name]: Number(value)} : others;
        await this.load();
    }

    async open(name, month = null) {
        const door = await this.orm.call("subscription.figures", "action_open_figure", [
            name,
            this.state.scope,
            month,
        ]);
        this.action.doAction(asWindow(door));
    }

    /** The more is left, the darker: dark enough for white letters above two thirds. */
    getCellStyle({share}) {
        const strength = Math.min(Math.max(share, 0), 1);
        const color = strength > 0.66 ? "#fff" : "inherit";
        return `background-color: rgba(23, 92, 61, ${strength}); color: ${color}`;
    }
}

registry.category("actions").add("subscription_rental.figures", RentalFigures);
