import {Component, useState} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {_t} from "@web/core/l10n/translation";
import {useAutofocus} from "@web/core/utils/hooks";
import {usePos} from "@point_of_sale/app/hooks/pos_hook";

/** What a ticket has rented out: units are scanned, or typed, and handed over at once. */
export class HandoverPopup extends Component {
    static template = "subscription_rental_pos_stock.HandoverPopup";
    static components = {Dialog};
    static props = {order: Object, rows: Array, onChange: Function, close: Function};

    setup() {
        this.pos = usePos();
        this.state = useState({rows: this.props.rows, serials: [], typed: "", isBusy: false});
        useAutofocus({refName: "serial"});
    }

    get trackedCount() {
        return this.state.rows.filter((row) => row.is_tracked).length;
    }

    get isReady() {
        const hasOthers = this.state.rows.some((row) => !row.is_tracked);
        const isEntered = this.state.serials.length > 0 || this.state.typed.trim();
        return !this.state.isBusy && Boolean(isEntered || hasOthers);
    }

    get scannedLabel() {
        return _t("%(scanned)s of %(count)s scanned", {
            scanned: this.state.serials.length,
            count: this.trackedCount,
        });
    }

    onKeydown(event) {
        // A scanner types the number and Enter.
        if (event.key === "Enter") {
            event.preventDefault();
            this.add();
        }
    }

    add() {
        const serial = this.state.typed.trim();
        if (serial && !this.state.serials.includes(serial)) {
            this.state.serials.push(serial);
        }
        this.state.typed = "";
    }

    remove(serial) {
        this.state.serials = this.state.serials.filter((one) => one !== serial);
    }

    async handOver() {
        this.add();
        this.state.isBusy = true;
        const {order, onChange, close} = this.props;
        const serials = [...this.state.serials];
        const left = await this.pos.askHandovers("rental_hand_over", order.id, serials);
        this.state.isBusy = false;
        if (!left) {
            return;
        }
        onChange(left);
        this.state.rows = left;
        this.state.serials = [];
        if (!left.length) {
            close();
        }
    }
}
