import {onMounted, useState} from "@odoo/owl";
import {patch} from "@web/core/utils/patch";
import {ReceiptScreen} from "@point_of_sale/app/screens/receipt_screen/receipt_screen";

patch(ReceiptScreen.prototype, {
    setup() {
        super.setup();
        this.handovers = useState({rows: []});
        onMounted(async () => {
            if (this.currentOrder.rentedLines.length) {
                this.handovers.rows = await this.pos.findHandovers(this.currentOrder);
            }
        });
    },

    openHandovers() {
        const onChange = (rows) => {
            this.handovers.rows = rows;
        };
        this.pos.openHandovers(this.currentOrder, this.handovers.rows, onChange);
    },
});
