import {GraphModel} from "@web/views/graph/graph_model";
import {GraphRenderer} from "@web/views/graph/graph_renderer";
import {graphView} from "@web/views/graph/graph_view";
import {registry} from "@web/core/registry";
import {COLORS} from "../rental_figures/rental_colors";

/** Months without a movement stand on the axis as well. */
export class RentalMrrModel extends GraphModel {
    _getProcessedDataPoints() {
        const points = super._getProcessedDataPoints();
        if (this.metaData.mode !== "bar" || !points.length) {
            return points;
        }
        const found = Map.groupBy(points, (point) => point.labels[0]);
        const [first] = points;
        const names = new Set(this.dataPoints.map((point) => point.labels[0]));
        return [...names].flatMap(
            (name) =>
                found.get(name) || [{...first, labels: [name, ...first.labels.slice(1)], value: 0}],
        );
    }
}

/** Each kind of movement has its own colour, whatever else is shown. */
export class RentalMrrRenderer extends GraphRenderer {
    getBarChartData() {
        const data = super.getBarChartData();
        const kinds = this.model.metaData.fields.kind.selection;
        for (const dataset of data.datasets) {
            const kind = kinds.find(([, label]) => dataset.label.includes(label));
            if (kind) {
                dataset.backgroundColor = COLORS[kind[0]];
            }
        }
        return data;
    }
}

registry.category("views").add("rental_mrr_graph", {
    ...graphView,
    Model: RentalMrrModel,
    Renderer: RentalMrrRenderer,
});
