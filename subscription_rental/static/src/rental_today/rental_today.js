import {Component, onWillStart, useState} from "@odoo/owl";
import {Layout} from "@web/search/layout";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";
import {RentalTrend} from "./rental_trend";
import {asWindow} from "./rental_window";

const KEPT = "subscription_rental.today.scope";

/** What wants a look today, and how it goes: each count opens what was counted. */
export class RentalToday extends Component {
    static template = "subscription_rental.Today";
    static components = {Layout, RentalTrend};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({scope: this.readScope(), data: null, done: {}});
        onWillStart(() => this.load());
    }

    /** The shop that was looked at last in this tab. */
    readScope() {
        return JSON.parse(sessionStorage.getItem(KEPT) || "{}");
    }

    async load() {
        this.state.data = await this.ask().catch((error) => {
            // The shop that was kept is another company's, or gone: all of them, then.
            if (!Object.keys(this.state.scope).length) {
                throw error;
            }
            this.state.scope = {};
            return this.ask();
        });
        sessionStorage.setItem(KEPT, JSON.stringify(this.state.scope));
    }

    ask() {
        return this.orm.call("subscription.today", "get_today", [this.state.scope]);
    }

    async narrow(name, value) {
        const {[name]: _before, ...others} = this.state.scope;
        this.state.scope = value ? {...others, [name]: Number(value)} : others;
        await this.load();
    }

    async openDoor(name) {
        const scope = this.state.scope;
        const door = await this.orm.call("subscription.today", "action_open_door", [name, scope]);
        this.action.doAction(asWindow(door));
    }

    openTask(task) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: task.model,
            res_id: task.record,
            views: [[false, "form"]],
        });
    }

    async doTask(task) {
        if (this.state.done[task.id]) {
            return;
        }
        this.state.done[task.id] = true;
        try {
            await this.orm.call("mail.activity", "action_done", [[task.id]]);
        } finally {
            await this.load();
            this.state.done = {};
        }
    }
}

registry.category("actions").add("subscription_rental.today", RentalToday);
