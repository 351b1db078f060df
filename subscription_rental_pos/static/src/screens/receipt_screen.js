import {onMounted} from "@odoo/owl";
import {patch} from "@web/core/utils/patch";
import {ReceiptScreen} from "@point_of_sale/app/screens/receipt_screen/receipt_screen";

patch(ReceiptScreen.prototype, {
    setup() {
        super.setup();
        onMounted(() => {
            if (this.currentOrder.rentedLines.length) {
                this.pos.showMethods(this.currentOrder, true);
            }
        });
    },
});
