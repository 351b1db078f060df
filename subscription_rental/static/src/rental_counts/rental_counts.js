import {Component, onWillStart, onWillUpdateProps} from "@odoo/owl";
import {ListRenderer} from "@web/views/list/list_renderer";
import {listView} from "@web/views/list/list_view";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";

const OPENED_WITH = ["running", "draft"];

/** How many subscriptions want a look, above their list; a click shows them. */
export class RentalCounts extends Component {
    static template = "subscription_rental.RentalCounts";
    static props = {list: Object};

    setup() {
        this.orm = useService("orm");
        onWillStart(() => this.count());
        onWillUpdateProps(() => this.count());
    }

    async count() {
        this.counts = await this.orm.call("subscription.subscription", "get_counts", []);
    }

    toggle(name) {
        const {searchModel} = this.env;
        // What the list opens with would show more than what was counted.
        for (const item of searchModel.getSearchItems(
            ({name: found, isActive}) => OPENED_WITH.includes(found) && isActive,
        )) {
            searchModel.toggleSearchItem(item.id);
        }
        const [filter] = searchModel.getSearchItems((item) => item.name === name);
        searchModel.toggleSearchItem(filter.id);
    }
}

export class RentalCountsRenderer extends ListRenderer {
    static template = "subscription_rental.RentalCountsRenderer";
    static components = {...ListRenderer.components, RentalCounts};
}

registry.category("views").add("rental_counts_list", {
    ...listView,
    Renderer: RentalCountsRenderer,
});
