import {formatDate} from "@web/core/l10n/dates";
import {patch} from "@web/core/utils/patch";
import {OrderReceipt} from "@point_of_sale/app/screens/receipt_screen/receipt/order_receipt";

patch(OrderReceipt.prototype, {
    formatExpiry(day) {
        return formatDate(day);
    },
});
