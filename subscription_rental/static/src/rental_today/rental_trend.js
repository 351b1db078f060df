import {Component, onWillStart, onWillUnmount, useEffect, useRef} from "@odoo/owl";
import {getColor, getCustomColor, hexToRGBA} from "@web/core/colors/colors";
import {cookie} from "@web/core/browser/cookie";
import {loadBundle} from "@web/core/assets";

/** A figure of twelve months: a line where it is a level, else a bar for each month. */
export class RentalTrend extends Component {
    static template = "subscription_rental.Trend";
    static props = {figure: Object};

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            (figure) => this.draw(figure),
            () => [this.props.figure],
        );
        onWillUnmount(() => this.chart && this.chart.destroy());
    }

    /** What a reader hears in place of the picture. */
    get told() {
        const {label, labels, values} = this.props.figure;
        return `${label}: ${labels.map((day, i) => `${day} ${values[i]}`).join(", ")}`;
    }

    draw(figure) {
        if (this.chart) {
            this.chart.destroy();
        }
        this.chart = new Chart(this.canvas.el, this.getConfig(figure));
    }

    getConfig({labels, values, is_level, name}) {
        const scheme = cookie.get("color_scheme");
        const red = getCustomColor(scheme, "#c0392b", "#e57368");
        const color = name === "churned" ? red : getColor(3, scheme, "odoo");
        return {
            type: is_level ? "line" : "bar",
            data: {
                labels,
                datasets: [
                    {
                        data: values,
                        borderColor: color,
                        backgroundColor: hexToRGBA(color, is_level ? 0.2 : 0.8),
                        borderWidth: is_level ? 2 : 0,
                        fill: "origin",
                        pointRadius: 0,
                        tension: 0,
                    },
                ],
            },
            options: {
                animation: false,
                maintainAspectRatio: false,
                interaction: {intersect: false, mode: "index"},
                plugins: {legend: {display: false}},
                scales: {x: {display: false}, y: {display: false, beginAtZero: true}},
            },
        };
    }
}
