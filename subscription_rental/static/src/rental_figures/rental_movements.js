import {Component, onWillStart, onWillUnmount, useEffect, useRef} from "@odoo/owl";
import {loadBundle} from "@web/core/assets";
import {COLORS} from "./rental_colors";

/** Movements of monthly revenue, stacked month by month; a click opens those of a bar. */
export class RentalMovements extends Component {
    static template = "subscription_rental.Movements";
    static props = {labels: Array, movements: Array, open: Function};

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            (labels, movements) => this.draw(labels, movements),
            () => [this.props.labels, this.props.movements],
        );
        onWillUnmount(() => this.chart && this.chart.destroy());
    }

    draw(labels, movements) {
        if (this.chart) {
            this.chart.destroy();
        }
        const shown = movements.filter(({values}) => values.some(Boolean));
        this.chart = new Chart(this.canvas.el, {
            type: "bar",
            data: {
                labels,
                datasets: shown.map(({name, label, values}) => ({
                    label,
                    data: values,
                    backgroundColor: COLORS[name],
                })),
            },
            options: {
                animation: false,
                maintainAspectRatio: false,
                onClick: (_event, [bar]) =>
                    bar && this.props.open(shown[bar.datasetIndex].name, bar.index),
                scales: {x: {stacked: true}, y: {stacked: true}},
            },
        });
    }
}
